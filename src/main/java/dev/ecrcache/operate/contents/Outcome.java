package dev.ecrcache.operate.contents;

import java.util.Locale;
import java.util.Optional;

/**
 * What became of one image that was to go, or of the repository.
 *
 * @param digest of the image; empty for the repository
 * @param problem what ECR said; empty if it is deleted
 */
public record Outcome(
    String repository, Optional<String> digest, Result result, Optional<String> problem) {

  /** What became of it, in a word. */
  public enum Result {
    /** It is deleted. */
    DELETED,
    /** An index that stays names it. */
    NAMED,
    /** It was pulled, tagged or pushed since the plan was made, or its subject stays. */
    CHANGED,
    /** It was gone already. */
    GONE,
    /** ECR did not delete it. */
    FAILED,
    /** AWS refused before it was deleted, as {@link Cleaning#refusal} tells. */
    REFUSED;

    /** Its lower-case word. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
