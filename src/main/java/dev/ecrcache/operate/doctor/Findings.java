package dev.ecrcache.operate.doctor;

import dev.ecrcache.operate.AwsRefusalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Collects what the check of one topic finds. */
final class Findings {
  private final Topic topic;
  private final List<Finding> all = new ArrayList<>();

  Findings(Topic topic) {
    this.topic = topic;
  }

  List<Finding> all() {
    return List.copyOf(all);
  }

  void error(String where, String what, String why, String mend) {
    add(Level.ERROR, where, what, why, mend, List.of());
  }

  void warning(String where, String what, String why, String mend) {
    add(Level.WARNING, where, what, why, mend, List.of());
  }

  void note(String where, String what, String why, String mend) {
    add(Level.NOTE, where, what, why, mend, List.of());
  }

  void add(
      Level level, String where, String what, String why, String mend, List<String> resources) {
    all.add(new Finding(topic, level, where, what, why, mend, resources));
  }

  /** Says what was looked at, unless something was found there. */
  void fineUnlessFound(String where, String what) {
    if (all.stream().noneMatch(it -> it.level().isFinding() || it.level() == Level.NOT_ASKED)) {
      add(Level.FINE, where, what, "", "", List.of());
    }
  }

  /** The answer to a question; empty if AWS does not give one, which is said. */
  <T> Optional<T> ask(String where, Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (AwsRefusalException e) {
      notAsked(where, e);
      return Optional.empty();
    }
  }

  void notAsked(String where, AwsRefusalException e) {
    notAsked(where, e, List.of());
  }

  void notAsked(String where, AwsRefusalException e, List<String> resources) {
    add(
        Level.NOT_ASKED,
        where,
        e.getMessage(),
        "nothing is known about it; it may be fine or not",
        remedy(e),
        resources);
  }

  private static String remedy(AwsRefusalException e) {
    if (!(e.getCause() instanceof AwsServiceException answered)) {
      return "see that AWS can be reached from here, and run doctor again";
    }
    if (answered.isThrottlingException()) {
      return "wait a minute, and run doctor again";
    }
    return "let these credentials do that, and run doctor again";
  }
}
