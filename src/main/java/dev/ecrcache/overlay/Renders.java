package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Renders one chart with the user's values and what is tried over them. */
final class Renders {
  private final Function<Map<String, Object>, String> chart;
  private final Map<String, Object> user;
  private final Map<String, Object> effective;
  private final ManifestReader reader = new ManifestReader();
  private final Set<ValuePath> switches;
  private final List<ValuePath> released = new ArrayList<>();
  private boolean switched;
  private int count;

  Renders(Function<Map<String, Object>, String> render, Chart chart, Map<String, Object> user) {
    this.chart = render;
    this.user = user;
    effective = chart.effectiveValues(Values.copy(user));
    switches = new LinkedHashSet<>(OriginCheck.switches(chart, effective));
  }

  /** The values with which the chart renders. */
  Map<String, Object> effective() {
    return effective;
  }

  /** How often it was rendered. */
  int count() {
    return count;
  }

  /** The objects without an overlay. */
  Map<String, ManifestObject> plain() {
    return render(Map.of());
  }

  /**
   * The objects with other texts for parts of values.
   *
   * @throws IllegalArgumentException in one line, if it does not render
   */
  Map<String, ManifestObject> render(Map<Slot, String> texts) {
    try {
      return attempt(texts);
    } catch (IllegalArgumentException e) {
      if (!passes(e.getMessage(), texts.isEmpty())) {
        throw e;
      }
      return render(texts);
    }
  }

  /** Turns a check of the images' origin off; false if that is of no use. */
  private boolean passes(String refusal, boolean plain) {
    boolean declared = plain && !switched && !switches.isEmpty();
    boolean more = declared || OriginCheck.isRefusal(refusal) && switches.add(OriginCheck.SWITCH);
    switched |= more;
    return more;
  }

  /** Leaves values empty, but for what is written there. */
  void release(List<ValuePath> paths) {
    released.addAll(paths);
  }

  private Map<String, ManifestObject> attempt(Map<Slot, String> texts) {
    count++;
    return reader.read(chart.apply(Values.over(overlay(texts), Values.copy(user))));
  }

  /** The values that set the parts to these texts. */
  Map<String, Object> overlay(Map<Slot, String> texts) {
    var overlay = new OverlayValues(effective);
    var paths = new LinkedHashMap<ValuePath, StringBuilder>();
    released.forEach(path -> paths.put(path, new StringBuilder()));
    texts.entrySet().stream()
        .sorted((some, other) -> other.getKey().start() - some.getKey().start())
        .forEach(
            it -> {
              var slot = it.getKey();
              paths
                  .computeIfAbsent(slot.path(), path -> new StringBuilder(text(path)))
                  .replace(slot.start(), slot.end(), it.getValue());
            });
    paths.forEach((path, text) -> overlay.set(path, text.toString()));
    if (switched || !texts.isEmpty()) {
      switches.forEach(path -> overlay.set(path, true));
    }
    return overlay.values();
  }

  private String text(ValuePath path) {
    return path.in(effective) instanceof String text ? text : "";
  }
}
