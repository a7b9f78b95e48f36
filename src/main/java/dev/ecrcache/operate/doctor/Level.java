package dev.ecrcache.operate.doctor;

/** How much a finding matters, the worst first. */
public enum Level {
  /** Pulls fail, or somebody may do what nobody meant. */
  ERROR("error"),
  /** Pulls will fail, or the cache is not what was promised. */
  WARNING("warning"),
  /** AWS did not answer, so that nothing is known. */
  NOT_ASKED("not asked"),
  /** Good to know. */
  NOTE("note"),
  /** It was looked at, and is as it should be. */
  FINE("fine");

  private final String word;

  Level(String word) {
    this.word = word;
  }

  /** The level in a word or two. */
  public String word() {
    return word;
  }

  /** Whether somebody should do something. */
  public boolean isFinding() {
    return this == ERROR || this == WARNING;
  }
}
