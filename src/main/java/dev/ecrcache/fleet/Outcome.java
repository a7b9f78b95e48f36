package dev.ecrcache.fleet;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one stack.
 *
 * @param stack its name
 * @param result how it ended
 * @param changes how many resources by the engine's word for what it did to them
 * @param reason why it did not succeed, in one line
 * @param seconds how long it took
 * @param log what the engine printed, where it did not succeed
 */
public record Outcome(
    String stack,
    Result result,
    Map<String, Integer> changes,
    Optional<String> reason,
    long seconds,
    Optional<Path> log) {

  /** How a stack ended. */
  public enum Result {
    /** All that was to be done is done. */
    SUCCEEDED,
    /** The engine or the program refused or failed. */
    FAILED,
    /** Another stack, which it needs or serves, is in its way. */
    SKIPPED,
    /** It was stopped; what was in flight is finished and saved. */
    INTERRUPTED,
    /** The run was stopped before its turn. */
    NOT_STARTED;

    /** The word for people and scripts. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  static Outcome success(String stack, Map<String, Integer> changes, long seconds) {
    return new Outcome(
        stack, Result.SUCCEEDED, changes, Optional.empty(), seconds, Optional.empty());
  }

  /** A stack that never ran. */
  static Outcome without(String stack, Result result, String reason) {
    return new Outcome(stack, result, Map.of(), Optional.of(reason), 0, Optional.empty());
  }

  /** Whether it began at all. */
  public boolean began() {
    return result != Result.SKIPPED && result != Result.NOT_STARTED;
  }

  /** Whether all that was to be done is done. */
  public boolean succeeded() {
    return result == Result.SUCCEEDED;
  }
}
