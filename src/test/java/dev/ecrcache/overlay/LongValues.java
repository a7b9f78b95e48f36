package dev.ecrcache.overlay;

import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A values file of 5,000 lines: those of {@code shapes.yaml} again and again, as components. */
final class LongValues {
  static final int LINES = 5_000;

  private LongValues() {}

  static String text() {
    var shapes = shapes();
    var values = new LinkedHashMap<String, Object>();
    // A component has two lines at least.
    for (int i = 0; i < LINES / 2; i++) {
      var shape = shapes.get(i % shapes.size());
      values.put("component" + i, Values.copy(Values.block(shape, "values")));
    }
    // In block style, any number of first lines is a whole file.
    return YamlText.write(values).lines().limit(LINES).collect(Collectors.joining("\n", "", "\n"));
  }

  static List<Map<String, Object>> shapes() {
    var shapes = (List<?>) YamlText.read(Caches.resource("shapes.yaml"));
    return shapes.stream().map(Values::block).toList();
  }
}
