package dev.ecrcache.overlay;

import dev.ecrcache.overlay.Solutions.Solution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The texts to give to values so that as many images as possible are moved, and every other one
 * stays. Values that feed one image, or that share one, are decided together.
 */
final class Assignment {
  private static final int MOST_STEPS = 20_000;

  private final List<Move> moves = new ArrayList<>();

  /**
   * What moves together.
   *
   * @param texts the new text of each part of a value that changes
   * @param uses the images that are moved
   */
  record Move(Map<Slot, String> texts, Set<Use> uses) {}

  // The search in one group.
  private List<Choice> choices;
  private Map<Slot, String> decided;
  private List<Solution> taken;
  private List<Solution> best;
  private int bestMoved;
  private double bestCost;
  private int steps;

  /** An image and the ways to move it, behind which stands to leave it. */
  private record Choice(Use use, List<Solution> ways, Solution stay) {
    int count() {
      return ways.size();
    }
  }

  private Assignment() {}

  /**
   * @param ways the ways to move each image; none for those that stay
   */
  static List<Move> of(Map<Use, List<Solution>> ways) {
    var assignment = new Assignment();
    for (var group : groups(ways.keySet())) {
      assignment.decide(
          group.stream()
              .map(use -> new Choice(use, ways.get(use), stay(use)))
              .sorted(Comparator.comparing(Choice::count))
              .toList());
    }
    return assignment.moves;
  }

  private static Solution stay(Use use) {
    var same = new HashMap<Slot, String>();
    use.composition().slots().forEach(slot -> same.put(slot, slot.text()));
    return new Solution(same, 0);
  }

  private static List<List<Use>> groups(Set<Use> uses) {
    var groups = new ArrayList<List<Use>>();
    var of = new HashMap<Slot, List<Use>>();
    for (var use : uses) {
      var group = new ArrayList<>(List.of(use));
      for (var slot : use.composition().slots()) {
        var other = of.get(slot);
        if (other != null && groups.removeIf(it -> it == other)) {
          group.addAll(other);
        }
      }
      groups.add(group);
      group.forEach(it -> it.composition().slots().forEach(slot -> of.put(slot, group)));
    }
    return groups;
  }

  private void decide(List<Choice> group) {
    choices = group;
    decided = new HashMap<>();
    taken = new ArrayList<>();
    best = null;
    bestMoved = -1;
    bestCost = 0;
    steps = 0;
    search(0, 0, 0);
    var texts = new LinkedHashMap<Slot, String>();
    var moved = new LinkedHashSet<Use>();
    for (int i = 0; i < group.size(); i++) {
      var choice = group.get(i);
      var solution = best == null ? choice.stay() : best.get(i);
      if (solution != choice.stay()) {
        moved.add(choice.use());
        solution
            .texts()
            .forEach(
                (slot, text) -> {
                  if (!text.equals(slot.text())) {
                    texts.put(slot, text);
                  }
                });
      }
    }
    if (!texts.isEmpty()) {
      moves.add(new Move(texts, moved));
    }
  }

  private void search(int index, int movedSoFar, double cost) {
    int possible = movedSoFar + choices.size() - index;
    boolean worse =
        possible < bestMoved || possible == bestMoved && (cost >= bestCost && index > 0);
    if (steps++ > MOST_STEPS || worse && best != null) {
      return;
    }
    if (index == choices.size()) {
      best = List.copyOf(taken);
      bestMoved = movedSoFar;
      bestCost = cost;
      return;
    }
    var choice = choices.get(index);
    for (var way : choice.ways()) {
      take(way, index, movedSoFar + 1, cost + way.cost());
    }
    take(choice.stay(), index, movedSoFar, cost);
  }

  private void take(Solution solution, int index, int movedSoFar, double cost) {
    var added = new ArrayList<Slot>();
    boolean agrees = true;
    for (var entry : solution.texts().entrySet()) {
      var there = decided.get(entry.getKey());
      if (there == null) {
        decided.put(entry.getKey(), entry.getValue());
        added.add(entry.getKey());
      } else if (!there.equals(entry.getValue())) {
        agrees = false;
        break;
      }
    }
    if (agrees) {
      taken.add(solution);
      search(index + 1, movedSoFar, cost);
      taken.remove(taken.size() - 1);
    }
    added.forEach(decided::remove);
  }
}
