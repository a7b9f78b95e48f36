package dev.ecrcache.image;

import java.util.regex.Pattern;

/** Foreign text as it stands in a message: in quotes, on one line, and not too long. */
public final class Quoted {
  private static final int LONGEST = 100;

  /** Where the letters end that no reader takes for another. */
  private static final char LATIN = '\u0250';

  private static final Pattern HOST = Pattern.compile("[\\w.:\\[\\]-]+");

  private Quoted() {}

  /** The text in single quotes, its middle cut when it is long; a URL without its credentials. */
  public static String of(String given) {
    var text = given.contains("://") ? PublicText.ofUrl(given) : given;
    return text.length() <= LONGEST
        ? "'" + visible(text) + "'"
        : "'%s' (%d characters)".formatted(visible(text), text.length());
  }

  /** A host as it is; any other text in quotes, which show where it ends. */
  static String unlessHost(String text) {
    return text.length() <= LONGEST && HOST.matcher(text).matches() ? text : of(text);
  }

  /**
   * The text without quotes, its middle cut when it is long. Escaped is whatever would not show,
   * would change how the line shows, or looks like an ASCII letter among such.
   */
  public static String visible(String text) {
    if (text.length() > LONGEST) {
      int half = LONGEST / 2;
      return "%s…%s"
          .formatted(
              visible(text.substring(0, half)), visible(text.substring(text.length() - half)));
    }
    boolean latin = text.chars().anyMatch(c -> c < LATIN && Character.isLetter(c));
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (shows(c) && !(latin && c >= LATIN && Character.isLetterOrDigit(c))) {
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
