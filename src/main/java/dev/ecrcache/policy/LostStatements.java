package dev.ecrcache.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.stream.Collectors;

/** The statements of a policy that another policy would not have. */
public final class LostStatements {
  private LostStatements() {}

  /**
   * The names of the statements that would go. Those of a cache, known by their Sids, count as
   * kept: they make room for their like.
   *
   * @param policy the policy that is there, as JSON
   * @param kept the statements that stay, whatever the order and form of their lists
   */
  public static List<String> of(String policy, List<Statement> kept) {
    var staying =
        kept.stream()
            .map(it -> PolicyForm.of(PolicyForm.JSON.valueToTree(it)))
            .collect(Collectors.toSet());
    try {
      return PolicyForm.statements(policy).stream()
          .filter(it -> !EcrPolicies.GRANT_SIDS.contains(it.path("Sid").asText()))
          .filter(it -> !staying.contains(PolicyForm.of(it)))
          .map(PolicyForm::name)
          .toList();
    } catch (JsonProcessingException e) {
      return List.of("all of it");
    }
  }
}
