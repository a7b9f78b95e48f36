package dev.ecrcache.redirect;

import dev.ecrcache.image.CachedImages.Digests;
import java.util.List;
import java.util.Map;

/**
 * How a cluster's pods are redirected.
 *
 * @param name the name of the policies, their bindings and the ConfigMap
 * @param namespace the ConfigMap's namespace
 * @param excludedNamespaces namespaces whose pods are left alone
 * @param excludedLabels labels that leave a namespace's pods or one pod alone
 * @param failurePolicy what becomes of a pod where the policy cannot be followed, or has no rules
 * @param digests what becomes of digests
 * @param mutate whether images are moved
 * @param validation what is said of images that do not come from the cache
 */
public record RedirectSettings(
    String name,
    String namespace,
    List<String> excludedNamespaces,
    Map<String, String> excludedLabels,
    FailurePolicy failurePolicy,
    Digests digests,
    boolean mutate,
    Validation validation) {
  /** The name that the objects have unless another is given. */
  public static final String NAME = "ecr-cache";

  /** Where the ConfigMap is unless another namespace is given. */
  public static final String NAMESPACE = "kube-system";

  /** Namespaces that are left alone unless others are given. */
  public static final List<String> EXCLUDED_NAMESPACES = List.of("kube-system");

  /** Labels that leave a pod alone unless others are given. */
  public static final Map<String, String> EXCLUDED_LABELS = Map.of("ecr-cache.dev/redirect", "off");

  /** The failure policy of an admission policy, as the API names it. */
  public enum FailurePolicy {
    /** The pod is admitted as it is. */
    Ignore("Allow"),
    /** The pod is refused. */
    Fail("Deny");

    private final String withoutRules;

    FailurePolicy(String withoutRules) {
      this.withoutRules = withoutRules;
    }

    /** The {@code parameterNotFoundAction} that goes with it. */
    String withoutRules() {
      return withoutRules;
    }
  }

  /** What is said of an image that does not come from the cache. */
  public enum Validation {
    /** Nothing. */
    OFF(List.of()),
    /** A warning to whoever applies it, and an entry in the audit log. */
    WARN(List.of("Warn", "Audit")),
    /** It is refused. */
    DENY(List.of("Deny"));

    private final List<String> actions;

    Validation(List<String> actions) {
      this.actions = actions;
    }

    /** The {@code validationActions} of a binding. */
    List<String> actions() {
      return actions;
    }
  }
}
