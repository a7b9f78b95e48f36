package dev.ecrcache.chart;

import java.nio.file.Path;
import java.util.Map;

/** A program that renders a chart, to be watched and killed by {@link SealedProcessTest}. */
final class RenderProgram {
  private RenderProgram() {}

  /** Renders the chart at a path, and prints what it renders to. */
  public static void main(String[] args) {
    try (var chart = OpenChart.open(Path.of(args[0]))) {
      System.out.println("opened " + chart.chart().name());
      System.out.print(chart.render("r", "n", KubernetesVersion.NEWEST, Map.of()));
    }
  }
}
