package dev.ecrcache.overlay;

import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cache's host, where a user has given it as the registry of images. Before a name without a
 * prefix it makes none of the cache's images: what is meant shows when it is left out.
 */
final class CacheHost {
  private record Place(String object, String path) {
    static Place of(RenderedImage image) {
      return new Place(image.object(), image.path());
    }
  }

  private final List<ValuePath> values = new ArrayList<>();
  private final Map<Place, ImageReference> right = new HashMap<>();

  /**
   * @param values the user's values
   * @param images the images that they make
   */
  CacheHost(Map<String, Object> values, CachedImages cache, List<RenderedImage> images) {
    boolean wrong = false;
    for (var image : images) {
      var at = image.image().filter(it -> it.registry().equalsIgnoreCase(cache.host()));
      boolean prefixed = at.filter(it -> hasPrefix(it, cache)).isPresent();
      if (prefixed) {
        right.put(Place.of(image), at.get());
      }
      wrong |= at.isPresent() && !prefixed;
    }
    if (wrong) {
      collect(ValuePath.ROOT, values, cache.host());
    } else {
      right.clear();
    }
  }

  /** The places of the host in the user's values; none if the images with it are the cache's. */
  List<ValuePath> values() {
    return values;
  }

  /** The image of the cache that stood at a place with the host. */
  Optional<ImageReference> image(RenderedImage image) {
    return Optional.ofNullable(right.get(Place.of(image)))
        .filter(it -> !it.toString().equals(image.text()));
  }

  private static boolean hasPrefix(ImageReference image, CachedImages cache) {
    return cache.rules().stream()
        .anyMatch(rule -> rule.isRoot() || image.repository().startsWith(rule.prefix() + "/"));
  }

  private void collect(ValuePath path, Map<String, Object> block, String host) {
    block.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?>) {
            collect(path.then(key), Values.block(value), host);
          } else if (value instanceof String text && text.equalsIgnoreCase(host)) {
            values.add(path.then(key));
          }
        });
  }
}
