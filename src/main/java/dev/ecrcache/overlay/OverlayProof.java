package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.overlay.ProvenOverlay.Proven;
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
import java.util.function.Function;

/**
 * Moves the images of one chart to a cache, and proves it by rendering: where values come out is
 * learnt from marks in them, and what is then written is confirmed place by place.
 */
public final class OverlayProof {
  private final Chart chart;
  private final CachedImages cache;
  private final Renders renders;
  private final CacheHost host;
  private final DigestValues digests;
  private Map<String, ManifestObject> plain;
  private Provenance learned;

  private OverlayProof(
      Chart chart, Map<String, Object> values, CachedImages cache, Renders renders) {
    this.chart = chart;
    this.cache = cache;
    this.renders = renders;
    plain = renders.plain();
    host = new CacheHost(values, cache, images());
    if (!host.values().isEmpty()) {
      renders.release(host.values());
      plain = renders.plain();
    }
    digests =
        new DigestValues(
            chart,
            renders.effective(),
            images().stream().flatMap(it -> it.image().stream()).toList(),
            cache);
  }

  /**
   * The overlay for a chart and the user's values.
   *
   * @param render renders the chart with values over its own
   * @throws IllegalArgumentException in one line, if the chart does not render
   */
  public static ProvenOverlay of(
      Chart chart,
      Map<String, Object> values,
      CachedImages cache,
      Function<Map<String, Object>, String> render) {
    return new OverlayProof(chart, values, cache, new Renders(render, chart, values)).prove(values);
  }

  /** As {@link #of}, for a chart of which nothing is to be moved: what it has, and whence. */
  public static List<RenderedImage> images(
      Chart chart,
      Map<String, Object> values,
      CachedImages cache,
      Function<Map<String, Object>, String> render) {
    var proof = new OverlayProof(chart, values, cache, new Renders(render, chart, values));
    proof.learn();
    return proof.learned.uses().stream().map(Use::image).toList();
  }

  private ProvenOverlay prove(Map<String, Object> values) {
    otherForms(learn());
    var wanted = wanted();
    var settlement =
        new Settlement(
            renders,
            new Comparison(plain, renders::plain),
            plain,
            wanted,
            learned.followers(),
            digests);
    settlement.settle(ways(learned));
    var moved = new HashSet<Use>();
    settlement.moves().forEach(move -> moved.addAll(move.uses()));
    return new ProvenOverlay(
        renders.overlay(Settlement.texts(settlement.moves())),
        learned.uses().stream()
            .map(use -> proven(use, moved.contains(use), wanted, settlement.reasons()))
            .toList(),
        settlement.hashes().stream().map(OverlayProof::text).toList(),
        unused(values),
        renders.count());
  }

  private Set<Slot> learn() {
    var texts = images().stream().map(RenderedImage::text).distinct().toList();
    var slots = Candidates.of(chart, renders.effective(), texts, false);
    host.values().forEach(path -> slots.add(new Slot(path, 0, "", true)));
    learned = marked(slots);
    return slots;
  }

  private List<RenderedImage> images() {
    return plain.values().stream().flatMap(it -> RenderedImages.of(it).stream()).toList();
  }

  private Provenance marked(Collection<Slot> slots) {
    return slots.isEmpty()
        ? Provenance.of(plain, plain, new Marks(List.of(), cache.host()))
        : MarkedRender.of(renders, plain, slots, cache.host(), digests.texts());
  }

  /** Looks for values that are open or may be anything, where an image has no other. */
  private void otherForms(Set<Slot> known) {
    var unsolved = unsolved(learned);
    if (unsolved.isEmpty()) {
      return;
    }
    var texts = unsolved.stream().map(use -> use.image().text()).toList();
    var tried = new LinkedHashSet<>(Candidates.of(chart, renders.effective(), texts, true));
    tried.addAll(OtherForms.of(chart, renders.effective()));
    tried.removeAll(known);
    if (tried.isEmpty()) {
      return;
    }
    var places = new HashSet<Place>();
    unsolved.forEach(use -> places.add(use.place()));
    var more = new LinkedHashSet<Slot>();
    marked(tried).uses().stream()
        .filter(use -> places.contains(use.place()))
        .forEach(use -> more.addAll(use.composition().slots()));
    if (more.isEmpty()) {
      return;
    }
    more.addAll(known);
    var again = marked(more);
    if (unsolved(again).size() < unsolved.size()) {
      learned = again;
    }
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

  /** The ways to move each image; none for those that stay. */
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

  private Optional<ImageReference> target(Use use) {
    var there = host.image(use.image());
    return there.isPresent()
        ? there
        : use.image().image().map(cache::resolve).flatMap(OverlayProof::cached);
  }

  private static Optional<ImageReference> cached(Resolution resolution) {
    return resolution instanceof Resolution.Cached cached
        ? Optional.of(cached.image())
        : Optional.empty();
  }

  private Map<Use, String> wanted() {
    var wanted = new LinkedHashMap<Use, String>();
    learned.uses().forEach(use -> target(use).ifPresent(it -> wanted.put(use, it.toString())));
    return wanted;
  }

  private Proven proven(Use use, boolean moved, Map<Use, String> wanted, Map<Use, String> reasons) {
    var value = Optional.ofNullable(use.composition().name()).map(it -> it.path().toString());
    if (moved) {
      return new Proven(use.image(), target(use), value, Optional.empty());
    }
    var resolution = use.image().image().map(cache::resolve);
    var reason =
        use.image()
            .problem()
            .or(() -> resolution.flatMap(Resolution::reason))
            .map(it -> it.replace(" at " + cache.host(), ""))
            .or(() -> Optional.ofNullable(reasons.get(use)).map("a rule has it, but "::concat))
            .or(() -> wanted.containsKey(use) ? Optional.of(stays(use)) : Optional.empty());
    return new Proven(use.image(), Optional.empty(), value, reason);
  }

  /** The user's values that name images, by their shapes, and come out nowhere. */
  private List<String> unused(Map<String, Object> values) {
    var used = new HashSet<ValuePath>();
    learned.uses().forEach(it -> it.composition().slots().forEach(slot -> used.add(slot.path())));
    learned.elsewhere().keySet().forEach(slot -> used.add(slot.path()));
    learned.followers().forEach(it -> used.add(it.slot().path()));
    return ImageFinder.find(chart, renders.effective()).stream()
        .filter(it -> it.path().in(values) != null && !used.contains(it.path()))
        .map(
            it ->
                "value %s: %s: nothing that the chart renders takes it"
                    .formatted(it.path(), it.own()))
        .toList();
  }

  private String stays(Use use) {
    for (var slot : use.composition().slots()) {
      var place = learned.elsewhere().get(slot);
      if (place != null) {
        return "a rule has it, but value %s is for %s too".formatted(slot.path(), text(place));
      }
    }
    return "a rule has it, but the chart takes no other image there";
  }

  private static String text(Place place) {
    return place.identity() + " " + place.path();
  }
}
