package dev.ecrcache.chart;

import java.nio.file.Path;
import java.util.Map;

/**
 * Renders a chart once.
 *
 * @param chart a folder or an archive
 */
public record ChartRenderer(Path chart) {

  /** As {@link OpenChart#render}, for the newest Kubernetes. */
  public String render(String release, String namespace, Map<String, Object> values) {
    try (var open = OpenChart.open(chart)) {
      return open.render(release, namespace, KubernetesVersion.NEWEST, values);
    }
  }
}
