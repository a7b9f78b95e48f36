package dev.ecrcache.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was meant. */
final class Misspelling {
  /** So many letters added, left out, changed or swapped may a misspelling have. */
  static final int MOST = 2;

  private Misspelling() {}

  static Optional<String> of(String text, Collection<String> words) {
    return words.stream()
        .min(Comparator.comparingInt(word -> distance(text, word)))
        .filter(word -> distance(text, word) <= MOST);
  }

  /** The edits between two texts, in any case: the distance of optimal string alignment. */
  static int distance(String one, String other) {
    var a = one.toLowerCase(Locale.ROOT);
    var b = other.toLowerCase(Locale.ROOT);
    if (Math.abs(a.length() - b.length()) > MOST) {
      return MOST + 1;
    }
    var rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : nearest(rows, a, b, i, j);
      }
    }
    return rows[a.length()][b.length()];
  }

  private static int nearest(int[][] rows, String a, String b, int i, int j) {
    var same = a.charAt(i - 1) == b.charAt(j - 1);
    var edits =
        Math.min(rows[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
    var swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(edits, rows[i - 2][j - 2] + 1) : edits;
  }
}
