package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.ChartRenderer;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.ImageReference;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private final Chart chart;
  private final Map<String, Object> values;
  private final List<RenderedImage> unmoved;
  private final CachedImages cache;
  private final Map<String, String> images = new TreeMap<>();
  private final List<String> findings = new ArrayList<>();

  private CachedChart(
      Chart chart,
      Map<String, Object> values,
      List<RenderedImage> unmoved,
      List<CacheRule> rules,
      Digests digests) {
    this.chart = chart;
    this.values = values;
    this.unmoved = unmoved;
    cache = new CachedImages(ANY_HOST, rules, digests);
  }

  /**
   * Reads and renders a chart, without the cache and with it, and looks at every image of what it
   * renders to.
   *
   * @param path a folder or an archive
   * @param release the name of the release
   * @param namespace its namespace
   * @param values the user's values
   * @param allowed images that may come from elsewhere, with any tag and digest unless they have
   *     one themselves
   * @throws IllegalArgumentException in one line, if the chart cannot be read or rendered
   */
  public static CachedChart audited(
      Path path,
      String release,
      String namespace,
      Map<String, Object> values,
      List<CacheRule> rules,
      Digests digests,
      List<ImageReference> allowed) {
    var chart = Chart.read(path);
    var before = Overlay.unmoved(path, chart, release, namespace, values);
    var cached = new CachedChart(chart, values, before, rules, digests);
    var overlay = cached.overlay(ANY_HOST);
    var after = new ChartRenderer(path).render(release, namespace, overlay.over(values));
    var audit = new ImageAudit(cached.cache, overlay, before, allowed);
    for (var image : RenderedImages.find(after)) {
      audit.add(image);
    }
    audit.images().forEach((upstream, image) -> cached.images.put(upstream, place(image)));
    cached.findings.addAll(audit.findings());
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
    var cached =
        new CachedChart(new Chart("", "", known, List.of()), values, List.of(), rules, digests);
    var overlay = cached.overlay(ANY_HOST);
    overlay.moved().forEach(it -> cached.images.put(it.upstream().toString(), place(it.cached())));
    overlay
        .notMoved()
        .forEach(it -> cached.findings.add("%s: %s".formatted(it.path(), it.reason())));
    return cached;
  }

  /** The user's values with every image moved to the cache at a host. */
  public Map<String, Object> valuesAt(String host) {
    return overlay(host).over(values);
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

  private Overlay overlay(String host) {
    var at = new CachedImages(host, cache.rules(), cache.digests());
    return Overlay.of(chart, values, at, () -> unmoved);
  }

  private static String place(ImageReference image) {
    return image.toString().substring(image.registry().length());
  }
}
