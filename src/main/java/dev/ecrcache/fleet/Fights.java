package dev.ecrcache.fleet;

import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.EcrRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stacks that own the same single thing of one registry: each would undo the other's. */
final class Fights {
  private record Single(EcrRegistry registry, String thing) {}

  private Fights() {}

  /** One line for each single thing that two of the stacks own, as far as their files tell. */
  static List<String> among(Collection<FleetStack> stacks) {
    Map<Single, String> owners = new HashMap<>();
    var fights = new ArrayList<String>();
    for (var stack : stacks) {
      for (var single : singles(stack)) {
        var owner = owners.putIfAbsent(single, stack.name());
        if (owner != null) {
          fights.add(
              "the stacks %s and %s both own %s of the account %s in %s; leave it to one of them"
                  .formatted(
                      owner,
                      stack.name(),
                      single.thing(),
                      single.registry().accountId(),
                      single.registry().region()));
        }
      }
    }
    return fights;
  }

  private static List<Single> singles(FleetStack stack) {
    try {
      return stack.file().registry().stream()
          .flatMap(
              registry -> stack.file().singles().stream().map(thing -> new Single(registry, thing)))
          .toList();
    } catch (InvalidArgumentException | IllegalArgumentException e) {
      // The program refuses the stack's file, and then it owns nothing.
      return List.of();
    }
  }
}
