package dev.ecrcache.overlay;

import dev.ecrcache.overlay.RenderedImage.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells what stands at a marked place: an image, a part of one, or anything else. */
final class MarkedImages {
  private static final Set<String> DATA = Set.of("ConfigMap", "Secret");

  private MarkedImages() {}

  /** Whether a text with marks is the same but for the image in it. */
  static boolean surrounds(String text, String marked, RenderedImage image) {
    return image.role() != Role.TEXT
        && marked.length() >= image.start() + text.length() - image.end()
        && marked.startsWith(text.substring(0, image.start()))
        && marked.endsWith(text.substring(image.end()))
        && marked.substring(image.start()).strip().indexOf(' ') < 0;
  }

  /** A value that makes up a word by itself, which no sign says to be an image. */
  static boolean isAlone(
      ManifestObject object,
      String path,
      String text,
      MarkedWords.Word word,
      List<RenderedImage> found) {
    var plain = text.substring(word.start(), word.end());
    var slot = word.hits().get(0).slot();
    return (DATA.contains(object.kind()) || blockOfParts(object, path).isPresent())
        && word.hits().size() == 1
        && word.hits().get(0).whole()
        && slot.text().equals(plain)
        && found.stream().noneMatch(it -> it.start() < word.end() && word.start() < it.end())
        && ImageText.parse(plain).filter(ImageText::isPinned).isEmpty();
  }

  /** What may be an image, at a marked word. */
  static RenderedImage image(
      ManifestObject object,
      String path,
      String text,
      MarkedWords.Word word,
      List<RenderedImage> found) {
    var plain = text.substring(word.start(), word.end());
    boolean whole = !DATA.contains(object.kind()) && plain.equals(text.trim());
    var role = whole && !ObjectImages.isMetadata(path) ? Role.OPERATOR : Role.TEXT;
    var container = "";
    boolean named = isNamed(path);
    for (var image : found) {
      if (image.start() < word.end() && word.start() < image.end()) {
        named = image.named();
        role = image.role();
        container = image.container();
      }
    }
    role = object.isTest() ? Role.TEST : role;
    return new RenderedImage(object.identity(), container, plain, path, word.start(), named, role);
  }

  /** Whether it is an image: known as one, or by its form. */
  static boolean isImage(RenderedImage image, List<RenderedImage> found) {
    return found.stream().anyMatch(it -> it.role() != Role.TEXT) || isImage(image);
  }

  /** Whether it is an image by its form. */
  static boolean isImage(RenderedImage image) {
    return !image.path().contains("abels.")
        && ImageText.parse(image.text())
            .filter(
                it ->
                    image.named()
                        || ImageText.isPinned(it)
                        || image.text().indexOf('/') > 0 && !ImageText.isPrefix(image.text()))
            .isPresent();
  }

  private static boolean isNamed(String path) {
    var key = path.replaceFirst("\\[\\d+]$", "").replaceFirst(".*\\.", "");
    return ImageText.isImageKey(key) || key.endsWith("epository");
  }

  /** The block in which parts of an image stand, this being one; empty if it is none. */
  static Optional<String> blockOfParts(ManifestObject object, String path) {
    int dot = path.lastIndexOf('.');
    if (dot < 0 || DATA.contains(object.kind())) {
      return Optional.empty();
    }
    var block = path.substring(0, dot);
    var key = path.substring(dot + 1);
    return ImageKeys.in(it -> object.leaves().get(block + "." + it))
        .filter(keys -> key.equals(keys.prefix()) || key.equals(keys.name()))
        .map(keys -> block);
  }
}
