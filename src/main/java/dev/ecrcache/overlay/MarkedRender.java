package dev.ecrcache.overlay;

import dev.ecrcache.chart.ValuePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Renders a chart with marks in its values, as many of them as it takes. */
final class MarkedRender {
  private static final int MOST_QUESTIONS = 16;
  private static final int DEEPEST = 4;

  private final Renders renders;
  private final String host;
  private final Set<Slot> names;
  private final Map<Slot, String> besides;
  private Map<String, ManifestObject> objects;
  private Marks marks;
  private String refusal;

  private MarkedRender(Renders renders, String host, Set<Slot> names, Map<Slot, String> besides) {
    this.renders = renders;
    this.host = host;
    this.names = names;
    this.besides = besides;
  }

  /**
   * Where these parts of values come out; those with which the chart does not render are left.
   *
   * @param names those that stay names with their marks
   * @param besides what else is written
   */
  static Provenance of(
      Renders renders,
      Map<String, ManifestObject> plain,
      Collection<Slot> slots,
      Set<Slot> names,
      String host,
      Map<Slot, String> besides) {
    var render = new MarkedRender(renders, host, names, besides);
    var some = List.copyOf(slots);
    // Helm's schemas and many checks say which value they refuse.
    for (int i = 0; i < 3 && !some.isEmpty() && !render.takes(some); i++) {
      var named = render.named(some);
      if (named.isEmpty()) {
        some = Bisection.good(some, MOST_QUESTIONS, render::takes);
        break;
      }
      some = some.stream().filter(it -> !named.contains(it)).toList();
    }
    return render.objects == null
        ? Provenance.of(plain, plain, Marks.none(host))
        : Provenance.of(plain, render.objects, render.marks);
  }

  private boolean takes(List<Slot> slots) {
    var tried = new Marks(slots, names, host);
    try {
      var written = tried.written();
      written.putAll(besides);
      objects = renders.render(written);
      marks = tried;
      return true;
    } catch (IllegalArgumentException e) {
      refusal = String.valueOf(e.getMessage());
      return false;
    }
  }

  /** The parts that the refusal names; of a sub-chart only if it names none of the chart's own. */
  private List<Slot> named(List<Slot> slots) {
    var named = new ArrayList<Slot>();
    for (int depth = 0; depth < DEEPEST && named.isEmpty(); depth++) {
      for (int i = 0; i < slots.size(); i++) {
        if (refusal.contains("zq" + i + "z") || isPointedAt(slots.get(i).path(), depth)) {
          named.add(slots.get(i));
        }
      }
    }
    return named;
  }

  // Such as: at '/image': additional properties 'registry' not allowed.
  private boolean isPointedAt(ValuePath path, int depth) {
    var steps = path.steps().stream().map(String::valueOf).toList();
    if (depth >= steps.size()) {
      return false;
    }
    var key = steps.get(steps.size() - 1);
    var block =
        steps.subList(depth, steps.size() - 1).stream()
            .map("/"::concat)
            .collect(Collectors.joining());
    return refusal.contains("at '%s/%s'".formatted(block, key))
        || refusal.contains("at '%s'".formatted(block)) && refusal.contains("'%s'".formatted(key));
  }
}
