package dev.ecrcache.overlay;

import dev.ecrcache.chart.ValuePath;

/**
 * A part of an image in values: a whole value, or a piece of one.
 *
 * @param path the value
 * @param start where the part begins in the value's text
 * @param text the part; empty where the value is empty, null or absent
 * @param host whether the part is nothing but a registry, or is for one
 */
record Slot(ValuePath path, int start, String text, boolean host) {
  int end() {
    return start + text.length();
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  /** Whether the part begins with a registry and goes on. */
  boolean hasHost() {
    return text.indexOf('/') > 0 && ImageText.hasHost(text);
  }

  /** The key, or that of the list. */
  String key() {
    var steps = path.steps();
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i) instanceof String key) {
        return key;
      }
    }
    return "";
  }
}
