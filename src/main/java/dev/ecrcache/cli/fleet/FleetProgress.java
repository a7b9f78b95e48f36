package dev.ecrcache.cli.fleet;

import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.fleet.Operation;
import dev.ecrcache.fleet.Outcome;
import dev.ecrcache.fleet.Outcome.Result;
import dev.ecrcache.fleet.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells on standard error when a stack begins and how it ended, a line each. */
public final class FleetProgress implements Progress {
  private final Operation operation;
  private final int width;
  private final PrintWriter errors;

  public FleetProgress(Operation operation, List<String> stacks, PrintWriter errors) {
    this.operation = operation;
    this.width = stacks.stream().mapToInt(String::length).max().orElse(0);
    this.errors = errors;
  }

  @Override
  public void started(String stack) {
    print(stack, "begins");
  }

  @Override
  public void ended(Outcome outcome) {
    if (outcome.result() == Result.NOT_STARTED) {
      return;
    }
    var end =
        outcome
            .reason()
            .map(reason -> "%s: %s".formatted(outcome.result().word(), reason))
            .orElse(operation.tell(outcome.changes()));
    print(outcome.stack(), outcome.began() ? "%s  %d s".formatted(end, outcome.seconds()) : end);
  }

  /** All in one line, and where to read more. */
  public void summary(List<Outcome> outcomes, Path logs) {
    var results =
        outcomes.stream()
            .collect(Collectors.groupingBy(Outcome::result, TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(result -> "%d %s".formatted(result.getValue(), result.getKey().word()))
            .collect(Collectors.joining(", "));
    errors.println(results.isEmpty() ? "nothing to do" : results);
    if (operation != Operation.PREVIEW && !outcomes.stream().allMatch(Outcome::succeeded)) {
      errors.println("--only-failed repeats what did not succeed");
    }
    if (outcomes.stream().anyMatch(outcome -> outcome.log().isPresent())) {
      errors.println("logs: " + logs);
    }
  }

  void interrupted() {
    errors.println("interrupted: no further stack begins; waiting for what is in flight …");
  }

  private void print(String stack, String text) {
    errors.println(
        Printable.of(("%-" + width + "s  %s  %s").formatted(stack, operation.word(), text)));
  }
}
