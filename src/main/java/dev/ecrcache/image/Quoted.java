package dev.ecrcache.image;

import java.util.regex.Pattern;

/** Foreign text as it stands in a message: in quotes, on one line, and not too long. */
final class Quoted {
  private static final int LONGEST = 100;
  private static final Pattern HOST = Pattern.compile("[\\w.:\\[\\]-]+");

  private Quoted() {}

  /** The text in single quotes, its middle cut when it is long; a URL without its credentials. */
  static String of(String given) {
    var text = given.contains("://") ? PublicText.ofUrl(given) : given;
    if (text.length() <= LONGEST) {
      return "'" + visible(text) + "'";
    }
    int half = LONGEST / 2;
    String head = text.substring(0, half);
    String tail = text.substring(text.length() - half);
    return "'%s…%s' (%d characters)".formatted(visible(head), visible(tail), text.length());
  }

  /** A host as it is; any other text in quotes, which show where it ends. */
  static String unlessHost(String text) {
    return text.length() <= LONGEST && HOST.matcher(text).matches() ? text : of(text);
  }

  /** The text with whatever would not show, or would change how the line shows, escaped. */
  private static String visible(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (shows(c)) {
        line.append(c);
      } else {
        line.append("\\u%04x".formatted((int) c));
      }
    }
    return line.toString();
  }

  private static boolean shows(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
