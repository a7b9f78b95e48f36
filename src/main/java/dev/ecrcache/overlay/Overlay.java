package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.ChartRenderer;
import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The smallest values with which every image of a chart that can come from a cache does.
 *
 * @param values what to lay over the user's values, last; empty if nothing is to be moved
 * @param moved the images that come from the cache with them
 * @param notMoved the images that cannot; those of sub-charts that are not enabled are left out
 */
public record Overlay(Map<String, Object> values, List<Moved> moved, List<NotMoved> notMoved) {

  /**
   * An image that comes from the cache.
   *
   * @param path the place of its name in the values
   * @param upstream the image as the chart or the user names it
   * @param cached the image that is pulled
   */
  public record Moved(String path, ImageReference upstream, ImageReference cached) {}

  /**
   * An image that does not come from the cache.
   *
   * @param path the place of its name in the values
   * @param image the image as the chart or the user names it
   * @param reason why, in one line
   */
  public record NotMoved(String path, ImageReference image, String reason) {}

  /** An overlay, which may not be changed. */
  public Overlay {
    values = Collections.unmodifiableMap(Values.copy(values));
    moved = List.copyOf(moved);
    notMoved = List.copyOf(notMoved);
  }

  /**
   * The overlay for a chart and the user's values, whose images are moved too. The chart is
   * rendered if its values alone do not say which of two registries it takes.
   *
   * @param path a folder or an archive
   * @throws IllegalArgumentException in one line, if the chart cannot be read or rendered
   */
  public static Overlay of(Path path, Map<String, Object> values, CachedImages cache) {
    var chart = Chart.read(path);
    return of(chart, values, cache, () -> unmoved(path, chart, chart.name(), "default", values));
  }

  /** The overlay for a chart and the user's values, without rendering. */
  public static Overlay of(Chart chart, Map<String, Object> values, CachedImages cache) {
    return of(chart, values, cache, List::of);
  }

  static Overlay of(
      Chart chart,
      Map<String, Object> values,
      CachedImages cache,
      Supplier<List<RenderedImage>> rendered) {
    var effective = chart.effectiveValues(Values.copy(values));
    var images = ImageFinder.find(chart, effective);
    if (images.stream().anyMatch(ValueImage::isAmbiguous)) {
      var names =
          rendered.get().stream()
              .flatMap(it -> it.image().stream())
              .map(ImageReference::name)
              .collect(Collectors.toSet());
      images = images.stream().map(it -> it.asAmong(names)).toList();
    }
    return new Mover(cache, effective).move(images, OriginCheck.switches(chart, effective));
  }

  /** The images of a chart without an overlay. */
  static List<RenderedImage> unmoved(
      Path path, Chart chart, String release, String namespace, Map<String, Object> values) {
    var passing = Values.over(OriginCheck.passed(chart, values), Values.copy(values));
    return RenderedImages.find(new ChartRenderer(path).render(release, namespace, passing));
  }

  /** The overlay for values of which no chart is known. */
  public static Overlay of(Map<String, Object> values, CachedImages cache) {
    return of(new Chart("values", "", values, List.of()), Map.of(), cache);
  }

  /** The user's values with these over them, as {@code helm -f} merges two files. */
  public Map<String, Object> over(Map<String, Object> user) {
    return Values.over(values, Values.copy(user));
  }

  /** The values as a file for {@code helm -f}. */
  public String toYaml() {
    return YamlText.write(values);
  }
}
