package dev.ecrcache.image;

/** The alphabets of image references, which know no character beyond ASCII. */
final class Ascii {
  private Ascii() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  static boolean isLowerOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || isDigit(c);
  }

  static boolean isLetterOrDigit(char c) {
    return isLowerOrDigit(c) || isUpper(c);
  }

  static boolean isLowerHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f');
  }

  static boolean isHex(char c) {
    return isLowerHex(c) || (c >= 'A' && c <= 'F');
  }
}
