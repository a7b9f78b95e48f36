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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Proves an overlay for every chart of a folder: how many renders each takes, how long that is
 * beside one render by the same Helm, what is moved and what stays. A file CHART.values.yaml beside
 * a chart has the user's values.
 */
public final class ChartsBenchmark {
  private final List<Integer> renders = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();
  private final List<Double> ratios = new ArrayList<>();
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
    try (var open = OpenChart.open(path)) {
      Function<Map<String, Object>, String> render =
          tried -> open.render("x", "default", KubernetesVersion.NEWEST, tried);
      // Helm's process is started by the first of all.
      render.apply(values);
      double one = secondsOf(() -> render.apply(values));
      var proven = new AtomicReference<ProvenOverlay>();
      double all =
          secondsOf(() -> proven.set(OverlayProof.of(open.chart(), values, Caches.CACHE, render)));
      renders.add(proven.get().renders());
      seconds.add(all);
      ratios.add(all / one);
      System.out.printf(
          "%s: %d renders, %.2f s, %.1f times one%n", name, proven.get().renders(), all, all / one);
      proven.get().images().forEach(this::add);
    } catch (IllegalArgumentException e) {
      refused++;
      System.out.printf("%s: refused: %s%n", name, e.getMessage());
    }
  }

  private static double secondsOf(Runnable task) {
    long start = System.nanoTime();
    task.run();
    return (System.nanoTime() - start) / 1e9;
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
    ratios.sort(null);
    System.out.printf(
        "%d charts proven, %d refused; renders: median %d, of nine in ten at most %d, at most %d;"
            + " seconds: median %.2f, of nine in ten at most %.2f, at most %.2f; ratio to one"
            + " render: median %.1f, of nine in ten at most %.1f, at most %.1f; images: %d moved,"
            + " %d without a rule, %d that no value moves%n",
        renders.size(),
        refused,
        ofAll(renders, 0.5),
        ofAll(renders, 0.9),
        ofAll(renders, 1),
        ofAll(seconds, 0.5),
        ofAll(seconds, 0.9),
        ofAll(seconds, 1),
        ofAll(ratios, 0.5),
        ofAll(ratios, 0.9),
        ofAll(ratios, 1),
        moved,
        elsewhere,
        fixed);
  }

  private static <T> T ofAll(List<T> sorted, double share) {
    return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * share)));
  }
}
