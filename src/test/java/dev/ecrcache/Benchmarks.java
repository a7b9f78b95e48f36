package dev.ecrcache;

import dev.ecrcache.image.ReferencesBenchmark;
import dev.ecrcache.overlay.OverlayBenchmark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs what JMH measures, round by round and each in a JVM of its own, so that ratios hold on a
 * busy machine. These JVMs compile and collect in the foreground, as nothing in the background can
 * be relied on there.
 */
final class Benchmarks {
  private static final int ROUNDS = 5;

  private final List<Map<String, Double>> rounds = new ArrayList<>();

  private Benchmarks() {}

  /** Prints the medians, and their ratios round by round. */
  public static void main(String[] arguments) throws RunnerException {
    var benchmarks = new Benchmarks();
    for (int round = 1; round <= ROUNDS; round++) {
      System.out.printf("round %d of %d%n", round, ROUNDS);
      benchmarks.rounds.add(round());
    }
    benchmarks.report();
  }

  private static Map<String, Double> round() throws RunnerException {
    var options =
        new OptionsBuilder()
            .include(ReferencesBenchmark.class.getName())
            .include(OverlayBenchmark.class.getName())
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    var scores = new HashMap<String, Double>();
    for (var result : new Runner(options).run()) {
      var primary = result.getPrimaryResult();
      scores.put(primary.getLabel(), primary.getScore());
    }
    return scores;
  }

  private void report() {
    System.out.printf("references a second, in millions%n");
    for (var rate :
        List.of(
            "parse",
            "resolve",
            "parseAndResolve",
            "jib",
            "testcontainers",
            "testcontainersValidated")) {
      line(rate, round -> round.get(rate) / 1e6);
    }
    System.out.printf("ratio to the faster of jib and testcontainers%n");
    for (var rate : List.of("parse", "resolve", "parseAndResolve")) {
      line(
          rate, round -> round.get(rate) / Math.max(round.get("jib"), round.get("testcontainers")));
    }
    System.out.printf("a values file of 5,000 lines, in milliseconds%n");
    for (var time : List.of("overlay", "loadAndOverlay", "snakeYaml")) {
      line(time, round -> round.get(time));
    }
    System.out.printf("ratio to snakeYaml%n");
    for (var time : List.of("overlay", "loadAndOverlay")) {
      line(time, round -> round.get(time) / round.get("snakeYaml"));
    }
  }

  private void line(String name, ToDoubleFunction<Map<String, Double>> figure) {
    var sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    System.out.printf(
        "  %-24s %6.2f (%.2f to %.2f)%n", name, sorted[ROUNDS / 2], sorted[0], sorted[ROUNDS - 1]);
  }
}
