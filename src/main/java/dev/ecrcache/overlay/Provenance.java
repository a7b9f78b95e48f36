package dev.ecrcache.overlay;

import dev.ecrcache.overlay.Marks.Hit;
import dev.ecrcache.overlay.RenderedImage.Role;
import dev.ecrcache.overlay.Use.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where values come out in manifests, as a render with marks shows. */
final class Provenance {
  private static final Set<String> DATA = Set.of("ConfigMap", "Secret");

  private final Marks marks;
  private final List<Use> uses = new ArrayList<>();
  private final Map<Slot, Place> elsewhere = new HashMap<>();
  private final List<Echo> echoes = new ArrayList<>();
  private final List<Echo> alone = new ArrayList<>();
  private String identity;
  private ManifestObject object;

  /**
   * A value that is handed on as it is, as where all values are written to a ConfigMap.
   *
   * @param image where it stands, without an overlay
   */
  record Echo(Slot slot, Use image) {}

  private Provenance(Marks marks) {
    this.marks = marks;
  }

  static Provenance of(
      Map<String, ManifestObject> plain, Map<String, ManifestObject> marked, Marks marks) {
    var provenance = new Provenance(marks);
    var pairs = Pairs.of(plain, marked);
    plain.forEach((identity, object) -> provenance.object(identity, object, pairs.get(identity)));
    provenance.echoes();
    return provenance;
  }

  /** The images, in their order. */
  List<Use> uses() {
    return uses;
  }

  /** The values that come out where no image is, each with such a place. */
  Map<Slot, Place> elsewhere() {
    return elsewhere;
  }

  /** The values that are handed on, which follow whatever becomes of the images. */
  List<Echo> followers() {
    return echoes;
  }

  /** Tells parts of images from whole ones among the values that stand alone in texts. */
  private void echoes() {
    var parts = new HashSet<Slot>();
    uses.stream()
        .filter(it -> it.composition().parts().size() > 1)
        .forEach(it -> parts.addAll(it.composition().slots()));
    for (var echo : alone) {
      if (!parts.contains(echo.slot()) && isImage(echo.image().image())) {
        uses.add(echo.image());
      } else if (isHandedOnWhole(echo)) {
        echoes.add(echo);
      } else {
        elsewhere.putIfAbsent(echo.slot(), echo.image().place());
      }
    }
  }

  /** Whether with a registry the names in it are handed on too. */
  private boolean isHandedOnWhole(Echo echo) {
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

  private void object(String identity, ManifestObject object, ManifestObject marked) {
    this.identity = identity;
    this.object = object;
    var images = new HashMap<String, List<RenderedImage>>();
    RenderedImages.of(object)
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
    if (found.size() == 1 && surrounds(text, marked, found.get(0))) {
      var image = found.get(0);
      int end = marked.length() - (text.length() - image.end());
      var inside = hits.stream().filter(it -> it.start() >= image.start()).toList();
      learned.add(use(image, marked, image.start(), end, inside));
    } else {
      var seen = new HashSet<Slot>();
      for (var word : MarkedWords.of(text, marked, hits)) {
        var image = image(path, text, word, found);
        if (isAlone(text, word, found)) {
          var slot = word.hits().get(0).slot();
          var part = new Composition(List.of(new Composition.Part(slot, null)), true);
          alone.add(new Echo(slot, new Use(identity, image, part)));
          seen.add(slot);
        } else if (!isKnown(image, found) && !isImage(image)) {
          elsewhere(word.hits(), path);
        } else {
          learned.add(use(image, marked, word.markedStart(), word.markedEnd(), word.hits()));
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

  private static boolean surrounds(String text, String marked, RenderedImage image) {
    return image.role() != Role.TEXT
        && marked.length() >= image.start() + text.length() - image.end()
        && marked.startsWith(text.substring(0, image.start()))
        && marked.endsWith(text.substring(image.end()))
        && marked.substring(image.start()).strip().indexOf(' ') < 0;
  }

  private Use use(RenderedImage image, String marked, int start, int end, List<Hit> hits) {
    var shifted =
        hits.stream()
            .map(it -> new Hit(it.slot(), it.start() - start, it.end() - start, it.whole()))
            .toList();
    return new Use(identity, image, Composition.of(marked.substring(start, end), shifted));
  }

  /** A value that makes up a word by itself, which no sign says to be an image. */
  private boolean isAlone(String text, MarkedWords.Word word, List<RenderedImage> found) {
    var plain = text.substring(word.start(), word.end());
    var slot = word.hits().get(0).slot();
    return DATA.contains(object.kind())
        && word.hits().size() == 1
        && word.hits().get(0).whole()
        && slot.text().equals(plain)
        && found.stream().noneMatch(it -> it.start() < word.end() && word.start() < it.end())
        && ImageText.parse(plain).filter(ImageText::isPinned).isEmpty();
  }

  /** What may be an image, at a marked word. */
  private RenderedImage image(
      String path, String text, MarkedWords.Word word, List<RenderedImage> found) {
    var plain = text.substring(word.start(), word.end());
    boolean whole = !DATA.contains(object.kind()) && plain.equals(text.trim());
    var role = whole && !RenderedImages.isMetadata(path) ? Role.OPERATOR : Role.TEXT;
    var container = "";
    for (var image : found) {
      if (image.start() < word.end() && word.start() < image.end()) {
        role = image.role();
        container = image.container();
      }
    }
    role = object.isTest() ? Role.TEST : role;
    return new RenderedImage(object.identity(), container, plain, path, word.start(), role);
  }

  private static boolean isKnown(RenderedImage image, List<RenderedImage> found) {
    return found.stream().anyMatch(it -> it.path().equals(image.path()) && it.role() != Role.TEXT);
  }

  private static boolean isImage(RenderedImage image) {
    var key = image.path().replaceFirst("\\[\\d+]$", "").replaceFirst(".*\\.", "");
    return !image.path().contains("abels.")
        && ImageText.parse(image.text())
            .filter(
                it ->
                    ImageText.isPinned(it)
                        || image.text().indexOf('/') > 0
                        || ImageText.isImageKey(key)
                        || key.endsWith("epository"))
            .isPresent();
  }

  private void elsewhere(List<Hit> hits, String path) {
    hits.forEach(hit -> elsewhere.putIfAbsent(hit.slot(), new Place(identity, path)));
  }
}
