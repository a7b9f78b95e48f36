package dev.ecrcache.overlay;

import dev.ecrcache.overlay.Marks.Hit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What an image in a manifest is put together from, as marks have shown.
 *
 * @param parts the values' and the template's own, in their order
 * @param known whether every value stands there as it is written; otherwise it is a conjecture
 */
record Composition(List<Part> parts, boolean known) {
  static final Composition FIXED = new Composition(List.of(), true);

  /** Either of a value, or a text of the template's. */
  record Part(Slot slot, String text) {}

  /** What an image is put together from, given its text with marks. */
  static Composition of(String marked, List<Hit> hits) {
    var parts = new ArrayList<Part>();
    int from = 0;
    boolean known = true;
    for (var hit : hits) {
      if (hit.start() > from) {
        parts.add(new Part(null, marked.substring(from, hit.start())));
      }
      if (hit.start() >= from) {
        parts.add(new Part(hit.slot(), null));
        from = hit.end();
      }
      known &= hit.whole();
    }
    if (from < marked.length()) {
      parts.add(new Part(null, marked.substring(from)));
    }
    if (known) {
      return new Composition(List.copyOf(parts), true);
    }
    // The chart takes the value apart: all that can be tried is the image itself in its place.
    return new Composition(
        hits.stream().map(Hit::slot).distinct().limit(1).map(it -> new Part(it, null)).toList(),
        false);
  }

  /** The parts of values, in their order. */
  Set<Slot> slots() {
    var slots = new LinkedHashSet<Slot>();
    parts.stream().map(Part::slot).filter(Objects::nonNull).forEach(slots::add);
    return slots;
  }

  /** The value that names the image; null if none does. */
  Slot name() {
    Slot name = null;
    for (var part : parts) {
      if (part.slot() != null && (name == null || !part.slot().host())) {
        name = part.slot();
      }
    }
    return name;
  }
}
