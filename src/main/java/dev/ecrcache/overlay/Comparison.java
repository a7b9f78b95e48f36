package dev.ecrcache.overlay;

import dev.ecrcache.overlay.Use.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Compares manifests with an overlay, place by place, to what they must be. */
final class Comparison {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{8,128}|[A-Za-z0-9]{40,128}");
  private static final Pattern NUMBER = Pattern.compile("\\d{6,10}");
  private static final Pattern HASH_KEY = Pattern.compile("(?i).*(checksum|hash|digest|sha).*");

  private final Map<String, ManifestObject> plain;
  private final Supplier<Map<String, ManifestObject>> again;
  private Map<String, ManifestObject> repeated;

  /**
   * A place that is not as it must be. Absent values are null.
   *
   * @param wanted what must stand there
   * @param found what does
   */
  record Difference(Place place, Object wanted, Object found) {}

  /**
   * @param plain the objects without an overlay
   * @param again makes those of another such render
   */
  Comparison(Map<String, ManifestObject> plain, Supplier<Map<String, ManifestObject>> again) {
    this.plain = plain;
    this.again = again;
  }

  /**
   * The places that differ, but for those that differ between renders without an overlay too.
   *
   * @param actual the objects with an overlay
   * @param wanted what must stand at the places that are to be changed
   * @param derived takes places of hashes, which change with what they are made of
   */
  List<Difference> of(
      Map<String, ManifestObject> actual, Map<Place, String> wanted, List<Place> derived) {
    var differences = new ArrayList<Difference>();
    var pairs = Pairs.of(plain, actual);
    plain.forEach(
        (identity, object) -> {
          var other = pairs.get(identity);
          if (other == null) {
            differences.add(new Difference(new Place(identity, ""), object.name(), null));
          } else {
            compare(identity, object, other, wanted, differences, derived);
          }
        });
    for (var extra : actual.entrySet()) {
      if (!plain.containsKey(extra.getKey()) && !pairs.containsValue(extra.getValue())) {
        differences.add(
            new Difference(new Place(extra.getKey(), ""), null, extra.getValue().name()));
      }
    }
    if (!differences.isEmpty()) {
      differences.removeIf(this::isUnstable);
    }
    return differences;
  }

  private void compare(
      String identity,
      ManifestObject object,
      ManifestObject actual,
      Map<Place, String> wanted,
      List<Difference> differences,
      List<Place> derived) {
    if (object == actual
        && wanted.keySet().stream().noneMatch(it -> it.identity().equals(identity))) {
      return;
    }
    var paths = new LinkedHashSet<>(object.leaves().keySet());
    paths.addAll(actual.leaves().keySet());
    for (var path : paths) {
      var place = new Place(identity, path);
      Object want = wanted.containsKey(place) ? wanted.get(place) : object.leaves().get(path);
      Object found = actual.leaves().get(path);
      boolean there = object.leaves().containsKey(path) == actual.leaves().containsKey(path);
      if (there && Objects.equals(want, found)) {
        continue;
      }
      if (there && isHash(path, want, found)) {
        derived.add(place);
      } else {
        differences.add(new Difference(place, want, found));
      }
    }
  }

  /** Whether two texts differ in hashes only. */
  private static boolean isHash(String path, Object want, Object found) {
    if (!(want instanceof String some) || !(found instanceof String other)) {
      return false;
    }
    var words = WORD.matcher(some).results().map(it -> it.group()).toList();
    var others = WORD.matcher(other).results().map(it -> it.group()).toList();
    if (words.size() != others.size()
        || !WORD.matcher(some).replaceAll("x").equals(WORD.matcher(other).replaceAll("x"))) {
      return false;
    }
    boolean named = HASH_KEY.matcher(path).matches();
    for (int i = 0; i < words.size(); i++) {
      if (!words.get(i).equals(others.get(i)) && !isHash(named, words.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHash(boolean named, String word, String other) {
    boolean both = HASH.matcher(word).matches() && HASH.matcher(other).matches();
    boolean numbers = NUMBER.matcher(word).matches() && NUMBER.matcher(other).matches();
    return both && (named || word.length() == other.length()) || named && numbers;
  }

  private boolean isUnstable(Difference difference) {
    if (repeated == null) {
      repeated = Pairs.of(plain, again.get());
    }
    var place = difference.place();
    var object = plain.get(place.identity());
    if (object == null) {
      // An object of another name each time has a partner, so that this one is new.
      return false;
    }
    var other = repeated.get(place.identity());
    if (other == null) {
      return true;
    }
    return object.leaves().containsKey(place.path())
        && isUnstable(
            object.leaves().get(place.path()),
            other.leaves().get(place.path()),
            difference.wanted(),
            difference.found());
  }

  /** Whether a value differs in each render, but for what of it was to be changed. */
  private static boolean isUnstable(Object plain, Object again, Object wanted, Object found) {
    if (Objects.equals(plain, again)) {
      return false;
    }
    if (Objects.equals(plain, wanted)
        || !(plain instanceof String text)
        || !(wanted instanceof String changed)
        || !(found instanceof String actual)) {
      return true;
    }
    var before = words(text);
    var must = words(changed);
    var are = words(actual);
    if (before.size() != must.size() || must.size() != are.size()) {
      return false;
    }
    for (int i = 0; i < must.size(); i++) {
      if (!must.get(i).equals(before.get(i)) && !must.get(i).equals(are.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> words(String text) {
    return MarkedWords.tokens(text).stream().map(it -> it.group()).toList();
  }
}
