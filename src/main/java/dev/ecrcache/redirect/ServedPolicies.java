package dev.ecrcache.redirect;

import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.redirect.RedirectSettings.Validation;

/** Which admission policies a version of Kubernetes serves as stable APIs, for all to use. */
public final class ServedPolicies {
  /** The version from which on images can be moved; also what is taken when none is given. */
  public static final KubernetesVersion MUTATING = KubernetesVersion.parse("1.36");

  private static final KubernetesVersion VALIDATING = KubernetesVersion.parse("1.30");

  private ServedPolicies() {}

  /**
   * Whether a version moves images, or validates them alone.
   *
   * @throws IllegalArgumentException if it can do nothing that is asked for
   */
  public static boolean mutates(KubernetesVersion version, Validation validation) {
    if (version.isBefore(VALIDATING)) {
      throw new IllegalArgumentException(
          "%s has neither MutatingAdmissionPolicy, which came with 1.36, nor ValidatingAdmissionPolicy, which came with 1.30; upgrade the cluster, or have releases or nodes ask the cache, as docs/redirect.md says"
              .formatted(version));
    }
    var mutates = !version.isBefore(MUTATING);
    if (!mutates && validation == Validation.OFF) {
      throw new IllegalArgumentException(
          "%s has no MutatingAdmissionPolicy, which came with 1.36; choose validate: warn or deny, which tells what does not come from the cache, or upgrade the cluster"
              .formatted(version));
    }
    return mutates;
  }
}
