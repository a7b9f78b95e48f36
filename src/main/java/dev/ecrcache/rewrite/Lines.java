package dev.ecrcache.rewrite;

import java.util.Arrays;

/** Where the lines of a text begin. */
final class Lines {
  private final String text;
  private final int[] starts;

  Lines(String text) {
    this.text = text;
    int[] found = new int[16];
    int count = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (count == found.length) {
        found = Arrays.copyOf(found, count * 2);
      }
      found[count++] = at + 1;
    }
    starts = Arrays.copyOf(found, count);
  }

  /** The line, from 0, of an offset. */
  int of(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found < 0 ? -found - 2 : found;
  }

  /** How many there are; what is behind the last end of a line is none if it is empty. */
  int count() {
    return starts[starts.length - 1] == text.length() ? starts.length - 1 : starts.length;
  }

  int start(int line) {
    return line < starts.length ? starts[line] : text.length();
  }

  /** A line with its end. */
  String line(int line) {
    return text.substring(start(line), start(line + 1));
  }
}
