package dev.ecrcache.operate.doctor;

import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.policy.PolicyDocument;
import dev.ecrcache.policy.PolicyGrant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a role lacks of what it needs.
 *
 * @param lacking what nothing allows
 * @param byRegistry what its own policies do not allow, and the registry's does
 */
record RoleRights(List<Simulation.Denial> lacking, List<Simulation.Denial> byRegistry) {
  /**
   * Those of a role of the session's account.
   *
   * @param ownRegistry whether the registry is that account's: then what its policy allows is
   *     allowed
   * @throws AwsRefusalException if AWS does not tell
   */
  static RoleRights of(
      CacheFacts facts, String roleArn, PolicyDocument needed, boolean ownRegistry) {
    var denied = facts.simulation().denied(roleArn, needed);
    if (denied.isEmpty() || !ownRegistry) {
      return new RoleRights(denied, List.of());
    }
    var grants = facts.policy().map(PolicyGrant::of).orElse(List.of());
    var parts =
        denied.stream().collect(Collectors.partitioningBy(it -> isGranted(it, roleArn, grants)));
    return new RoleRights(parts.get(false), parts.get(true));
  }

  private static boolean isGranted(
      Simulation.Denial denial, String role, List<PolicyGrant> grants) {
    return !denial.explicit()
        && grants.stream()
            .filter(PolicyGrant::allows)
            .filter(it -> it.namesPrincipal(role))
            .filter(it -> it.covers(denial.action()))
            .anyMatch(it -> it.coversResource(denial.resource()));
  }

  /** The actions of denials, each once. */
  static String actions(List<Simulation.Denial> denied) {
    return denied.stream()
        .map(Simulation.Denial::action)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Why they are denied, each reason once. */
  static String reasons(List<Simulation.Denial> denied) {
    return denied.stream()
        .map(Simulation.Denial::reason)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
