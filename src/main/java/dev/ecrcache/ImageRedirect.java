package dev.ecrcache;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.kubernetes.core.v1.ConfigMap;
import com.pulumi.kubernetes.core.v1.ConfigMapArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.children.KubernetesObject;
import dev.ecrcache.redirect.PolicyObject;
import dev.ecrcache.redirect.Redirect;
import java.util.Map;

/**
 * Lets every pod of a cluster pull from the cache, whoever made it: an admission policy moves the
 * images of new pods by rules in a ConfigMap, without a webhook. On Kubernetes 1.30 to 1.35, which
 * cannot move them, it tells which images do not come from the cache.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/">Mutating
 *     Admission Policy</a>
 */
public final class ImageRedirect extends ComponentResource {
  @Export(
      name = "rules",
      refs = {Map.class, String.class},
      tree = "[0,1,1]")
  private final Output<Map<String, String>> rules;

  /**
   * @param name the component's name, with which its children's names begin
   * @throws InvalidArgumentException if an argument is missing or cannot work
   */
  public ImageRedirect(String name, ImageRedirectArgs args, ComponentResourceOptions options) {
    super("ecr-cache:index:ImageRedirect", name, args, options);
    var redirect = args.redirect();
    var settings = redirect.settings();
    rules = args.cache().images().applyValue(Redirect::rules);
    var metadata = ObjectMetaArgs.builder().name(settings.name()).namespace(settings.namespace());
    Resource before =
        new ConfigMap(
            name + "-rules",
            ConfigMapArgs.builder().metadata(metadata.build()).data(rules).build(),
            CustomResourceOptions.builder().parent(this).build());
    for (var policy : redirect.policies()) {
      before =
          new KubernetesObject(
              name + "-" + policy.role(),
              PolicyObject.API_VERSION,
              policy.kind(),
              Map.of("name", settings.name()),
              Output.of(policy.spec()),
              CustomResourceOptions.builder().parent(this).dependsOn(before).build());
    }
    registerOutputs(Map.of("rules", rules));
  }

  /**
   * The rules by host: for each, a line with what repositories begin with and what stands in its
   * place in the cache.
   */
  public Output<Map<String, String>> rules() {
    return rules;
  }
}
