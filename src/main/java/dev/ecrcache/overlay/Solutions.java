package dev.ecrcache.overlay;

import dev.ecrcache.overlay.Composition.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The texts that values can be given so that an image is put together to a wanted one. */
final class Solutions {
  private static final int MOST = 64;

  private final String wanted;
  private final String host;
  private final List<Part> parts;
  private final List<Solution> found = new ArrayList<>();

  /**
   * One way.
   *
   * @param texts the text of each part of a value, in the order in which they make the image
   * @param cost how much of the values it changes, and how unusual it is
   */
  record Solution(Map<Slot, String> texts, double cost) {}

  private Solutions(Composition composition, String wanted, String host) {
    this.wanted = wanted;
    this.host = host;
    parts = composition.parts();
  }

  /** All ways, the best first. */
  static List<Solution> of(Composition composition, String wanted, String host) {
    var solutions = new Solutions(composition, wanted, host);
    if (!composition.slots().isEmpty()) {
      solutions.match(0, 0, new LinkedHashMap<>());
    }
    solutions.found.sort(Comparator.comparing(Solution::cost));
    return solutions.found;
  }

  private void match(int index, int from, Map<Slot, String> texts) {
    if (found.size() >= MOST) {
      return;
    }
    if (index == parts.size()) {
      if (from == wanted.length()) {
        found.add(new Solution(Collections.unmodifiableMap(texts), cost(texts)));
      }
      return;
    }
    var part = parts.get(index);
    if (part.slot() == null) {
      if (wanted.startsWith(part.text(), from)) {
        match(index + 1, from + part.text().length(), texts);
      }
      return;
    }
    for (int end = from + 1; end <= wanted.length(); end++) {
      var text = wanted.substring(from, end);
      if (isBoundary(end)
          && (!texts.containsKey(part.slot()) || texts.get(part.slot()).equals(text))) {
        var longer = new LinkedHashMap<>(texts);
        longer.put(part.slot(), text);
        match(index + 1, end, longer);
      }
    }
  }

  private boolean isBoundary(int end) {
    return end == wanted.length() || "/:@".indexOf(wanted.charAt(end)) >= 0;
  }

  private double cost(Map<Slot, String> texts) {
    double cost = 0;
    var first = parts.stream().filter(it -> it.slot() != null).findFirst().orElseThrow().slot();
    for (var entry : texts.entrySet()) {
      var slot = entry.getKey();
      var text = entry.getValue();
      if (!text.equals(slot.text())) {
        cost += 1;
        cost += slot.host() && text.indexOf('/') >= 0 ? 1.5 : 0;
        cost += !slot.host() && !slot.equals(first) && text.startsWith(host) ? 1 : 0;
        // A name without its last part is for a prefix.
        cost += !slot.host() && text.equals(host) && !slot.isEmpty() ? 0.5 : 0;
      }
    }
    return cost;
  }
}
