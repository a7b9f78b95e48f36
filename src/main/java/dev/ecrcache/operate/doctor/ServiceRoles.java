package dev.ecrcache.operate.doctor;

import dev.ecrcache.policy.PolicyDocument;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.model.Role;

/** Looks at the roles that ECR assumes to work for the cache. */
record ServiceRoles(CacheFacts facts) {
  /**
   * Looks whether a role is there, lets ECR assume it, and may what it is for.
   *
   * @param where the resource that names the role
   * @param service the principal that assumes it
   * @param needed what it is for
   * @param why what fails otherwise
   */
  void look(
      String where,
      String arn,
      String service,
      PolicyDocument needed,
      String why,
      Findings findings) {
    var simulation = facts.simulation();
    var found = findings.ask(where, () -> simulation.role(arn));
    if (found.isEmpty()) {
      return;
    }
    var role = found.get();
    if (role.isEmpty()) {
      findings.error(
          where, "has the role %s, which does not exist".formatted(arn), why, "run `pulumi up`");
      return;
    }
    if (!trust(role.get()).contains('"' + service + '"')) {
      findings.error(
          where,
          "has the role %s, whose trust policy does not name %s".formatted(arn, service),
          why,
          "let %s assume the role".formatted(service));
    }
    findings
        .ask(where, () -> simulation.denied(arn, needed))
        .filter(denied -> !denied.isEmpty())
        .ifPresent(
            denied ->
                findings.error(
                    where,
                    "has the role %s, which may not: %s"
                        .formatted(
                            arn,
                            denied.stream()
                                .map(Simulation.Denial::action)
                                .distinct()
                                .collect(Collectors.joining(", "))),
                    why,
                    "allow it in a policy of the role; of a stack file, run `pulumi up`"));
  }

  private static String trust(Role role) {
    var document = role.assumeRolePolicyDocument();
    return document == null ? "" : URLDecoder.decode(document, StandardCharsets.UTF_8);
  }
}
