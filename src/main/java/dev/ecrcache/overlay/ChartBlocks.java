package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import java.util.List;
import java.util.Map;

/** Goes through the values of a chart and of its enabled sub-charts. */
final class ChartBlocks {
  private static final String GLOBAL = "global";

  /** Is shown every value. */
  interface Visitor {
    /**
     * @param path the place
     * @param block the block in which it is; null in a list
     * @param value what stands there
     */
    void value(ValuePath path, Map<String, Object> block, Object value);
  }

  private final Visitor visitor;

  private ChartBlocks(Visitor visitor) {
    this.visitor = visitor;
  }

  /**
   * Shows every value once: what a chart has of {@code global} from one around it, it has there.
   */
  static void visit(Chart chart, Map<String, Object> effective, Visitor visitor) {
    new ChartBlocks(visitor).chart(ValuePath.ROOT, chart, effective, Map.of());
  }

  private void chart(
      ValuePath path, Chart chart, Map<String, Object> values, Map<String, Object> outer) {
    var own = Values.copy(values);
    var global = Values.without(Values.block(values, GLOBAL), outer);
    if (!outer.isEmpty()) {
      own.put(GLOBAL, global);
    }
    chart.dependencies().forEach(dependency -> own.remove(dependency.name()));
    value(path, null, own);
    for (var dependency : chart.dependencies()) {
      if (dependency.isEnabled(values)) {
        chart(
            path.then(dependency.name()),
            dependency.chart(),
            Values.block(values, dependency.name()),
            Values.block(values, GLOBAL));
      }
    }
  }

  private void value(ValuePath path, Map<String, Object> block, Object value) {
    if (!path.steps().isEmpty()) {
      visitor.value(path, block, value);
    }
    if (value instanceof Map<?, ?>) {
      var inner = Values.block(value);
      inner.forEach((key, each) -> value(path.then(key), inner, each));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        value(path.then(i), null, list.get(i));
      }
    }
  }
}
