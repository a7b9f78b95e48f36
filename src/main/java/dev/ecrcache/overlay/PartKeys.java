package dev.ecrcache.overlay;

import dev.ecrcache.chart.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the keys of one image in a block, by how charts name them. */
final class PartKeys {
  private static final List<String> DIGESTS = List.of("digest", "sha", "sha256");
  private static final List<String> SIGNS =
      List.of(
          "tag",
          "digest",
          "sha",
          "pullPolicy",
          "imagePullPolicy",
          "pullSecrets",
          "flavour",
          "registry",
          "defaultRegistry");
  private static final Set<String> NO_IMAGE =
      Set.of("url", "branch", "revision", "targetRevision", "chart", "ref", "username", "password");
  private static final Set<String> NO_OWNER =
      Set.of("git", "chart", "charts", "helm", "gitops", "backup", "restic", "maven", "npm");

  private PartKeys() {}

  /**
   * The parts of the image that a key of a block names; empty if it names none.
   *
   * @param owner the key of the block itself
   */
  static Optional<ImageParts> find(String owner, Map<String, Object> block, String key) {
    if (key.equals("repository") || key.endsWith("Repository")) {
      return repository(owner, block, key);
    }
    if (key.equals("image")) {
      return image(block);
    }
    if (ImageText.isImageKey(key)) {
      var stem = key.replaceFirst("(?i)[_-]?image$", "");
      return Optional.of(
          new ImageParts(
              key,
              hostKey(block, key + "Registry"),
              present(block, key + "Tag", stem + "Tag", stem + "_TAG"),
              present(block, key + "Digest", key + "Sha", key + "SHA")));
    }
    boolean named =
        key.equals("name") && ImageText.isImageKey(owner) && text(block, "repository").isEmpty();
    return named && text(block, "image").isEmpty()
        ? Optional.of(plain(block, key))
        : Optional.empty();
  }

  private static Optional<ImageParts> repository(
      String owner, Map<String, Object> block, String key) {
    var stem = key.substring(0, key.length() - "repository".length());
    boolean plain = stem.isEmpty();
    boolean sign =
        ImageText.isImageKey(owner)
            || ImageText.isImageKey(stem)
            || SIGNS.stream().anyMatch(block::containsKey) && !foreignRegistry(block)
            || block.containsKey(stem + "Tag")
            || ImageText.hasKnownRegistry(text(block, key).orElse(""))
            || owner.equals("global");
    boolean foreign = NO_OWNER.contains(owner) || NO_IMAGE.stream().anyMatch(block::containsKey);
    boolean policy = block.containsKey("pullPolicy") || ImageText.isImageKey(owner);
    if (!sign || foreign && !policy) {
      return Optional.empty();
    }
    var image = text(block, "image");
    if (plain && image.isPresent() && !block.containsKey("registry")) {
      // The repository is a part of the image's path.
      return isLastPart(block) ? Optional.empty() : Optional.of(plain(block, key));
    }
    if (plain && image.isPresent()) {
      // It stands for registry and image together.
      return Optional.of(new ImageParts(key, null, present(block, "tag"), digest(block)));
    }
    return Optional.of(
        plain
            ? plain(block, key)
            : new ImageParts(
                key,
                hostKey(block, stem + "Registry", "registry"),
                present(block, stem + "Tag", "tag"),
                present(block, stem + "Digest", stem + "Sha")));
  }

  private static Optional<ImageParts> image(Map<String, Object> block) {
    var repository = text(block, "repository").filter(it -> ImageText.parse(it).isPresent());
    if (repository.isPresent()) {
      return isLastPart(block)
          ? Optional.of(new ImageParts("image", "repository", present(block, "tag"), digest(block)))
          : Optional.empty();
    }
    return Optional.of(plain(block, "image"));
  }

  // Such as repository: nvcr.io/nvidia, image: gpu-operator.
  private static boolean isLastPart(Map<String, Object> block) {
    return !block.containsKey("registry")
        && text(block, "image").filter(it -> it.matches("[a-z0-9._-]+")).isPresent()
        && text(block, "repository").filter(ImageText::hasHost).isPresent();
  }

  private static ImageParts plain(Map<String, Object> block, String key) {
    return new ImageParts(key, hostKey(block, "registry"), present(block, "tag"), digest(block));
  }

  private static String digest(Map<String, Object> block) {
    return DIGESTS.stream().filter(key -> text(block, key).isPresent()).findFirst().orElse(null);
  }

  private static boolean foreignRegistry(Map<String, Object> block) {
    return text(block, "registry").filter(it -> !ImageText.hasHost(it)).isPresent();
  }

  /** The first of these keys that is there and holds a host or nothing. */
  private static String hostKey(Map<String, Object> block, String... keys) {
    var key = present(block, keys);
    return key != null && text(block, key).filter(it -> !ImageText.hasHost(it)).isPresent()
        ? null
        : key;
  }

  private static String present(Map<String, Object> block, String... keys) {
    return Stream.of(keys).filter(block::containsKey).findFirst().orElse(null);
  }

  private static Optional<String> text(Map<String, Object> block, String key) {
    return Values.text(block.get(key));
  }
}
