package dev.ecrcache.chart;

import java.util.Map;
import java.util.TreeMap;

/**
 * A chart that many begin with, and the defaults of its release.
 *
 * @param chart the chart's name in its repository
 * @param repository the URL of the Helm repository
 * @param version the chart's version
 * @param namespace the namespace of the release
 * @param images the values that name its images, for where the chart cannot be read
 */
public record SampleChart(
    String chart, String repository, String version, String namespace, Map<String, Object> images) {

  /** The samples by name, which their releases bear too. */
  public static final Map<String, SampleChart> ALL =
      new TreeMap<>(Map.of("nats", nats(), "external-dns", externalDns()));

  // https://github.com/nats-io/k8s/tree/main/helm/charts/nats
  private static SampleChart nats() {
    return new SampleChart(
        "nats",
        "https://nats-io.github.io/k8s/helm/charts/",
        "1.1.9",
        "nats",
        Map.of(
            "container", image("nats"),
            "reloader", image("natsio/nats-server-config-reloader"),
            "promExporter", image("natsio/prometheus-nats-exporter"),
            "natsBox", Map.of("container", image("natsio/nats-box"))));
  }

  // https://github.com/kubernetes-sigs/external-dns/tree/master/charts/external-dns
  private static SampleChart externalDns() {
    return new SampleChart(
        "external-dns",
        "https://kubernetes-sigs.github.io/external-dns/",
        "1.15.0",
        "external-dns",
        Map.of("image", Map.of("repository", "registry.k8s.io/external-dns/external-dns")));
  }

  private static Map<String, Object> image(String repository) {
    return Map.of("image", Map.of("registry", "docker.io", "repository", repository));
  }
}
