package dev.ecrcache.chart;

import dev.ecrcache.image.ImageReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place in a chart's values that names an image in parts, and what stands there by default.
 *
 * @param path the block of the image, its keys joined by dots
 * @param registryKey whether the block takes the registry under a key of its own, {@code registry},
 *     which the chart puts before {@code repository}
 * @param image the image by default, without a tag: the chart's own tag stays
 */
public record ImageValue(String path, boolean registryKey, String image) {

  /**
   * The image that these values name here.
   *
   * @throws IllegalArgumentException if what stands here is not the block of an image
   */
  ImageReference read(Map<String, Object> values) {
    var block = block(values);
    var registry = text(block, "registry");
    var reference =
        ImageReference.parse(
            text(block, "repository")
                .map(repository -> registry.map(host -> host + "/" + repository).orElse(repository))
                .orElse(image));
    if (reference.tag().isPresent() || reference.digest().isPresent()) {
      throw new IllegalArgumentException(
          "the values' %s.repository carries a tag or digest; give the tag under its own key"
              .formatted(path));
    }
    return reference;
  }

  /** Writes a reference here, into values that may be changed. */
  void write(Map<String, Object> values, ImageReference reference) {
    var block = values;
    for (var key : keys()) {
      @SuppressWarnings("unchecked") // Checked by read, which comes first.
      var inner = (Map<String, Object>) block.computeIfAbsent(key, none -> new LinkedHashMap<>());
      block = inner;
    }
    if (registryKey) {
      block.put("registry", reference.registry());
      block.put("repository", reference.repository());
    } else {
      block.put("repository", reference.registry() + "/" + reference.repository());
    }
  }

  private Map<?, ?> block(Map<String, Object> values) {
    Map<?, ?> block = values;
    for (var key : keys()) {
      var inner = block.get(key);
      if (inner == null) {
        return Map.of();
      }
      if (!(inner instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException(
            "the values' %s is not a block; write its repository and tag as keys of a block"
                .formatted(path));
      }
      block = map;
    }
    return block;
  }

  private static Optional<String> text(Map<?, ?> block, String key) {
    return Optional.ofNullable(block.get(key)).map(Object::toString).filter(it -> !it.isBlank());
  }

  private List<String> keys() {
    return List.of(path.split("\\."));
  }
}
