package dev.ecrcache.operate.contents;

import java.util.Locale;

/**
 * How bad a finding is, the worst first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html">ImageScanFinding</a>
 */
public enum Severity {
  CRITICAL,
  HIGH,
  MEDIUM,
  LOW,
  INFORMATIONAL,
  /** Of which nobody has judged it yet: {@code UNDEFINED} or {@code UNTRIAGED}. */
  UNDEFINED;

  /** The one that ECR means. */
  static Severity of(String word) {
    for (var severity : values()) {
      if (severity.name().equals(word)) {
        return severity;
      }
    }
    return UNDEFINED;
  }

  /** Whether it is as bad as another, or worse. */
  public boolean isAtLeast(Severity other) {
    return compareTo(other) <= 0;
  }

  /** Its lower-case word. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
