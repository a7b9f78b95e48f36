package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Values with which the images of a chart come from a cache, as far as the shapes of its values
 * tell. What they do is known only when the chart is rendered: {@link OverlayProof} does that.
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

  /** The overlay for a chart and the user's values, which no render confirms. */
  public static Overlay of(Chart chart, Map<String, Object> values, CachedImages cache) {
    var effective = chart.effectiveValues(Values.copy(values));
    return new Mover(cache, effective)
        .move(ImageFinder.find(chart, effective), OriginCheck.switches(chart, effective));
  }

  /** The overlay for values of which no chart is known. */
  public static Overlay of(Map<String, Object> values, CachedImages cache) {
    return of(Chart.ofValues(values), Map.of(), cache);
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
