package dev.ecrcache.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in a tree of values.
 *
 * @param steps keys of blocks as texts, indices of lists as integers
 */
record ValuePath(List<Object> steps) {
  static final ValuePath ROOT = new ValuePath(List.of());

  /** The place under a key or an index. */
  ValuePath then(Object step) {
    var longer = new ArrayList<>(steps);
    longer.add(step);
    return new ValuePath(longer);
  }

  /** Keys joined by dots, indices in brackets. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var step : steps) {
      if (step instanceof Integer) {
        text.append('[').append(step).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step);
      }
    }
    return text.toString();
  }
}
