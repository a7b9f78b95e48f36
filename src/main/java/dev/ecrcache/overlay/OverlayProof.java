package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.overlay.ProvenOverlay.Proven;
import dev.ecrcache.overlay.Use.Place;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Moves the images of one chart to a cache, and proves it by rendering: where values come out is
 * learnt from marks in them, and what is then written is confirmed place by place.
 */
public final class OverlayProof {
  private static final String RULE = "a rule has it, but ";

  private final Chart chart;
  private final Map<String, Object> values;
  private final CachedImages cache;
  private final Renders renders;
  private final Learning learning;

  private OverlayProof(
      Chart chart,
      Map<String, Object> values,
      CachedImages cache,
      Function<Map<String, Object>, String> render) {
    this.chart = chart;
    this.values = values;
    this.cache = cache;
    renders = new Renders(render, chart, values);
    learning = new Learning(chart, values, cache, renders);
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
    return new OverlayProof(chart, values, cache, render).prove();
  }

  /** As {@link #of}, for a chart of which nothing is to be moved: the images that it has. */
  public static List<RenderedImage> images(
      Chart chart,
      Map<String, Object> values,
      CachedImages cache,
      Function<Map<String, Object>, String> render) {
    return new OverlayProof(chart, values, cache, render)
        .learning.learned().uses().stream().map(Use::image).toList();
  }

  private ProvenOverlay prove() {
    learning.otherForms();
    var wanted = new LinkedHashMap<Use, String>();
    for (var use : learning.learned().uses()) {
      learning.target(use).ifPresent(it -> wanted.put(use, it.toString()));
    }
    var settlement = new Settlement(renders, learning, wanted);
    settlement.settle(learning.ways());
    var moved = new HashSet<Use>();
    settlement.moves().forEach(move -> moved.addAll(move.uses()));
    return new ProvenOverlay(
        renders.overlay(Settlement.texts(settlement.moves())),
        learning.learned().uses().stream()
            .map(use -> moved.contains(use) ? moved(use) : stays(use, settlement.reasons()))
            .toList(),
        settlement.hashes().stream().map(OverlayProof::text).toList(),
        unused(),
        renders.count());
  }

  private Proven moved(Use use) {
    return new Proven(use.image(), learning.target(use), value(use), Optional.empty());
  }

  private Proven stays(Use use, Map<Use, String> reasons) {
    var reason =
        use.image()
            .problem()
            .or(() -> use.image().image().map(cache::resolve).flatMap(Resolution::reason))
            .map(it -> it.replace(" at " + cache.host(), ""))
            .or(() -> Optional.ofNullable(reasons.get(use)).map(RULE::concat))
            .or(() -> learning.target(use).map(it -> RULE + obstacle(use)));
    return new Proven(use.image(), Optional.empty(), value(use), reason);
  }

  private static Optional<String> value(Use use) {
    return Optional.ofNullable(use.composition().name()).map(it -> it.path().toString());
  }

  /** Why an image has no value that moves it and nothing else. */
  private String obstacle(Use use) {
    for (var slot : use.composition().slots()) {
      var place = learning.learned().elsewhere().get(slot);
      if (place != null) {
        return "value %s is for %s too".formatted(slot.path(), text(place));
      }
    }
    for (var slot : use.composition().slots()) {
      for (var other : learning.learned().uses()) {
        if (learning.target(other).isEmpty() && other.composition().slots().contains(slot)) {
          return "value %s is for an image that stays too: %s"
              .formatted(slot.path(), text(other.place()));
        }
      }
    }
    return "the chart takes no other image there";
  }

  /** The user's values that name images, by their shapes, and come out nowhere. */
  private List<String> unused() {
    var used = new HashSet<ValuePath>();
    var learned = learning.learned();
    learned.slots().forEach(slot -> used.add(slot.path()));
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

  private static String text(Place place) {
    return place.identity() + " " + place.path();
  }
}
