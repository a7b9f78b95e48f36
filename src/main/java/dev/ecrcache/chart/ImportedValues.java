package dev.ecrcache.chart;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a chart takes from the values of its sub-charts with {@code import-values}. */
final class ImportedValues {
  private ImportedValues() {}

  /**
   * The values that Helm adds to those of a chart, which go before them.
   *
   * @param dependencies the sub-charts as the chart declares them
   * @param effective the values of the chart, those of its sub-charts under their names; the user's
   *     are not imported
   */
  static Map<String, Object> of(
      List<Map<String, Object>> dependencies, Map<String, Object> effective) {
    var imported = Map.<String, Object>of();
    for (var dependency : dependencies) {
      var name = String.valueOf(dependency.getOrDefault("alias", dependency.get("name")));
      var values = Values.block(effective, name);
      if (dependency.get("import-values") instanceof List<?> list) {
        for (var entry : list) {
          imported = Values.over(imported, imported(entry, values));
        }
      }
    }
    return imported;
  }

  private static Map<String, Object> imported(Object entry, Map<String, Object> values) {
    if (entry instanceof Map<?, ?>) {
      var block = Values.block(entry);
      var found = Values.block(path(String.valueOf(block.get("child"))).in(values));
      return under(path(String.valueOf(block.get("parent"))).steps(), found);
    }
    return Values.block(path("exports." + entry).in(values));
  }

  private static Map<String, Object> under(List<Object> steps, Map<String, Object> values) {
    if (steps.isEmpty() || values.isEmpty()) {
      return values;
    }
    var outer = new LinkedHashMap<String, Object>();
    outer.put((String) steps.get(0), under(steps.subList(1, steps.size()), values));
    return outer;
  }

  private static ValuePath path(String text) {
    return new ValuePath(
        Arrays.stream(text.split("\\."))
            .filter(it -> !it.isEmpty())
            .map(Object.class::cast)
            .toList());
  }
}
