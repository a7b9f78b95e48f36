package dev.ecrcache.distribution;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often, and after what pause, a request is repeated that a registry throttles or fails.
 *
 * @param attempts how often it is sent at most
 * @param first the longest pause before the second attempt; each further one is up to twice as long
 * @param longest the longest pause of all, also of those that the registry asks for
 */
public record BackOff(int attempts, Duration first, Duration longest) {
  /** Up to about a minute and a half in all. */
  public static final BackOff USUAL =
      new BackOff(8, Duration.ofMillis(500), Duration.ofSeconds(30));

  /**
   * The pause before the next attempt.
   *
   * @param sent how often the request was sent
   * @param asked what the registry asks for, in its header Retry-After
   */
  Duration pause(int sent, Optional<Duration> asked) {
    var most = Math.min(longest.toMillis(), first.toMillis() << Math.min(sent - 1, 20));
    // From half of it, so that those who were refused together do not come again together.
    var millis = ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    return Duration.ofMillis(
        Math.max(millis, Math.min(asked.map(Duration::toMillis).orElse(0L), longest.toMillis())));
  }
}
