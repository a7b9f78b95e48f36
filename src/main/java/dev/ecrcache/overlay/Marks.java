package dev.ecrcache.overlay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is written into values to see where they come out. A marked part is as like to a cached one
 * as can be: a registry becomes a host under that of the cache, and a path gets one more before it.
 * A name that stands behind a path of the chart's own stays a name, for charts that take whatever
 * has a slash for a whole reference, as Istio's do.
 */
final class Marks {
  static final Pattern MARK = Pattern.compile("zq(\\d+)z");

  private final List<Slot> slots;
  private final Set<Slot> names;
  private final String host;

  /** A marked part in a text: {@code text} from {@code start} on is what was written for it. */
  record Hit(Slot slot, int start, int end, boolean whole) {}

  /**
   * @param names those that stay names
   */
  Marks(List<Slot> slots, Set<Slot> names, String host) {
    this.slots = slots;
    this.names = names;
    this.host = host;
  }

  /** No marks. */
  static Marks none(String host) {
    return new Marks(List.of(), Set.of(), host);
  }

  /** What is written for each part. */
  Map<Slot, String> written() {
    var written = new LinkedHashMap<Slot, String>();
    for (int i = 0; i < slots.size(); i++) {
      written.put(slots.get(i), written(i));
    }
    return written;
  }

  private String written(int index) {
    var slot = slots.get(index);
    var mark = "zq" + index + "z";
    if (slot.host()) {
      return mark + "." + host;
    }
    if (slot.hasHost()) {
      return mark + "." + host + slot.text().substring(slot.text().indexOf('/'));
    }
    return slot.isEmpty() ? mark : mark + (names.contains(slot) ? "-" : "/") + slot.text();
  }

  /** The marks in a text, in their order. */
  List<Hit> in(String text) {
    var hits = new ArrayList<Hit>();
    var marks = MARK.matcher(text);
    while (marks.find()) {
      hit(marks, text).ifPresent(hits::add);
    }
    return hits;
  }

  private Optional<Hit> hit(Matcher mark, String text) {
    int index;
    try {
      index = Integer.parseInt(mark.group(1));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    if (index >= slots.size()) {
      return Optional.empty();
    }
    var written = written(index);
    boolean whole = text.startsWith(written, mark.start());
    int end = whole ? mark.start() + written.length() : mark.end();
    return Optional.of(new Hit(slots.get(index), mark.start(), end, whole));
  }
}
