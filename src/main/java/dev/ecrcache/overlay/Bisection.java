package dev.ecrcache.overlay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Finds most of what is good together, with few questions. */
final class Bisection {
  private Bisection() {}

  /**
   * The elements that are good together, but for a few where the questions run out.
   *
   * @param all elements that are not good together
   * @param isGood whether some are, asked for more and more of them
   */
  static <T> List<T> good(List<T> all, int mostQuestions, Predicate<List<T>> isGood) {
    var good = new ArrayList<T>();
    var open = new ArrayDeque<List<T>>();
    split(all, open);
    for (int i = 0; i < mostQuestions && !open.isEmpty(); i++) {
      var some = open.pop();
      var together = new ArrayList<>(good);
      together.addAll(some);
      if (isGood.test(together)) {
        good.addAll(some);
      } else {
        split(some, open);
      }
    }
    return good;
  }

  private static <T> void split(List<T> some, ArrayDeque<List<T>> open) {
    if (some.size() > 1) {
      int half = some.size() / 2;
      open.push(some.subList(half, some.size()));
      open.push(some.subList(0, half));
    }
  }
}
