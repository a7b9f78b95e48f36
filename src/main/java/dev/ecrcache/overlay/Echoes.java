package dev.ecrcache.overlay;

import dev.ecrcache.overlay.Composition.Part;
import dev.ecrcache.overlay.Use.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** Parts that stand side by side follow together or not at all. */
  private void part(Echo echo, Place block, Map<Slot, Place> elsewhere) {
    if (prefixAndName(block).size() == 2) {
      followers.add(echo);
    } else {
      elsewhere.putIfAbsent(echo.slot(), echo.image().place());
    }
  }

  private Use composed(Use use) {
    var slots = prefixAndName(use.place());
    if (slots.size() < 2) {
      return use;
    }
    var name = slots.get(0).text() + "/" + slots.get(1).text();
    if (!use.image().text().startsWith(name)) {
      return use;
    }
    var rest = use.image().text().substring(name.length());
    var parts =
        new ArrayList<>(
            List.of(
                new Part(slots.get(0), null), new Part(null, "/"), new Part(slots.get(1), null)));
    if (!rest.isEmpty()) {
      parts.add(new Part(null, rest));
    }
    return new Use(use.identity(), use.image(), new Composition(parts, true));
  }

  /** The values of the parts in a block, that of the prefix first. */
  private List<Slot> prefixAndName(Place block) {
    var at = new HashMap<String, Slot>();
    blocks.forEach(
        (echo, place) -> {
          if (place.equals(block)) {
            at.put(echo.image().image().path().substring(block.path().length() + 1), echo.slot());
          }
        });
    return Stream.of("registry", "repository", "image", "name")
        .map(at::get)
        .filter(Objects::nonNull)
        .toList();
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
