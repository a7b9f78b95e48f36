package dev.ecrcache.image;

/**
 * Reads an {@link ImageReference} from left to right.
 *
 * <pre>
 * reference = [registry "/"] repository [":" tag] ["@" digest]
 * </pre>
 */
final class ReferenceParser {
  private static final int IMAGE_ID_LENGTH = 64;

  private ReferenceParser() {}

  static ImageReference parse(String text) {
    if (text.isEmpty()) {
      throw new InvalidImageReferenceException(text, 0, "it is empty");
    }
    if (isImageId(text)) {
      throw new InvalidImageReferenceException(
          text, 0, "64 hexadecimal digits are an image id, not a name");
    }
    String registry = ImageReference.DOCKER_HUB;
    int start = 0;
    int slash = text.indexOf('/');
    if (RegistryGrammar.isRegistry(text, slash)) {
      RegistryGrammar.check(text, slash);
      registry = canonical(text.substring(0, slash));
      start = slash + 1;
    }
    int end = RepositoryGrammar.end(text, start);
    boolean official =
        registry.equals(ImageReference.DOCKER_HUB) && text.lastIndexOf('/', end - 1) < start;
    RepositoryGrammar.checkLength(text, start, end, official ? ImageReference.OFFICIAL : "");
    String repository = text.substring(start, end);
    return suffixed(
        text, registry, official ? ImageReference.OFFICIAL.concat(repository) : repository, end);
  }

  private static ImageReference suffixed(
      String text, String registry, String repository, int start) {
    int at = start;
    String tag = null;
    if (at < text.length() && text.charAt(at) == ':') {
      int end = TagGrammar.end(text, at + 1);
      tag = text.substring(at + 1, end);
      at = end;
    }
    String digest = null;
    if (at < text.length()) {
      DigestGrammar.check(text, at + 1);
      digest = text.substring(at + 1);
    }
    return new ImageReference(registry, repository, tag, digest);
  }

  private static String canonical(String registry) {
    return registry.equals("index.docker.io") ? ImageReference.DOCKER_HUB : registry;
  }

  /** Whether a text is an image id, which must not be taken for a name. */
  static boolean isImageId(String text) {
    if (text.length() != IMAGE_ID_LENGTH) {
      return false;
    }
    for (int i = 0; i < IMAGE_ID_LENGTH; i++) {
      if (!Ascii.isLowerHex(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
