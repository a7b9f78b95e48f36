package dev.ecrcache.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a policy differs from the one that is promised, whatever the order and form of lists.
 *
 * @param missing the names of the statements that it lacks, or has otherwise
 * @param further the names of the statements that nobody promised
 */
public record PolicyDifference(List<String> missing, List<String> further) {

  /**
   * Compares two policies, as JSON; empty for none.
   *
   * @throws IllegalArgumentException if a policy is not JSON, which AWS does not take
   */
  public static PolicyDifference between(Optional<String> promised, Optional<String> found) {
    var wanted = statements(promised);
    var there = statements(found);
    return new PolicyDifference(lacking(wanted, there), lacking(there, wanted));
  }

  /** Whether the two are the same. */
  public boolean isNone() {
    return missing.isEmpty() && further.isEmpty();
  }

  private static List<String> lacking(List<JsonNode> all, List<JsonNode> others) {
    var forms = others.stream().map(PolicyForm::of).collect(Collectors.toSet());
    return all.stream()
        .filter(it -> !forms.contains(PolicyForm.of(it)))
        .map(PolicyForm::name)
        .toList();
  }

  private static List<JsonNode> statements(Optional<String> policy) {
    try {
      return policy.isEmpty() ? List.of() : PolicyForm.statements(policy.get());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is not a policy", e);
    }
  }
}
