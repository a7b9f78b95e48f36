package dev.ecrcache.cli.console;

import java.util.regex.Pattern;

/** Foreign text for people's eyes: one line, and nothing that a terminal would act upon. */
public final class Printable {
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private Printable() {}

  /** The text, each character that does not print replaced by a question mark. */
  public static String of(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("?");
  }
}
