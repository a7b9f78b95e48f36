package dev.ecrcache.chart;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file of a chart.
 *
 * @param name its path within the chart
 * @param data its bytes
 * @param inner the files in it, where it is the archive of a sub-chart
 */
record ChartEntry(String name, byte[] data, Optional<List<ChartEntry>> inner) {
  // Helm skips sub-charts whose names begin with a dot or an underscore.
  private static final Pattern SUBCHART =
      Pattern.compile("(charts/[^/._][^/]*/)*charts/[^/._][^/]*\\.tgz");

  /** Whether a file of this name is the archive of a sub-chart. */
  static boolean isSubchart(String name) {
    return SUBCHART.matcher(name).matches();
  }
}
