package dev.ecrcache.operate.doctor;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What the doctor found in one account.
 *
 * @param account what it is called: its stack, else its id
 * @param accountId its twelve digits
 * @param region the Region
 * @param findings in the order of their topics
 * @param changes what would make repositories like their templates
 */
public record Examination(
    String account, String accountId, String region, List<Finding> findings, List<Change> changes) {
  /** The findings, the worst first; the steps of a pull stay in their order. */
  public List<Finding> shown() {
    var isPull = findings.stream().anyMatch(it -> it.topic() == Topic.PULL);
    return isPull
        ? findings
        : findings.stream().sorted(Comparator.comparing(Finding::level)).toList();
  }

  /** Whether nothing is known: AWS answered no question. */
  public static boolean isUnknown(Set<Level> levels) {
    return levels.equals(Set.of(Level.NOT_ASKED));
  }
}
