package dev.ecrcache.chart;

import dev.ecrcache.image.PublicText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The files of a chart that say what its values are, sub-charts included.
 *
 * @param place where they come from, for messages
 * @param files their bytes by their paths within the chart; an archive is a folder
 */
record ChartFiles(String place, Map<String, byte[]> files) {
  private static final String CHARTS = "charts/";

  /** The files of each sub-chart, by folder or archive. */
  Iterable<ChartFiles> subcharts() {
    var names = new TreeSet<String>();
    for (var path : files.keySet()) {
      if (path.startsWith(CHARTS)) {
        names.add(path.substring(CHARTS.length()).split("/", 2)[0]);
      }
    }
    return names.stream().map(this::subchart).toList();
  }

  private ChartFiles subchart(String name) {
    var prefix = CHARTS + name + "/";
    var inner = new LinkedHashMap<String, byte[]>();
    files.forEach(
        (path, bytes) -> {
          if (path.startsWith(prefix)) {
            inner.put(path.substring(prefix.length()), bytes);
          }
        });
    return new ChartFiles(place + "/" + prefix.substring(0, prefix.length() - 1), inner);
  }

  /** The values that the templates name. */
  List<ValuePath> templateValues() {
    return TemplateValues.read(files.getOrDefault(TemplateValues.FILE, new byte[0]));
  }

  /** The block in a file; empty if there is no such file or nothing in it. */
  Map<String, Object> read(String name) {
    var bytes = files.get(name);
    if (bytes == null) {
      return Map.of();
    }
    Object document;
    try {
      document = YamlText.read(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw refusal(place, name + ": " + e.getMessage());
    }
    if (document != null && !(document instanceof Map<?, ?>)) {
      throw refusal(place, name + " is not a block of keys");
    }
    return document == null ? Map.of() : Values.copy((Map<?, ?>) document);
  }

  IllegalArgumentException refusal(String reason) {
    return refusal(place, reason);
  }

  private static IllegalArgumentException refusal(String place, String reason) {
    return new IllegalArgumentException("chart %s: %s".formatted(PublicText.ofUrl(place), reason));
  }
}
