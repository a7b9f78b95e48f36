package dev.ecrcache.gitops;

import dev.ecrcache.chart.ChartSource;
import java.util.List;
import java.util.function.Function;

/** Who makes a release in the cluster. */
public enum ReleasedBy {
  /** Helm, as Pulumi's provider runs it. */
  HELM("", release -> List.of()),
  /** Flux, by a HelmRelease. */
  FLUX("flux-system", FluxRelease::objects),
  /** Argo CD, by an Application. */
  ARGO("argocd", ArgoApplication::objects);

  private final String namespace;
  private final Function<GitOpsRelease, List<GitOpsObject>> objects;

  ReleasedBy(String namespace, Function<GitOpsRelease, List<GitOpsObject>> objects) {
    this.namespace = namespace;
    this.objects = objects;
  }

  /** The namespace in which it looks for its objects unless it is told otherwise. */
  public String namespace() {
    return namespace;
  }

  /**
   * The same chart.
   *
   * @throws IllegalArgumentException in the end of one line about it, if it could not be fetched
   *     for such a release
   */
  public ChartSource checked(ChartSource chart) {
    if (this != HELM) {
      PublishedChart.of(chart);
    }
    return chart;
  }

  /**
   * The objects by which it makes a release, in the order in which they are needed; none for Helm.
   *
   * @throws IllegalArgumentException as {@link #checked}
   */
  public List<GitOpsObject> objects(GitOpsRelease release) {
    return objects.apply(release);
  }
}
