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
 * @param image the image by default, without a tag: the chart's own tag stays; null when there is
 *     none until the values name one
 */
public record ImageValue(String path, boolean registryKey, String image) {

  /**
   * The image that these values name here; empty when there is none.
   *
   * @throws IllegalArgumentException if what stands here is not the block of an image
   */
  Optional<ImageReference> read(Map<String, Object> values) {
    var block = block(values);
    // Where the chart knows no such key, it may stand for something else.
    var registry = registryKey ? text(block, "registry") : Optional.<String>empty();
    var repository = text(block, "repository").orElse(image);
    if (repository == null) {
      return Optional.empty();
    }
    var reference = parse(registry.map(host -> host + "/" + repository).orElse(repository));
    if (reference.tag().isPresent() || reference.digest().isPresent()) {
      throw new IllegalArgumentException(
          "the values' %s.repository carries a tag or digest; give the tag under its own key"
              .formatted(path));
    }
    return Optional.of(reference);
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

  private Optional<String> text(Map<?, ?> block, String key) {
    var value = block.get(key);
    if (value != null && !(value instanceof String)) {
      throw new IllegalArgumentException("the values' %s.%s is not a text".formatted(path, key));
    }
    return Optional.ofNullable((String) value).filter(it -> !it.isBlank());
  }

  private ImageReference parse(String text) {
    try {
      return ImageReference.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the values' %s.repository is an %s".formatted(path, e.getMessage()));
    }
  }

  private List<String> keys() {
    return List.of(path.split("\\."));
  }
}
