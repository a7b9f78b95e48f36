package dev.ecrcache.overlay;

import dev.ecrcache.chart.Values;
import dev.ecrcache.image.ImageReference;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of one image in a block.
 *
 * @param name the key of the name
 * @param registry the key of the registry or of what else precedes the name; null if there is none
 * @param tag the key of the tag; null if there is none
 * @param digest the key of the digest; null if there is none
 */
record ImageParts(String name, String registry, String tag, String digest) {
  /** Whether the name is a single word, with nothing in its block that goes before it. */
  boolean isBare(Map<String, Object> block) {
    return !isRepository()
        && text(block, name).filter(it -> it.matches("[a-z0-9][a-z0-9_-]*")).isPresent()
        && registryIn(block).isEmpty()
        && text(block, "repository").isEmpty();
  }

  /** Whether the name is one below a prefix that its block leaves open. */
  boolean isRelative(Map<String, Object> block) {
    return name.equals("name") && block.containsKey("repository") && isBare(block);
  }

  /** Whether the name is what follows the registry in a block of an image. */
  boolean isPath() {
    return name.equals("image") && (registry == null || registry.equals("registry"));
  }

  /** Whether the name is that of a repository. */
  boolean isRepository() {
    return name.endsWith("epository");
  }

  /** The registry that the block itself names; empty if it names none. */
  String registryIn(Map<String, Object> block) {
    var own = registry == null ? Optional.<String>empty() : text(block, registry);
    return own.orElseGet(
        () ->
            registry == null
                ? ""
                : text(block, "defaultRegistry").filter(ImageText::hasHost).orElse(""));
  }

  /** The image with these parts, its name preceded by a registry unless that is empty. */
  Optional<ImageReference> read(Map<String, Object> block, String registry) {
    var repository = text(block, name).orElse("");
    return ImageText.parse(registry.isEmpty() ? repository : registry + "/" + repository)
        .map(
            image -> {
              var parts = text(block, tag).orElse("").split("@", 2);
              var tagged = parts[0].isEmpty() ? image : withTag(image, parts[0]);
              var pinned = parts.length == 2 ? parts[1] : text(block, digest).orElse("");
              return pinned.isEmpty() ? tagged : withDigest(tagged, pinned);
            });
  }

  // A template, or a word for none, is for the chart to understand.
  private static ImageReference withTag(ImageReference image, String tag) {
    try {
      return image.withTag(tag);
    } catch (IllegalArgumentException e) {
      return image;
    }
  }

  private static ImageReference withDigest(ImageReference image, String digest) {
    try {
      return image.withDigest(digest.indexOf(':') < 0 ? "sha256:" + digest : digest);
    } catch (IllegalArgumentException e) {
      return image;
    }
  }

  private static Optional<String> text(Map<String, Object> block, String key) {
    return Values.text(block.get(key));
  }
}
