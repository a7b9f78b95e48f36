package dev.ecrcache.operate.doctor;

import dev.ecrcache.operate.AwsRefusalException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The steps of one pull, as findings in their order. */
final class Steps {
  private final Findings findings = new Findings(Topic.PULL);
  private final Set<String> notAsked = new HashSet<>();
  private boolean stopped;

  List<Finding> all() {
    return findings.all();
  }

  /** Whether nothing has stopped the pull. */
  boolean goOn() {
    return !stopped;
  }

  void passed(String step, String what) {
    findings.add(Level.FINE, step, what, "", "", List.of());
  }

  /** Something that is only so at a later pull. */
  void later(String step, String what, String mend) {
    findings.note(step, what, "", mend);
  }

  void unknown(String step, String what, String mend) {
    findings.add(Level.NOT_ASKED, step, what, "nothing is known about it", mend, List.of());
  }

  void stops(String step, String what, Symptom symptom, String mend) {
    stops(step, what, "the pull ends here; the kubelet says: " + symptom.said(), mend);
  }

  /** The same where the kubelet says nothing of the cache. */
  void stops(String step, String what, String why, String mend) {
    stopped = true;
    findings.error(step, what, why, mend);
  }

  /** The answer to a question; empty if AWS does not give one, which is said once. */
  <T> Optional<T> ask(String step, Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (AwsRefusalException e) {
      if (notAsked.add(e.getMessage())) {
        findings.notAsked(step, e);
      }
      return Optional.empty();
    }
  }
}
