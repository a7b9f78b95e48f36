package dev.ecrcache.overlay;

import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Collects what an overlay sets; Helm replaces a list as a whole, so it takes whole lists. */
final class OverlayValues {
  private final Map<String, Object> effective;
  private final Map<String, Object> overlay = new LinkedHashMap<>();

  OverlayValues(Map<String, Object> effective) {
    this.effective = effective;
  }

  /** Sets a value that stays within the values as they are, unless it is there already. */
  void set(ValuePath path, Object value) {
    if (!Objects.equals(at(path), value)) {
      Object there = effective;
      Object target = overlay;
      var steps = path.steps();
      for (var step : steps.subList(0, steps.size() - 1)) {
        there = ValuePath.step(there, step);
        target = descend(target, step, there);
      }
      put(target, steps.get(steps.size() - 1), value);
    }
  }

  /** What stands at a place in the values as they are. */
  Object at(ValuePath path) {
    return path.in(effective);
  }

  Map<String, Object> values() {
    return overlay;
  }

  private static Object descend(Object target, Object step, Object there) {
    var inner = ValuePath.step(target, step);
    if (inner == null) {
      inner = there instanceof List<?> ? Values.copy(there) : new LinkedHashMap<String, Object>();
      put(target, step, inner);
    }
    return inner;
  }

  @SuppressWarnings("unchecked") // Only what this class and Values.copy made is changed.
  private static void put(Object target, Object step, Object value) {
    if (target instanceof List<?> list) {
      ((List<Object>) list).set((Integer) step, value);
    } else {
      ((Map<String, Object>) target).put((String) step, value);
    }
  }
}
