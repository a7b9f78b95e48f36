package dev.ecrcache.overlay;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The keys of an image whose parts stand side by side in a custom resource, for an operator to put
 * together.
 *
 * @param prefix the key of what goes before the name
 * @param name the key of the name
 */
record ImageKeys(String prefix, String name) {
  private static final List<ImageKeys> ALL =
      List.of(
          new ImageKeys("registry", "repository"),
          new ImageKeys("registry", "image"),
          new ImageKeys("registry", "name"),
          new ImageKeys("repository", "image"));

  /** The keys that a block has, given what stands under a key of it. */
  static Optional<ImageKeys> in(Function<String, Object> block) {
    return ALL.stream()
        .filter(it -> isText(block.apply(it.prefix)) && isText(block.apply(it.name)))
        .findFirst();
  }

  private static boolean isText(Object value) {
    return value instanceof String text && !text.isBlank();
  }
}
