package dev.ecrcache.cli.console;

import java.util.Locale;

/** Sizes for people, in the units that ECR bills by. */
public final class Bytes {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private Bytes() {}

  /** Such as {@code 61.3 MB}. */
  public static String of(long bytes) {
    var value = (double) bytes;
    var unit = 0;
    // What would round to 1000 belongs to the next unit.
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0
        ? bytes + " " + UNITS[0]
        : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
