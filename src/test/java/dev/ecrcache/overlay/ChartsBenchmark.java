package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.chart.OpenChart;
import dev.ecrcache.overlay.ProvenOverlay.Proven;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Proves an overlay for every chart of a folder: how many renders each takes, what is moved and
 * what stays. A file CHART.values.yaml beside a chart has the user's values.
 */
public final class ChartsBenchmark {
  private final List<Integer> renders = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();
  private int moved;
  private int elsewhere;
  private int fixed;
  private int refused;

  /** Takes the folder. */
  public static void main(String[] args) throws IOException {
    var benchmark = new ChartsBenchmark();
    try (var charts = Files.list(Path.of(args[0]))) {
      for (var chart : charts.sorted().toList()) {
        if (Files.isDirectory(chart) || chart.toString().endsWith(".tgz")) {
          benchmark.add(chart);
        }
      }
    }
    benchmark.print();
  }

  private void add(Path path) {
    var name = path.getFileName().toString();
    var users = path.resolveSibling(name + ".values.yaml");
    Map<String, Object> values = Files.exists(users) ? Chart.valuesOf(users) : Map.of();
    long start = System.nanoTime();
    try (var open = OpenChart.open(path)) {
      var proven =
          OverlayProof.of(
              open.chart(),
              values,
              Caches.CACHE,
              tried -> open.render("x", "default", KubernetesVersion.NEWEST, tried));
      renders.add(proven.renders());
      seconds.add((System.nanoTime() - start) / 1e9);
      System.out.printf(
          "%s: %d renders, %.2f s%n", name, proven.renders(), seconds.get(seconds.size() - 1));
      proven.images().forEach(this::add);
    } catch (IllegalArgumentException e) {
      refused++;
      System.out.printf("%s: refused: %s%n", name, e.getMessage());
    }
  }

  private void add(Proven image) {
    if (image.cached().isPresent()) {
      moved++;
    } else if (image.reason().isPresent()) {
      boolean rule = image.reason().get().startsWith("a rule has it");
      fixed += rule ? 1 : 0;
      elsewhere += rule ? 0 : 1;
      System.out.printf("  %s: %s%n", image.image().role().word(), image.explanation());
    }
  }

  private void print() {
    renders.sort(null);
    seconds.sort(null);
    System.out.printf(
        "%d charts proven, %d refused; renders: median %d, of nine in ten at most %d, at most %d;"
            + " seconds: median %.2f, of nine in ten at most %.2f; images: %d moved, %d without a"
            + " rule, %d that no value moves%n",
        renders.size(),
        refused,
        ofAll(renders, 0.5),
        ofAll(renders, 0.9),
        ofAll(renders, 1),
        ofAll(seconds, 0.5),
        ofAll(seconds, 0.9),
        moved,
        elsewhere,
        fixed);
  }

  private static <T> T ofAll(List<T> sorted, double share) {
    return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * share)));
  }
}
