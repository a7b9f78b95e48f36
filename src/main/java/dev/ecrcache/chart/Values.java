package dev.ecrcache.chart;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trees of values, which are never changed: every method copies. */
public final class Values {
  private Values() {}

  /** The block under a key; empty if there is none. */
  public static Map<String, Object> block(Map<String, Object> values, String key) {
    return block(values.get(key));
  }

  /** A value as a block; empty if it is none. */
  @SuppressWarnings("unchecked") // Keys are made texts where values enter.
  public static Map<String, Object> block(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /** A copy down to the scalars, whose keys are texts. */
  public static Object copy(Object value) {
    if (value instanceof Map<?, ?> map) {
      return copy(map);
    }
    if (value instanceof List<?> list) {
      var copy = new ArrayList<>();
      list.forEach(inner -> copy.add(copy(inner)));
      return copy;
    }
    return value;
  }

  /** As {@link #copy(Object)}. */
  public static Map<String, Object> copy(Map<?, ?> map) {
    var copy = new LinkedHashMap<String, Object>();
    map.forEach((key, inner) -> copy.put(String.valueOf(key), copy(inner)));
    return copy;
  }

  /**
   * Values over defaults as Helm coalesces them: blocks are merged, everything else is replaced,
   * and null removes the default. A null without a default stays, for a sub-chart may have one.
   */
  public static Map<String, Object> over(Map<String, Object> values, Map<String, Object> defaults) {
    var merged = copy(defaults);
    values.forEach(
        (key, value) -> {
          if (value == null && defaults.containsKey(key)) {
            merged.remove(key);
          } else if (value instanceof Map<?, ?>) {
            merged.put(key, over(block(values, key), block(defaults, key)));
          } else {
            merged.put(key, copy(value));
          }
        });
    return merged;
  }

  /** What of these values is not set by others too. */
  public static Map<String, Object> without(
      Map<String, Object> values, Map<String, Object> others) {
    var rest = new LinkedHashMap<String, Object>();
    values.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> && others.get(key) instanceof Map<?, ?>) {
            rest.put(key, without(block(values, key), block(others, key)));
          } else if (others.get(key) == null) {
            rest.put(key, value);
          }
        });
    return rest;
  }

  /** A scalar as the text that its author meant; empty if it is none or blank. */
  public static Optional<String> text(Object value) {
    if (value instanceof Double number && number % 1 == 0 && Math.abs(number) < 1e15) {
      return Optional.of(Long.toString(number.longValue()));
    }
    return value instanceof String || value instanceof Number
        ? Optional.of(value.toString().trim()).filter(it -> !it.isEmpty())
        : Optional.empty();
  }

  /** Whether Helm may print a number in another way than {@link #text} does. */
  public static boolean isPrintedOtherwise(Object value) {
    return value instanceof BigDecimal
        || value instanceof Number number && Math.abs(number.doubleValue()) >= 1_000_000;
  }
}
