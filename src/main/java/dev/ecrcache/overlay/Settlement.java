package dev.ecrcache.overlay;

import dev.ecrcache.overlay.Assignment.Move;
import dev.ecrcache.overlay.Comparison.Difference;
import dev.ecrcache.overlay.Echoes.Echo;
import dev.ecrcache.overlay.RenderedImage.Role;
import dev.ecrcache.overlay.Solutions.Solution;
import dev.ecrcache.overlay.Use.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the moves that a render confirms, and takes back the others. */
final class Settlement {
  private static final int MOST_ATTEMPTS = 5;
  private static final int MOST_QUESTIONS = 20;
  private static final int LONGEST = 120;

  private final Renders renders;
  private final Comparison comparison;
  private final Map<String, ManifestObject> plain;
  private final Map<Use, String> wanted;
  private final List<Echo> echoes;
  private final DigestValues digests;
  private final Map<Use, Set<Map<Slot, String>>> refuted = new HashMap<>();
  private final Map<Use, String> reasons = new HashMap<>();
  private final List<Place> hashes = new ArrayList<>();
  private List<Move> moves = List.of();

  /**
   * @param wanted what must come of the images that can be moved
   */
  Settlement(Renders renders, Learning learning, Map<Use, String> wanted) {
    this.renders = renders;
    this.wanted = wanted;
    plain = learning.plain();
    comparison = new Comparison(plain, renders::plain);
    echoes = learning.learned().followers();
    digests = learning.digests();
  }

  /**
   * Settles.
   *
   * @param ways the ways to move each image; none for those that stay
   */
  void settle(Map<Use, List<Solution>> ways) {
    var last = List.<Difference>of();
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      moves = Assignment.of(open(ways)).stream().map(digests::with).toList();
      var differences = differences(moves);
      if (differences.isEmpty()) {
        return;
      }
      last = differences;
      if (!refute(differences)) {
        break;
      }
    }
    var tried = moves;
    moves = Bisection.good(tried, MOST_QUESTIONS, some -> differences(some).isEmpty());
    // The last question may have been of others.
    if (!differences(moves).isEmpty()) {
      moves = List.of();
      hashes.clear();
    }
    var difference = last.get(0);
    for (var move : tried) {
      if (!moves.contains(move)) {
        move.uses().forEach(use -> reasons.putIfAbsent(use, because(difference)));
      }
    }
  }

  /** The moves that are confirmed. */
  List<Move> moves() {
    return moves;
  }

  /** Why images that have a value were taken back. */
  Map<Use, String> reasons() {
    return reasons;
  }

  /** The places of hashes that change with the moves. */
  List<Place> hashes() {
    return hashes;
  }

  static Map<Slot, String> texts(List<Move> moves) {
    var texts = new LinkedHashMap<Slot, String>();
    moves.forEach(move -> texts.putAll(move.texts()));
    return texts;
  }

  private Map<Use, List<Solution>> open(Map<Use, List<Solution>> ways) {
    var open = new LinkedHashMap<Use, List<Solution>>();
    ways.forEach(
        (use, all) -> {
          var not = refuted.getOrDefault(use, Set.of());
          open.put(use, all.stream().filter(it -> !not.contains(it.texts())).toList());
        });
    return open;
  }

  /** What differs with these moves from what must be; an empty place for all of it. */
  private List<Difference> differences(List<Move> some) {
    hashes.clear();
    var texts = texts(some);
    if (texts.isEmpty()) {
      return List.of();
    }
    try {
      return comparison.of(renders.render(texts), expected(some), hashes);
    } catch (IllegalArgumentException e) {
      return List.of(new Difference(new Place("", ""), null, e.getMessage()));
    }
  }

  private Map<Place, String> expected(List<Move> some) {
    var texts = texts(some);
    var changes = new HashMap<Use, String>();
    some.forEach(move -> move.uses().forEach(use -> changes.put(use, wanted.get(use))));
    for (var echo : echoes) {
      if (texts.containsKey(echo.slot())) {
        changes.put(echo.image(), texts.get(echo.slot()));
      }
    }
    var expected = new HashMap<Place, String>();
    changes.keySet().stream()
        // An image in parts has none of its own.
        .filter(use -> text(use.place()) != null)
        .sorted((use, other) -> other.image().start() - use.image().start())
        .forEach(
            use ->
                expected.merge(
                    use.place(),
                    use.image().replacedIn(text(use.place()), changes.get(use)),
                    (there, alone) -> use.image().replacedIn(there, changes.get(use))));
    return expected;
  }

  private String text(Place place) {
    return (String) plain.get(place.identity()).leaves().get(place.path());
  }

  /** Rules out what made the differences; false if nothing is known to have made them. */
  private boolean refute(List<Difference> differences) {
    var places = new HashMap<Place, Difference>();
    differences.forEach(it -> places.put(it.place(), it));
    boolean any = false;
    for (var move : moves) {
      for (var use : move.uses()) {
        if (places.containsKey(use.place())) {
          var way = new HashMap<Slot, String>();
          use.composition()
              .slots()
              .forEach(slot -> way.put(slot, move.texts().getOrDefault(slot, slot.text())));
          any |= refuted.computeIfAbsent(use, it -> new HashSet<>()).add(way);
          reasons.put(use, refuted(use, places.get(use.place())));
        }
      }
    }
    return any;
  }

  // What else stands there may be secret.
  private static String refuted(Use use, Difference difference) {
    var reason = "the chart makes another image of it when it is moved";
    return use.image().role() == Role.CONTAINER ? reason + ": " + text(difference.found()) : reason;
  }

  private static String because(Difference difference) {
    var place = difference.place();
    return place.identity().isEmpty()
        ? "the chart does not render with it: " + text(difference.found())
        : "with it, %s changes too".formatted((place.identity() + " " + place.path()).strip());
  }

  private static String text(Object value) {
    var text = value == null ? "none" : value.toString().strip().replaceAll("\\s+", " ");
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
