package dev.ecrcache.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A place in a tree of values.
 *
 * @param steps keys of blocks as texts, indices of lists as integers
 */
public record ValuePath(List<Object> steps) {
  public static final ValuePath ROOT = new ValuePath(List.of());

  /** The place under a key or an index. */
  public ValuePath then(Object step) {
    var longer = new ArrayList<>(steps);
    longer.add(step);
    return new ValuePath(longer);
  }

  /** The place that another path leads to from here. */
  public ValuePath then(ValuePath path) {
    var longer = new ArrayList<>(steps);
    longer.addAll(path.steps);
    return new ValuePath(longer);
  }

  /** What stands there; null if nothing does. */
  public Object in(Map<String, Object> values) {
    Object there = values;
    for (var step : steps) {
      there = step(there, step);
    }
    return there;
  }

  /** What stands under a key or an index of a block or a list; null if nothing does. */
  public static Object step(Object from, Object step) {
    if (from instanceof List<?> list) {
      return list.get((Integer) step);
    }
    return from instanceof Map<?, ?> map ? map.get(step) : null;
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
