package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.overlay.Assignment.Move;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The digests in values that go when their images are moved. */
final class DigestValues {
  private final Map<String, List<Slot>> slots = new LinkedHashMap<>();

  /**
   * @param images the images of the chart
   */
  DigestValues(
      Chart chart, Map<String, Object> effective, List<ImageReference> images, CachedImages cache) {
    for (var image : images) {
      if (cache.resolve(image) instanceof Resolution.Cached cached
          && cached.image().digest().isEmpty()) {
        image.digest().ifPresent(digest -> slots.put(digest, new ArrayList<>()));
      }
    }
    if (!slots.isEmpty()) {
      ChartBlocks.visit(
          chart,
          effective,
          (path, block, value) ->
              slots.forEach(
                  (digest, found) -> {
                    var gone = value instanceof String text ? gone(text.trim(), digest) : "";
                    if (!gone.isEmpty()) {
                      int start = ((String) value).lastIndexOf(gone);
                      found.add(new Slot(path, start, gone, false));
                    }
                  }));
    }
  }

  /** What is written for each of them. */
  Map<Slot, String> texts() {
    var texts = new LinkedHashMap<Slot, String>();
    slots.values().forEach(some -> some.forEach(slot -> texts.put(slot, "")));
    return texts;
  }

  /** A move that takes the digests of its images with it. */
  Move with(Move move) {
    var texts = new LinkedHashMap<>(move.texts());
    for (var use : move.uses()) {
      use.image()
          .image()
          .flatMap(ImageReference::digest)
          .map(digest -> slots.getOrDefault(digest, List.of()))
          .ifPresent(some -> some.forEach(slot -> texts.put(slot, "")));
    }
    return new Move(texts, move.uses());
  }

  /** What of a value is a digest that is a part of its own. */
  private static String gone(String text, String digest) {
    if (text.equals(digest) || text.equals(digest.substring(digest.indexOf(':') + 1))) {
      return text;
    }
    return text.endsWith("@" + digest) && text.indexOf('/') < 0 ? "@" + digest : "";
  }
}
