package dev.ecrcache.children;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.kubernetes.Utilities;
import com.pulumi.resources.CustomResource;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.Map;

/** An object of the Kubernetes API of a kind that the SDK has no class for. */
public final class KubernetesObject extends CustomResource {
  /** Its inputs, which are the parts of a manifest. */
  private static final class Args extends ResourceArgs {
    @Import private final Output<String> apiVersion;
    @Import private final Output<String> kind;
    @Import private final Output<Map<String, Object>> metadata;
    @Import private final Output<Map<String, Object>> spec;

    private Args(
        String apiVersion,
        String kind,
        Map<String, Object> metadata,
        Output<Map<String, Object>> spec) {
      this.apiVersion = Output.of(apiVersion);
      this.kind = Output.of(kind);
      this.metadata = Output.of(metadata);
      this.spec = spec;
    }
  }

  /**
   * @param name the resource's name
   * @param apiVersion group and version, such as {@code admissionregistration.k8s.io/v1}
   * @param metadata its name in the cluster, and its namespace unless it belongs to all of it
   * @param spec maps, lists and texts
   */
  public KubernetesObject(
      String name,
      String apiVersion,
      String kind,
      Map<String, Object> metadata,
      Output<Map<String, Object>> spec,
      CustomResourceOptions options) {
    super(
        "kubernetes:%s:%s".formatted(apiVersion, kind),
        name,
        new Args(apiVersion, kind, metadata, spec),
        CustomResourceOptions.merge(
            options,
            // Without it the engine would look for the newest plugin.
            CustomResourceOptions.builder().version(Utilities.getVersion()).build()));
  }
}
