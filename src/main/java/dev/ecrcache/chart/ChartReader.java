package dev.ecrcache.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a {@link Chart} of its files. */
final class ChartReader {
  private static final int DEEPEST = 16;

  private final ChartFiles files;
  private final List<Chart> bundled = new ArrayList<>();

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
      reader.bundled.add(read(inner, depth + 1));
    }
    return reader.chart(name.get(), Values.text(chart.get("version")).orElse(""), chart);
  }

  private Chart chart(String name, String version, Map<String, Object> chart) {
    // Charts of apiVersion v1 declare them in a file of their own.
    var declared =
        blocks(chart.containsKey("dependencies") ? chart : files.read("requirements.yaml"));
    var named = files.templateValues();
    var read = new Chart(name, version, files.read("values.yaml"), named, dependencies(declared));
    var imported = ImportedValues.of(declared, read.effectiveValues(Map.of()));
    var defaults = Values.over(read.defaults(), imported);
    return imported.isEmpty()
        ? read
        : new Chart(name, version, defaults, named, read.dependencies());
  }

  private List<Chart.Dependency> dependencies(List<Map<String, Object>> declared) {
    var locked = blocks(files.read("Chart.lock"));
    var dependencies = new ArrayList<Chart.Dependency>();
    var rest = new ArrayList<>(bundled);
    for (int i = 0; i < declared.size(); i++) {
      var exact = declared.size() == locked.size() ? locked.get(i) : declared.get(i);
      var dependency = dependency(declared.get(i), Values.text(exact.get("version")).orElse(""));
      dependencies.add(dependency);
      rest.removeIf(it -> it.name().equals(dependency.chart().name()));
    }
    rest.forEach(it -> dependencies.add(new Chart.Dependency(it.name(), "", List.of(), it)));
    return dependencies;
  }

  private Chart.Dependency dependency(Map<String, Object> declared, String version) {
    var name = Values.text(declared.get("name")).orElse("");
    var tags = new ArrayList<String>();
    if (declared.get("tags") instanceof List<?> list) {
      list.forEach(tag -> tags.add(String.valueOf(tag)));
    }
    return new Chart.Dependency(
        Values.text(declared.get("alias")).orElse(name),
        Values.text(declared.get("condition")).orElse(""),
        tags,
        bundled(name, version));
  }

  /** The sub-chart of a name; where there are several, that of the version. */
  private Chart bundled(String name, String version) {
    var named = bundled.stream().filter(it -> it.name().equals(name)).toList();
    return named.stream()
        .filter(it -> it.version().equals(version))
        .findFirst()
        .or(() -> named.stream().findFirst())
        .orElseThrow(
            () ->
                files.refusal(
                    "its dependency '%s' is missing in charts/; run: helm dependency build"
                        .formatted(name)));
  }

  private static List<Map<String, Object>> blocks(Map<String, Object> file) {
    return file.get("dependencies") instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(Values::block).toList()
        : List.of();
  }
}
