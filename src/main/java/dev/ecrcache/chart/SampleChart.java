package dev.ecrcache.chart;

import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A chart whose images are known, with the defaults of its release.
 *
 * @param name the sample's name, which the release bears too
 * @param chart the chart's name in its repository
 * @param repository the URL of the Helm repository
 * @param version the chart's version
 * @param namespace the namespace of the release
 * @param images every image of the chart
 */
public record SampleChart(
    String name,
    String chart,
    String repository,
    String version,
    String namespace,
    List<ImageValue> images) {
  /** The host where only the rules matter; no account has this id. */
  private static final String ANY_HOST = "000000000000.dkr.ecr.us-east-1.amazonaws.com";

  /**
   * NATS, the messaging server, with its configuration reloader, its exporter for Prometheus and
   * its tool box.
   *
   * @see <a href="https://github.com/nats-io/k8s/tree/main/helm/charts/nats">The chart</a>
   */
  public static final SampleChart NATS =
      new SampleChart(
          "nats",
          "nats",
          "https://nats-io.github.io/k8s/helm/charts/",
          "1.1.9",
          "nats",
          List.of(
              new ImageValue("container.image", true, "nats"),
              new ImageValue("reloader.image", true, "natsio/nats-server-config-reloader"),
              new ImageValue("promExporter.image", true, "natsio/prometheus-nats-exporter"),
              new ImageValue("natsBox.container.image", true, "natsio/nats-box")));

  /**
   * ExternalDNS, which writes the DNS records of services and ingresses.
   *
   * @see <a
   *     href="https://github.com/kubernetes-sigs/external-dns/tree/master/charts/external-dns">The
   *     chart</a>
   */
  public static final SampleChart EXTERNAL_DNS =
      new SampleChart(
          "external-dns",
          "external-dns",
          "https://kubernetes-sigs.github.io/external-dns/",
          "1.15.0",
          "external-dns",
          List.of(
              new ImageValue("image", false, "registry.k8s.io/external-dns/external-dns"),
              new ImageValue("provider.webhook.image", false, null)));

  /** All samples, by their names. */
  public static final Map<String, SampleChart> ALL =
      new TreeMap<>(Map.of(NATS.name, NATS, EXTERNAL_DNS.name, EXTERNAL_DNS));

  /**
   * Values with which the chart's images come from a cache.
   *
   * @param values the user's values with every image of the chart moved
   * @param images by upstream reference, the cached reference; both without tag
   */
  public record Moved(Map<String, Object> values, Map<String, String> images) {}

  /**
   * Moves every image of the chart to a cache, those in the user's values too.
   *
   * @param values the user's values, which stay as they are
   * @throws IllegalArgumentException if no rule of the cache has an image's registry; the message
   *     names both
   */
  public Moved move(Map<String, Object> values, CachedImages cache) {
    var moved = copy(values);
    var names = new LinkedHashMap<String, String>();
    for (var place : images) {
      place
          .read(values)
          .ifPresent(
              image -> {
                var cached = cached(image, place, cache);
                place.write(moved, cached);
                names.put(image.toString(), cached.toString());
              });
    }
    return new Moved(moved, names);
  }

  private static ImageReference cached(ImageReference image, ImageValue place, CachedImages cache) {
    var resolution = cache.resolve(image);
    return resolution
        .fromEcr()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the image %s at %s cannot come from the cache: %s"
                        .formatted(image, place.path(), resolution.reason().orElseThrow())));
  }

  /** Whether a cache with these rules has every image; if not, the reason. */
  public Optional<String> uncached(Map<String, Object> values, List<CacheRule> rules) {
    try {
      move(values, new CachedImages(ANY_HOST, rules));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage().replace(" at " + ANY_HOST, ""));
    }
  }

  private static Map<String, Object> copy(Map<?, ?> values) {
    var copy = new LinkedHashMap<String, Object>();
    values.forEach(
        (key, value) ->
            copy.put(key.toString(), value instanceof Map<?, ?> inner ? copy(inner) : value));
    return copy;
  }
}
