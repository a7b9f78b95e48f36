package dev.ecrcache.image;

/**
 * The digest of an image reference.
 *
 * <pre>
 * digest = "sha256:" hex{64} | "sha384:" hex{96} | "sha512:" hex{128}
 * </pre>
 *
 * <p>Other algorithms are well-formed, but nobody can check them: the Go library refuses them too.
 */
final class DigestGrammar {
  private static final int ALGORITHM = "sha256:".length();

  private DigestGrammar() {}

  /** Checks the digest that begins at {@code start} and reaches to the end of the text. */
  static void check(String text, int start) {
    int expected = digits(text, start);
    int first = start + ALGORITHM;
    for (int at = first; at < text.length(); at++) {
      if (!Ascii.isLowerHex(text.charAt(at))) {
        throw new InvalidImageReferenceException(
            text, at, "the digits of a digest are 0 to 9 and a to f");
      }
    }
    int length = text.length() - first;
    if (length != expected) {
      throw new InvalidImageReferenceException(
          text,
          first + Math.min(length, expected),
          "a %s digest has %d digits, %d here"
              .formatted(text.substring(start, first - 1), expected, length));
    }
  }

  private static int digits(String text, int start) {
    if (text.startsWith("sha256:", start)) {
      return 64;
    }
    if (text.startsWith("sha512:", start)) {
      return 128;
    }
    if (text.startsWith("sha384:", start)) {
      return 96;
    }
    throw new InvalidImageReferenceException(
        text, start, "a digest begins with sha256:, sha384: or sha512:");
  }
}
