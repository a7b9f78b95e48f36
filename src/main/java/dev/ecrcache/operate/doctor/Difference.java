package dev.ecrcache.operate.doctor;

import java.util.Optional;

/**
 * What a repository has otherwise than the template by which it would be made today.
 *
 * @param kind what is different
 * @param template the prefix of the template
 * @param repository the repository's name
 * @param what in words, the same for all repositories that differ alike
 * @param change what makes it like the template; empty where ECR cannot change it
 */
record Difference(
    Kind kind, String template, String repository, String what, Optional<Change> change) {
  /** What can be different. */
  enum Kind {
    TAG_MUTABILITY("a tag moves, or does not move, otherwise than in new repositories"),
    LIFECYCLE("images expire otherwise than in new repositories, or never"),
    POLICY("other accounts may pull from it otherwise than from new repositories, or not at all"),
    TAGS("costs and rules that go by tags miss it"),
    ENCRYPTION("its images are encrypted otherwise than those of new repositories");

    private final String why;

    Kind(String why) {
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /** Those that are told as one. */
  record Group(Kind kind, String template, String what, boolean canChange) {}

  Group group() {
    return new Group(kind, template, what, change.isPresent());
  }
}
