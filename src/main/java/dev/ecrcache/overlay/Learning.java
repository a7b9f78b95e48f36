package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.overlay.Solutions.Solution;
import dev.ecrcache.overlay.Use.Place;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Learns by rendering with marks which values make up the images of a chart. */
final class Learning {
  private final Chart chart;
  private final CachedImages cache;
  private final Renders renders;
  private final CacheHost host;
  private final DigestValues digests;
  private final Set<Slot> slots;
  private final Set<Slot> names;
  private Map<String, ManifestObject> plain;
  private Provenance learned;

  /**
   * @param values the user's values
   * @throws IllegalArgumentException in one line, if the chart does not render
   */
  Learning(Chart chart, Map<String, Object> values, CachedImages cache, Renders renders) {
    this.chart = chart;
    this.cache = cache;
    this.renders = renders;
    plain = renders.plain();
    host = new CacheHost(values, cache, images());
    if (!host.values().isEmpty()) {
      renders.release(host.values());
      plain = renders.plain();
    }
    var references = images().stream().flatMap(it -> it.image().stream()).toList();
    digests = new DigestValues(chart, renders.effective(), references, cache);
    var texts = images().stream().map(RenderedImage::text).distinct().toList();
    slots = Candidates.of(chart, renders.effective(), texts, false);
    host.values().forEach(path -> slots.add(new Slot(path, 0, "", true)));
    names = slots.stream().filter(slot -> isName(slot, texts)).collect(Collectors.toSet());
    learned = marked(slots, names);
  }

  /** The objects without an overlay. */
  Map<String, ManifestObject> plain() {
    return plain;
  }

  /** Where values come out. */
  Provenance learned() {
    return learned;
  }

  /** The digests that go with their images. */
  DigestValues digests() {
    return digests;
  }

  /** Looks for values that are open or may be anything, where an image has no other. */
  void otherForms() {
    var unsolved = unsolved(learned);
    if (unsolved.isEmpty()) {
      return;
    }
    var texts = unsolved.stream().map(use -> use.image().text()).toList();
    var tried = new LinkedHashSet<>(Candidates.of(chart, renders.effective(), texts, true));
    tried.addAll(OtherForms.of(chart, renders.effective()));
    tried.removeAll(slots);
    var places = new HashSet<Place>();
    var stillNames = new HashSet<>(names);
    unsolved.forEach(
        use -> {
          places.add(use.place());
          stillNames.removeAll(use.composition().slots());
        });
    var more = new LinkedHashSet<Slot>();
    marked(tried, Set.of()).uses().stream()
        .filter(use -> places.contains(use.place()))
        .forEach(use -> more.addAll(use.composition().slots()));
    if (more.isEmpty() && stillNames.equals(names)) {
      return;
    }
    more.addAll(slots);
    var again = marked(more, stillNames);
    if (unsolved(again).size() < unsolved.size()) {
      learned = again;
    }
  }

  /** The ways to move each image; none for those that stay. */
  Map<Use, List<Solution>> ways() {
    return ways(learned);
  }

  /** What must come of an image; empty if it stays. */
  Optional<ImageReference> target(Use use) {
    var there = host.image(use.image());
    return there.isPresent()
        ? there
        : use.image().image().map(cache::resolve).flatMap(Learning::cached);
  }

  private List<RenderedImage> images() {
    return plain.values().stream().flatMap(it -> ObjectImages.of(it).stream()).toList();
  }

  private Provenance marked(Collection<Slot> slots, Set<Slot> names) {
    return slots.isEmpty()
        ? Provenance.of(plain, plain, Marks.none(cache.host()))
        : MarkedRender.of(renders, plain, slots, names, cache.host(), digests.texts());
  }

  /** Whether a part has no slash, and stands behind one in every image that it may be in. */
  private static boolean isName(Slot slot, List<String> images) {
    var text = slot.text();
    return !slot.host()
        && text.indexOf('/') < 0
        && images.stream().noneMatch(it -> it.startsWith(text))
        && images.stream().anyMatch(it -> it.contains("/" + text));
  }

  private List<Use> unsolved(Provenance provenance) {
    var unsolved =
        ways(provenance).entrySet().stream()
            .filter(it -> it.getValue().isEmpty())
            .map(Map.Entry::getKey);
    return unsolved
        .filter(use -> use.image().role().isNeeded() && target(use).isPresent())
        .toList();
  }

  private Map<Use, List<Solution>> ways(Provenance provenance) {
    var ways = new LinkedHashMap<Use, List<Solution>>();
    for (var use : provenance.uses()) {
      var target = target(use);
      ways.put(
          use,
          target.isEmpty()
              ? List.of()
              : Solutions.of(use.composition(), target.get().toString(), cache.host()).stream()
                  .filter(way -> isAllowed(way, provenance.elsewhere().keySet()))
                  .toList());
    }
    return ways;
  }

  private static boolean isAllowed(Solution way, Set<Slot> fixed) {
    return way.texts().entrySet().stream()
        .allMatch(it -> it.getValue().equals(it.getKey().text()) || !fixed.contains(it.getKey()));
  }

  private static Optional<ImageReference> cached(Resolution resolution) {
    return resolution instanceof Resolution.Cached cached
        ? Optional.of(cached.image())
        : Optional.empty();
  }
}
