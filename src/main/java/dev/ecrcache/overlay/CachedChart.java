package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.chart.OpenChart;
import dev.ecrcache.chart.Values;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.overlay.ProvenOverlay.Proven;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A chart and a user's values, whose images come from a cache as far as its rules go. Where the
 * cache is may be known later.
 */
public final class CachedChart {
  /** The host where only the rules matter; no account has this id. */
  private static final String ANY_HOST = "000000000000.dkr.ecr.us-east-1.amazonaws.com";

  private final Map<String, Object> values;
  private final Map<String, Object> overlay;
  private final Map<String, String> images = new TreeMap<>();
  private final List<String> findings = new ArrayList<>();

  private CachedChart(Map<String, Object> values, Map<String, Object> overlay) {
    this.values = values;
    this.overlay = overlay;
  }

  /**
   * Moves the images of a chart, and proves by rendering it that nothing else changes.
   *
   * @param release the name of the release
   * @param namespace its namespace
   * @param values the user's values
   * @param allowed images that may come from elsewhere, with any tag and digest unless they have
   *     one themselves
   * @throws IllegalArgumentException in one line, if the chart cannot be rendered
   */
  public static CachedChart audited(
      OpenChart chart,
      String release,
      String namespace,
      KubernetesVersion kubernetes,
      Map<String, Object> values,
      List<CacheRule> rules,
      Digests digests,
      List<ImageReference> allowed) {
    var cache = new CachedImages(ANY_HOST, rules, digests);
    var proven =
        OverlayProof.of(
            chart.chart(),
            values,
            cache,
            tried -> chart.render(release, namespace, kubernetes, tried));
    var cached = new CachedChart(values, proven.values());
    for (var image : proven.images()) {
      image.cached().ifPresent(it -> cached.images.put(upstream(image), place(it)));
      if (image.isFinding() && !isAllowed(image, allowed)) {
        cached.findings.add(image.explanation());
      }
    }
    return cached;
  }

  /**
   * A chart that cannot be read, of which nothing is looked at.
   *
   * @param known the values of the chart that are known to name images
   */
  public static CachedChart unaudited(
      Map<String, Object> known,
      Map<String, Object> values,
      List<CacheRule> rules,
      Digests digests) {
    var overlay =
        Overlay.of(Chart.ofValues(known), values, new CachedImages(ANY_HOST, rules, digests));
    var cached = new CachedChart(values, overlay.values());
    overlay.moved().forEach(it -> cached.images.put(it.upstream().toString(), place(it.cached())));
    overlay
        .notMoved()
        .forEach(it -> cached.findings.add("%s: %s".formatted(it.path(), it.reason())));
    return cached;
  }

  /** The user's values with every image moved to the cache at a host. */
  public Map<String, Object> valuesAt(String host) {
    return Values.over(Values.block(at(host, overlay)), Values.copy(values));
  }

  /** By upstream reference, the reference of each image that comes from the cache at a host. */
  public Map<String, String> imagesAt(String host) {
    var at = new TreeMap<>(images);
    at.replaceAll((upstream, place) -> host + place);
    return at;
  }

  /** The images that would come from elsewhere, each with its place and the reason, in one line. */
  public List<String> findings() {
    return findings;
  }

  private static Object at(String host, Object value) {
    if (value instanceof Map<?, ?>) {
      var copy = new LinkedHashMap<String, Object>();
      Values.block(value).forEach((key, inner) -> copy.put(key, at(host, inner)));
      return copy;
    }
    if (value instanceof List<?> list) {
      var copy = new ArrayList<>();
      list.forEach(inner -> copy.add(at(host, inner)));
      return copy;
    }
    return value instanceof String text ? text.replace(ANY_HOST, host) : value;
  }

  private static boolean isAllowed(Proven image, List<ImageReference> allowed) {
    return image
        .image()
        .reference()
        .filter(it -> allowed.stream().anyMatch(is -> allows(is, it)))
        .isPresent();
  }

  private static boolean allows(ImageReference allowed, ImageReference image) {
    return allowed.name().equals(image.name())
        && (allowed.tag().isEmpty() || allowed.tag().equals(image.tag()))
        && (allowed.digest().isEmpty() || allowed.digest().equals(image.digest()));
  }

  private static String upstream(Proven image) {
    var upstream = image.image().image().orElseThrow();
    return image.cached().filter(it -> it.digest().isEmpty()).isPresent()
        ? upstream.withoutDigest().toString()
        : upstream.toString();
  }

  private static String place(ImageReference image) {
    return image.toString().substring(image.registry().length());
  }
}
