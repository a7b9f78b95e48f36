package dev.ecrcache.operate.doctor;

import dev.ecrcache.operate.AwsRefusalException;

/** Looks at one part of a cache. */
interface Check {
  /** What it looks at. */
  Topic topic();

  /**
   * Looks.
   *
   * @throws AwsRefusalException if AWS refuses what all the rest depends on
   */
  void look(Findings findings);
}
