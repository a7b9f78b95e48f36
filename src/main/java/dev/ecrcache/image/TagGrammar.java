package dev.ecrcache.image;

/**
 * The tag of an image reference.
 *
 * <pre>
 * tag = (alnum | "_") (alnum | "_" | "." | "-")*
 * </pre>
 */
final class TagGrammar {
  private static final int LONGEST = 128;

  private TagGrammar() {}

  /** Where the tag that begins at {@code start} ends: at an at sign or the end. */
  static int end(String text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) != '@') {
      char c = text.charAt(at);
      boolean inner = (c == '.' || c == '-') && at > start;
      if (!inner && c != '_' && !Ascii.isLetterOrDigit(c)) {
        throw new InvalidImageReferenceException(
            text, at, "a tag is letters, digits and _, and behind the first also . and -");
      }
      at++;
    }
    if (at == start) {
      throw new InvalidImageReferenceException(text, at, "the tag is missing");
    }
    if (at - start > LONGEST) {
      throw new InvalidImageReferenceException(
          text,
          start + LONGEST,
          "a tag has at most %d characters, %d here".formatted(LONGEST, at - start));
    }
    return at;
  }
}
