package dev.ecrcache.gitops;

import java.util.List;
import java.util.Map;

/**
 * A release by Flux 2.3 or newer: a HelmRelease, and the HelmRepository that its chart is in. Helm
 * keeps the release where it would without Flux, so that {@code helm list} shows it there.
 *
 * @see <a href="https://fluxcd.io/flux/components/helm/helmreleases/">Helm Releases</a>
 * @see <a href="https://fluxcd.io/flux/components/source/helmrepositories/">Helm Repositories</a>
 */
final class FluxRelease {
  private static final Map<String, Object> RETRIES = Map.of("retries", 3);

  private FluxRelease() {}

  static List<GitOpsObject> objects(GitOpsRelease release) {
    var chart = PublishedChart.of(release.chart());
    var metadata =
        Map.<String, Object>of("name", release.name(), "namespace", release.objectNamespace());
    Map<String, Object> source =
        chart.isOci()
            ? Map.of("type", "oci", "url", "oci://" + chart.url(), "interval", "1h")
            : Map.of("url", chart.url(), "interval", "1h");
    var from =
        Map.of(
            "chart",
            chart.name(),
            "version",
            chart.version(),
            "sourceRef",
            Map.of("kind", "HelmRepository", "name", release.name()));
    return List.of(
        new GitOpsObject(
            "repository",
            "source.toolkit.fluxcd.io/v1",
            "HelmRepository",
            metadata,
            values -> source),
        new GitOpsObject(
            "",
            "helm.toolkit.fluxcd.io/v2",
            "HelmRelease",
            metadata,
            values ->
                Map.of(
                    "interval",
                    "10m",
                    "timeout",
                    release.timeoutSeconds() + "s",
                    "releaseName",
                    release.name(),
                    "targetNamespace",
                    release.namespace(),
                    "storageNamespace",
                    release.namespace(),
                    "chart",
                    Map.of("spec", from),
                    "install",
                    Map.of("createNamespace", true, "remediation", RETRIES),
                    "upgrade",
                    Map.of("remediation", RETRIES),
                    "values",
                    values)));
  }
}
