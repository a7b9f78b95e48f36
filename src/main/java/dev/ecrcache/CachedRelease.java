package dev.ecrcache;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.kubernetes.helm.v3.Release;
import com.pulumi.kubernetes.helm.v3.ReleaseArgs;
import com.pulumi.kubernetes.helm.v3.inputs.RepositoryOptsArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import dev.ecrcache.bind.HelmValues;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.children.KubernetesObject;
import dev.ecrcache.gitops.GitOpsObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Helm release whose images all come from the cache: the chart's own, those of its sub-charts and
 * those in the user's values. It is made by Pulumi, or by objects of Flux or Argo CD.
 *
 * @see <a
 *     href="https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/">Release</a>
 */
public final class CachedRelease extends ComponentResource {
  @Export(
      name = "images",
      refs = {Map.class, String.class},
      tree = "[0,1,1]")
  private final Output<Map<String, String>> images;

  /**
   * @param name the component's name, and its release's in the stack
   * @throws InvalidArgumentException if an argument is missing
   */
  public CachedRelease(String name, CachedReleaseArgs args, ComponentResourceOptions options) {
    this(args.complete(), name, options);
  }

  private CachedRelease(CachedReleaseArgs args, String name, ComponentResourceOptions options) {
    super("ecr-cache:index:CachedRelease", name, args, options);
    var host = args.cache().host();
    var chart = args.audited().chart();
    var values = host.applyValue(chart::valuesAt).applyValue(HelmValues::of);
    var objects = args.objects();
    if (objects.isEmpty()) {
      release(name, args, values);
    } else {
      make(name, objects, values);
    }
    images = host.applyValue(chart::imagesAt);
    registerOutputs(Map.of("images", images));
  }

  private void release(String name, CachedReleaseArgs args, Output<Map<String, Object>> values) {
    var release =
        ReleaseArgs.builder()
            .name(args.name())
            .chart(args.source().chart())
            .namespace(args.namespace())
            .createNamespace(true)
            .timeout(args.timeoutSeconds())
            .values(values);
    if (!args.version().isEmpty()) {
      release.version(args.version());
    }
    if (!args.repository().isEmpty()) {
      release.repositoryOpts(RepositoryOptsArgs.builder().repo(args.repository()).build());
    }
    new Release(name, release.build(), CustomResourceOptions.builder().parent(this).build());
  }

  private void make(String name, List<GitOpsObject> objects, Output<Map<String, Object>> values) {
    var before = new ArrayList<Resource>();
    for (var object : objects) {
      before.add(
          new KubernetesObject(
              object.role().isEmpty() ? name : name + "-" + object.role(),
              object.apiVersion(),
              object.kind(),
              object.metadata(),
              values.applyValue(object.spec()::apply),
              CustomResourceOptions.builder()
                  .parent(this)
                  .dependsOn(before.toArray(Resource[]::new))
                  .build()));
    }
  }

  /** By upstream reference, the cached reference of every image of the release. */
  public Output<Map<String, String>> images() {
    return images;
  }
}
