package dev.ecrcache.overlay;

import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import dev.ecrcache.image.ImageReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values with which the images of a chart come from a cache, as a render of the chart with them has
 * confirmed: every image that they move is exactly its reference in the cache, every other one is
 * as it was, and so is everything else but hashes of what has changed.
 *
 * @param values what to lay over the user's values, last; empty if nothing is moved
 * @param images every image of the chart, in the order of its manifests
 * @param hashes the places of hashes that change with the images
 * @param unused the user's values that name images which nothing renders, a line each
 * @param renders how often the chart was rendered
 */
public record ProvenOverlay(
    Map<String, Object> values,
    List<Proven> images,
    List<String> hashes,
    List<String> unused,
    int renders) {

  /**
   * What became of an image.
   *
   * @param image the image as it is without the overlay
   * @param cached the reference with which it is pulled from the cache; empty if it stays
   * @param value the place of the value that names it; empty if none does
   * @param reason why it stays, in one line; empty if it is moved or is in a private ECR registry
   */
  public record Proven(
      RenderedImage image,
      Optional<ImageReference> cached,
      Optional<String> value,
      Optional<String> reason) {

    /** Whether an installation would pull it from elsewhere. */
    public boolean isFinding() {
      return reason.isPresent() && image.role().isNeeded();
    }

    /** Object, container, image, value or template, and the reason, in one line. */
    public String explanation() {
      return "%s%s: %s (%s): %s"
          .formatted(
              image.object(),
              image.container().isEmpty() ? "" : ", container " + image.container(),
              image.image().map(ImageReference::toString).orElse(image.text()),
              value.map("value "::concat).orElse("no value, but the template at " + image.path()),
              reason.orElse("it comes from the cache"));
    }
  }

  /** An overlay, which may not be changed. */
  public ProvenOverlay {
    values = Collections.unmodifiableMap(Values.copy(values));
    images = List.copyOf(images);
    hashes = List.copyOf(hashes);
    unused = List.copyOf(unused);
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
