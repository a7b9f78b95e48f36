package dev.ecrcache;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.kubernetes.helm.v3.Release;
import com.pulumi.kubernetes.helm.v3.ReleaseArgs;
import com.pulumi.kubernetes.helm.v3.inputs.RepositoryOptsArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.ecrcache.bind.HelmValues;
import dev.ecrcache.bind.InvalidArgumentException;
import java.util.Map;

/**
 * A Helm release whose images all come from the cache: the chart's own, those of its sub-charts and
 * those in the user's values.
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
    var release =
        ReleaseArgs.builder()
            .name(args.name())
            .chart(args.source().chart())
            .namespace(args.namespace())
            .createNamespace(true)
            .timeout(args.timeoutSeconds())
            .values(host.applyValue(chart::valuesAt).applyValue(HelmValues::of));
    if (!args.version().isEmpty()) {
      release.version(args.version());
    }
    if (!args.repository().isEmpty()) {
      release.repositoryOpts(RepositoryOptsArgs.builder().repo(args.repository()).build());
    }
    new Release(name, release.build(), CustomResourceOptions.builder().parent(this).build());
    images = host.applyValue(chart::imagesAt);
    registerOutputs(Map.of("images", images));
  }

  /** By upstream reference, the cached reference of every image of the release. */
  public Output<Map<String, String>> images() {
    return images;
  }
}
