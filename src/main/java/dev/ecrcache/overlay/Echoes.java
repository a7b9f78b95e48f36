package dev.ecrcache.overlay;

import dev.ecrcache.overlay.Composition.Part;
import dev.ecrcache.overlay.Use.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values that stand alone where parts of images may: in texts, and beside one another. */
final class Echoes {
  private final List<Echo> alone = new ArrayList<>();
  private final Map<Echo, Place> blocks = new HashMap<>();
  private final List<Use> inParts = new ArrayList<>();
  private final List<Echo> followers = new ArrayList<>();

  /**
   * A value that is handed on as it is, as where all values are written to a ConfigMap.
   *
   * @param image where it stands, without an overlay
   */
  record Echo(Slot slot, Use image) {}

  /** Adds a value that stands alone in a text. */
  void add(Slot slot, Use image) {
    alone.add(new Echo(slot, image));
  }

  /** Adds a value that is the registry or the repository in a block of both. */
  void addPart(Slot slot, Use image, String block) {
    add(slot, image);
    blocks.put(alone.get(alone.size() - 1), new Place(image.identity(), block));
  }

  /** Adds an image whose registry and repository stand side by side. */
  void inParts(Use image) {
    inParts.add(image);
  }

  /** The values that are handed on, which follow whatever becomes of the images. */
  List<Echo> followers() {
    return followers;
  }

  /**
   * Tells parts of images from whole ones.
   *
   * @param uses takes those that are images
   * @param elsewhere takes the values that are neither
   */
  void sort(List<Use> uses, Map<Slot, Place> elsewhere) {
    inParts.forEach(use -> uses.add(composed(use)));
    var parts = new HashSet<Slot>();
    uses.stream()
        .filter(it -> it.composition().parts().size() > 1)
        .forEach(it -> parts.addAll(it.composition().slots()));
    for (var echo : alone) {
      if (blocks.containsKey(echo)) {
        part(echo, blocks.get(echo), elsewhere);
      } else if (!parts.contains(echo.slot()) && MarkedImages.isImage(echo.image().image())) {
        uses.add(echo.image());
      } else if (isHandedOnWhole(echo, uses)) {
        followers.add(echo);
      } else {
        elsewhere.putIfAbsent(echo.slot(), echo.image().place());
      }
    }
  }

  /** A registry and a repository, side by side, follow together or not at all. */
  private void part(Echo echo, Place block, Map<Slot, Place> elsewhere) {
    if (at(block, ".registry").isPresent() && at(block, ".repository").isPresent()) {
      followers.add(echo);
    } else {
      elsewhere.putIfAbsent(echo.slot(), echo.image().place());
    }
  }

  private Use composed(Use use) {
    var registry = at(use.place(), ".registry");
    var repository = at(use.place(), ".repository");
    if (registry.isEmpty() || repository.isEmpty()) {
      return use;
    }
    var name = registry.get().text() + "/" + repository.get().text();
    var rest = use.image().text().substring(Math.min(name.length(), use.image().text().length()));
    var parts =
        new ArrayList<>(
            List.of(
                new Part(registry.get(), null),
                new Part(null, "/"),
                new Part(repository.get(), null)));
    if (!rest.isEmpty()) {
      parts.add(new Part(null, rest));
    }
    return new Use(use.identity(), use.image(), new Composition(parts, true));
  }

  private Optional<Slot> at(Place block, String key) {
    var place = new Place(block.identity(), block.path() + key);
    return alone.stream()
        .filter(it -> it.image().place().equals(place))
        .map(Echo::slot)
        .findFirst();
  }

  /** Whether with a registry the names in it are handed on too. */
  private boolean isHandedOnWhole(Echo echo, List<Use> uses) {
    var there =
        alone.stream()
            .filter(it -> it.image().identity().equals(echo.image().identity()))
            .map(Echo::slot)
            .collect(Collectors.toSet());
    return !echo.slot().host()
        || uses.stream()
            .map(it -> it.composition().slots())
            .filter(slots -> slots.contains(echo.slot()))
            .allMatch(there::containsAll);
  }
}
