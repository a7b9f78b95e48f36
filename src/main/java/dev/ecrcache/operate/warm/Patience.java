package dev.ecrcache.operate.warm;

import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How long one waits for what ECR imports, asking again slower and slower.
 *
 * @param first the first pause
 * @param longest for all pauses
 */
record Patience(Duration first, Duration longest) {
  private static final Duration SLOWEST = Duration.ofSeconds(15);

  /**
   * Asks until nothing is missing, or patience is at its end.
   *
   * @param ask takes what is asked for, and gives what is missing of it
   * @return what is missing at the end
   */
  <T> Set<T> until(Set<T> wanted, UnaryOperator<Set<T>> ask) {
    var missing = ask.apply(wanted);
    var pause = first;
    for (var waited = Duration.ZERO;
        !missing.isEmpty() && waited.compareTo(longest) < 0;
        waited = waited.plus(pause)) {
      pause = waited.isZero() ? first : shorter(pause.multipliedBy(2), SLOWEST);
      sleep(pause);
      missing = ask.apply(missing);
    }
    return missing;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
