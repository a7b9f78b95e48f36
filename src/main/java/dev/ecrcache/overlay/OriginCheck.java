package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The switch of Bitnami's charts, which do not render with images of a registry other than their
 * own until it is on.
 */
final class OriginCheck {
  static final ValuePath SWITCH =
      ValuePath.ROOT.then("global").then("security").then("allowInsecureImages");

  private OriginCheck() {}

  /** Whether a chart does not render because of the check. */
  static boolean isRefusal(String message) {
    return message != null && message.contains("allowInsecureImages");
  }

  /** Where a chart and its sub-charts have the switch, and it is off. */
  static List<ValuePath> switches(Chart chart, Map<String, Object> values) {
    var switches = new ArrayList<ValuePath>();
    collect(ValuePath.ROOT, chart, values, switches);
    return switches;
  }

  private static void collect(
      ValuePath path, Chart chart, Map<String, Object> values, List<ValuePath> switches) {
    // What stands here under global holds in the sub-charts too.
    if (SWITCH.in(chart.defaults()) instanceof Boolean) {
      if (!Boolean.TRUE.equals(SWITCH.in(values))) {
        switches.add(path.then(SWITCH));
      }
      return;
    }
    for (var dependency : chart.dependencies()) {
      var inner = Values.block(values, dependency.name());
      collect(path.then(dependency.name()), dependency.chart(), inner, switches);
    }
  }
}
