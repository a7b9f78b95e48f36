package dev.ecrcache.overlay;

import dev.ecrcache.overlay.Marks.Hit;
import dev.ecrcache.overlay.Use.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where values come out in manifests, as a render with marks shows. */
final class Provenance {
  private final Marks marks;
  private final List<Use> uses = new ArrayList<>();
  private final Map<Slot, Place> elsewhere = new HashMap<>();
  private final Echoes echoes = new Echoes();
  private String identity;
  private ManifestObject object;

  private Provenance(Marks marks) {
    this.marks = marks;
  }

  static Provenance of(
      Map<String, ManifestObject> plain, Map<String, ManifestObject> marked, Marks marks) {
    var provenance = new Provenance(marks);
    var pairs = Pairs.of(plain, marked);
    plain.forEach((identity, object) -> provenance.object(identity, object, pairs.get(identity)));
    provenance.echoes.sort(provenance.uses, provenance.elsewhere);
    return provenance;
  }

  /** The images, in their order. */
  List<Use> uses() {
    return uses;
  }

  /** The values that make up images. */
  Set<Slot> slots() {
    var slots = new LinkedHashSet<Slot>();
    uses.forEach(it -> slots.addAll(it.composition().slots()));
    return slots;
  }

  /** The values that come out where no image is, each with such a place. */
  Map<Slot, Place> elsewhere() {
    return elsewhere;
  }

  /** The values that are handed on, which follow whatever becomes of the images. */
  List<Echoes.Echo> followers() {
    return echoes.followers();
  }

  private void object(String identity, ManifestObject object, ManifestObject marked) {
    this.identity = identity;
    this.object = object;
    var images = new HashMap<String, List<RenderedImage>>();
    ObjectImages.of(object)
        .forEach(it -> images.computeIfAbsent(it.path(), path -> new ArrayList<>()).add(it));
    object
        .leaves()
        .forEach(
            (path, value) -> {
              var found = images.getOrDefault(path, List.of());
              var other = marked == null ? null : marked.leaves().get(path);
              boolean same = marked == object || other == null || other.equals(value);
              var hits = !same && other instanceof String text ? marks.in(text) : List.<Hit>of();
              if (hits.isEmpty()) {
                found.forEach(it -> uses.add(new Use(identity, it, Composition.FIXED)));
              } else if (value instanceof String text) {
                leaf(path, text, (String) other, hits, found);
              } else {
                elsewhere(hits, path);
              }
            });
    images.forEach(
        (path, some) -> {
          if (!object.leaves().containsKey(path)) {
            some.forEach(it -> echoes.inParts(new Use(identity, it, Composition.FIXED)));
          }
        });
    if (marked != null && marked != object) {
      marked
          .leaves()
          .forEach(
              (path, value) -> {
                if (!object.leaves().containsKey(path)) {
                  elsewhere(marks.in(path + " " + value), path);
                }
              });
    }
  }

  private void leaf(
      String path, String text, String marked, List<Hit> hits, List<RenderedImage> found) {
    var learned = new ArrayList<Use>();
    if (found.size() == 1 && MarkedImages.surrounds(text, marked, found.get(0))) {
      var image = found.get(0);
      int end = marked.length() - (text.length() - image.end());
      var inside = hits.stream().filter(it -> it.start() >= image.start()).toList();
      learned.add(use(image, marked, image.start(), end, inside));
    } else {
      var seen = new HashSet<Slot>();
      for (var word : MarkedWords.of(text, marked, hits)) {
        var image = MarkedImages.image(object, path, text, word, found);
        if (MarkedImages.isAlone(object, path, text, word, found)) {
          var slot = word.hits().get(0).slot();
          var part = new Composition(List.of(new Composition.Part(slot, null)), true);
          var use = new Use(identity, image, part);
          MarkedImages.blockOfParts(object, path)
              .ifPresentOrElse(
                  block -> echoes.addPart(slot, use, block), () -> echoes.add(slot, use));
          seen.add(slot);
        } else if (MarkedImages.isImage(image, found)) {
          learned.add(use(image, marked, word.markedStart(), word.markedEnd(), word.hits()));
        } else {
          elsewhere(word.hits(), path);
        }
      }
      learned.forEach(it -> seen.addAll(it.composition().slots()));
      elsewhere(hits.stream().filter(it -> !seen.contains(it.slot())).toList(), path);
    }
    uses.addAll(learned);
    found.stream()
        .filter(it -> learned.stream().noneMatch(use -> use.overlaps(it.start(), it.end())))
        .forEach(it -> uses.add(new Use(identity, it, Composition.FIXED)));
  }

  private Use use(RenderedImage image, String marked, int start, int end, List<Hit> hits) {
    var shifted =
        hits.stream()
            .map(it -> new Hit(it.slot(), it.start() - start, it.end() - start, it.whole()))
            .toList();
    return new Use(identity, image, Composition.of(marked.substring(start, end), shifted));
  }

  private void elsewhere(List<Hit> hits, String path) {
    hits.forEach(hit -> elsewhere.putIfAbsent(hit.slot(), new Place(identity, path)));
  }
}
