package dev.ecrcache.image;

/**
 * The repository of an image reference: a path.
 *
 * <pre>
 * path = part ("/" part)*
 * part = alnum+ (("." | "_" | "__" | "-"+) alnum+)*
 * </pre>
 */
final class RepositoryGrammar {
  static final int LONGEST = 255;

  private RepositoryGrammar() {}

  /** Where the path that begins at {@code start} ends: at a colon, an at sign or the end. */
  static int end(String text, int start) {
    int at = endOfPart(text, start);
    while (at < text.length() && text.charAt(at) == '/') {
      at = endOfPart(text, at + 1);
    }
    if (at < text.length() && text.charAt(at) != ':' && text.charAt(at) != '@') {
      throw refuseCharacter(text, at);
    }
    return at;
  }

  /** Checks the length of a path with what normalisation puts before it. */
  static void checkLength(String text, int start, int end, String before) {
    int longest = LONGEST - before.length();
    if (end - start > longest) {
      throw new InvalidImageReferenceException(
          text,
          start + longest,
          "a repository name has at most %d characters, %s%d here"
              .formatted(
                  LONGEST,
                  before.isEmpty() ? "" : "with " + before + " ",
                  before.length() + end - start));
    }
  }

  /** Where the part that begins at {@code start} ends: at the first character that is not in it. */
  static int endOfPart(String text, int start) {
    int at = endOfAlphanumerics(text, start);
    int next = endOfSeparator(text, at);
    while (next > at) {
      at = endOfAlphanumerics(text, next);
      next = endOfSeparator(text, at);
    }
    return at;
  }

  private static int endOfAlphanumerics(String text, int start) {
    int at = start;
    while (at < text.length() && Ascii.isLowerOrDigit(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw refuseCharacter(text, at);
    }
    return at;
  }

  private static int endOfSeparator(String text, int start) {
    if (start == text.length()) {
      return start;
    }
    return switch (text.charAt(start)) {
      case '.' -> start + 1;
      case '_' -> text.startsWith("_", start + 1) ? start + 2 : start + 1;
      case '-' -> endOfHyphens(text, start);
      default -> start;
    };
  }

  private static int endOfHyphens(String text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    return at;
  }

  private static InvalidImageReferenceException refuseCharacter(String text, int at) {
    return new InvalidImageReferenceException(text, at, reason(text, at));
  }

  private static String reason(String text, int at) {
    if (at == text.length() || "/:@".indexOf(text.charAt(at)) >= 0) {
      return at > 0 && "._-".indexOf(text.charAt(at - 1)) >= 0
          ? "a part of a repository name ends with a letter or digit"
          : "a part of the repository name is missing";
    }
    return Ascii.isUpper(text.charAt(at))
        ? "a repository name is lower case"
        : "a repository name is letters and digits, joined by one of . _ __ / or hyphens";
  }
}
