package dev.ecrcache.rewrite;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A text that takes the place of a part of another.
 *
 * @param start where the part begins
 * @param end where it ends; equal to the start if the text is put in
 * @param text the text
 */
record Splice(int start, int end, String text) {

  /** A text with all splices, which do not overlap, in place. */
  static String apply(String whole, Collection<Splice> splices) {
    var spliced = new StringBuilder();
    int from = 0;
    for (var splice : sorted(splices)) {
      spliced.append(whole, from, splice.start).append(splice.text);
      from = splice.end;
    }
    return spliced.append(whole, from, whole.length()).toString();
  }

  /** In their order. */
  static List<Splice> sorted(Collection<Splice> splices) {
    return splices.stream().sorted(Comparator.comparing(Splice::start)).toList();
  }
}
