package dev.ecrcache.chart;

import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Resolution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A chart and a user's values, whose images come from a cache as far as its rules go. Where the
 * cache is may be known later.
 */
public final class CachedChart {
  /** The host where only the rules matter; no account has this id. */
  private static final String ANY_HOST = "000000000000.dkr.ecr.us-east-1.amazonaws.com";

  private final Chart chart;
  private final Map<String, Object> values;
  private final CachedImages cache;
  private final Map<String, String> images = new TreeMap<>();
  private final List<String> findings = new ArrayList<>();

  private CachedChart(
      Chart chart, Map<String, Object> values, List<CacheRule> rules, Digests digests) {
    this.chart = chart;
    this.values = values;
    cache = new CachedImages(ANY_HOST, rules, digests);
  }

  /**
   * Reads and renders a chart, and looks at every image of what it renders to.
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
    var cached = new CachedChart(Chart.read(path), values, rules, digests);
    var overlay = cached.overlay(ANY_HOST);
    var manifests = new ChartRenderer(path).render(release, namespace, overlay.over(values));
    for (var image : RenderedImages.find(manifests)) {
      cached.audit(image, overlay, allowed);
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
    var cached = new CachedChart(new Chart("", "", known, List.of()), values, rules, digests);
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
    return Overlay.of(chart, values, new CachedImages(host, cache.rules(), cache.digests()));
  }

  private void audit(RenderedImage rendered, Overlay overlay, List<ImageReference> allowed) {
    if (rendered.image().isPresent()) {
      audit(rendered, rendered.image().get(), overlay, allowed);
    } else {
      findings.add(finding(rendered, source(rendered), rendered.problem().orElseThrow()));
    }
  }

  private void audit(
      RenderedImage rendered, ImageReference image, Overlay overlay, List<ImageReference> allowed) {
    if (image.registry().equals(ANY_HOST)) {
      overlay.moved().stream()
          .filter(it -> it.cached().name().equals(image.name()))
          .findFirst()
          .ifPresent(it -> images.put(it.upstream().name() + suffix(image), place(image)));
    } else if (!(cache.resolve(image) instanceof Resolution.AlreadyEcr)
        && allowed.stream().noneMatch(it -> isOf(it, image))) {
      var reason = cache.resolve(image).reason().map(it -> it.replace(" at " + ANY_HOST, ""));
      findings.add(
          finding(
              rendered,
              valuePath(image, overlay).map("value "::concat).orElseGet(() -> source(rendered)),
              reason.orElse("a rule has it, but the chart takes no other image there")));
    }
  }

  private static String source(RenderedImage rendered) {
    return "no value, but the template at " + rendered.path();
  }

  private static String finding(RenderedImage rendered, String source, String reason) {
    return "%s%s: %s (%s): %s"
        .formatted(
            rendered.object(),
            rendered.container().isEmpty() ? "" : ", container " + rendered.container(),
            rendered.image().map(ImageReference::toString).orElse(rendered.text()),
            source,
            reason);
  }

  private static Optional<String> valuePath(ImageReference image, Overlay overlay) {
    var named =
        Stream.concat(
            overlay.notMoved().stream().map(it -> Map.entry(it.image(), it.path())),
            overlay.moved().stream().map(it -> Map.entry(it.upstream(), it.path())));
    return named
        .filter(it -> it.getKey().name().equals(image.name()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static boolean isOf(ImageReference allowed, ImageReference image) {
    return allowed.name().equals(image.name())
        && (allowed.tag().isEmpty() || allowed.tag().equals(image.tag()))
        && (allowed.digest().isEmpty() || allowed.digest().equals(image.digest()));
  }

  private static String place(ImageReference image) {
    return image.toString().substring(image.registry().length());
  }

  private static String suffix(ImageReference image) {
    return image.toString().substring(image.name().length());
  }
}
