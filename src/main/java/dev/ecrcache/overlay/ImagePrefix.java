package dev.ecrcache.overlay;

import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a chart puts before the bare names of many images.
 *
 * @param block where its keys are
 * @param registryKey the key of the registry, or of the registry and the path after it
 * @param pathKey the key of the path; null if there is none
 * @param text the prefix, without a slash at its end
 */
record ImagePrefix(ValuePath block, String registryKey, String pathKey, String text) {
  private record Keys(String registry, String path) {}

  // Of Istio.
  private static final Keys HUB = new Keys("hub", null);
  // Of Datadog and, under global, of Dapr.
  private static final Keys REGISTRY = new Keys("registry", null);
  // Of cert-manager and Strimzi.
  private static final List<Keys> PATHS =
      List.of(
          new Keys("imageRegistry", "imageNamespace"),
          new Keys("defaultImageRegistry", "defaultImageRepository"));

  /** A block of values at its place. */
  record Place(ValuePath path, Map<String, Object> block) {
    private Place global() {
      return new Place(path.then("global"), Values.block(block, "global"));
    }
  }

  /**
   * The prefix of an image; empty if there is none.
   *
   * @param nameKey the key of its name
   * @param places the blocks around it, from the outermost to its own
   */
  static Optional<ImagePrefix> find(String nameKey, List<Place> places) {
    if (!nameKey.equals("name")) {
      var own = places.get(places.size() - 1);
      return in(own, HUB).or(() -> under(places, HUB));
    }
    return places.stream()
        .flatMap(place -> PATHS.stream().flatMap(keys -> in(place, keys).stream()))
        .findFirst()
        .or(() -> under(places, REGISTRY));
  }

  private static Optional<ImagePrefix> under(List<Place> places, Keys keys) {
    return places.stream()
        .flatMap(place -> Stream.of(place.global(), place))
        .flatMap(place -> in(place, keys).stream())
        .findFirst();
  }

  private static Optional<ImagePrefix> in(Place place, Keys keys) {
    var registry = text(place, keys.registry()).filter(ImageText::hasHost);
    var path = keys.path() == null ? Optional.<String>empty() : text(place, keys.path());
    return registry.map(
        it ->
            new ImagePrefix(
                place.path(),
                keys.registry(),
                path.isPresent() ? keys.path() : null,
                it + path.map("/"::concat).orElse("")));
  }

  private static Optional<String> text(Place place, String key) {
    return place.block().get(key) instanceof String text ? Values.text(text) : Optional.empty();
  }
}
