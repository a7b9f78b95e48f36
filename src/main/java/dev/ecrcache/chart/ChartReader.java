package dev.ecrcache.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a {@link Chart} of its files. */
final class ChartReader {
  private static final int DEEPEST = 16;

  private final ChartFiles files;
  private final Map<String, Chart> bundled = new LinkedHashMap<>();

  private ChartReader(ChartFiles files) {
    this.files = files;
  }

  static Chart read(ChartFiles files, int depth) {
    if (depth > DEEPEST) {
      throw files.refusal("its sub-charts are nested more than %d deep".formatted(DEEPEST));
    }
    var chart = files.read("Chart.yaml");
    if (chart.isEmpty()) {
      throw files.refusal("it is not a chart: it has no Chart.yaml, or nothing in it");
    }
    var name = Values.text(chart.get("name"));
    if (name.isEmpty()) {
      throw files.refusal("Chart.yaml has no name");
    }
    var reader = new ChartReader(files);
    for (var inner : files.subcharts()) {
      var subchart = read(inner, depth + 1);
      reader.bundled.put(subchart.name(), subchart);
    }
    return new Chart(
        name.get(),
        Values.text(chart.get("version")).orElse(""),
        files.read("values.yaml"),
        reader.dependencies(chart));
  }

  private List<Chart.Dependency> dependencies(Map<String, Object> chart) {
    // Charts of apiVersion v1 declare them in a file of their own.
    var declared =
        chart.containsKey("dependencies")
            ? chart.get("dependencies")
            : files.read("requirements.yaml").get("dependencies");
    var dependencies = new ArrayList<Chart.Dependency>();
    var rest = new LinkedHashMap<>(bundled);
    if (declared instanceof List<?> list) {
      for (var entry : list) {
        if (entry instanceof Map<?, ?> map) {
          var dependency = dependency(Values.copy(map));
          dependencies.add(dependency);
          rest.remove(dependency.chart().name());
        }
      }
    }
    rest.forEach((name, sub) -> dependencies.add(new Chart.Dependency(name, "", List.of(), sub)));
    return dependencies;
  }

  private Chart.Dependency dependency(Map<String, Object> declared) {
    var name = Values.text(declared.get("name")).orElse("");
    var chart = bundled.get(name);
    if (chart == null) {
      throw files.refusal(
          "its dependency '%s' is missing in charts/; run: helm dependency build".formatted(name));
    }
    var tags = new ArrayList<String>();
    if (declared.get("tags") instanceof List<?> list) {
      list.forEach(tag -> tags.add(String.valueOf(tag)));
    }
    return new Chart.Dependency(
        Values.text(declared.get("alias")).orElse(name),
        Values.text(declared.get("condition")).orElse(""),
        tags,
        chart);
  }
}
