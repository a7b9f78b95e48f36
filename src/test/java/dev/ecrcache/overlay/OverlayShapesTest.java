package dev.ecrcache.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import dev.ecrcache.image.ImageReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OverlayShapesTest {
  static Stream<Named<Map<String, Object>>> shapes() {
    return ((List<?>) YamlText.read(Caches.resource("shapes.yaml")))
        .stream().map(Values::block).map(shape -> Named.of(shape.get("shape").toString(), shape));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void overlayIsTheSmallestThatMovesTheImages(Map<String, Object> shape) {
    var values = Values.block(shape, "values");
    var before = Values.copy(values);
    var overlay = Overlay.of(values, Caches.CACHE);
    assertEquals(shape.get("overlay"), overlay.values());
    assertEquals(List.of(), overlay.notMoved());
    assertEquals(before, values, "values are not changed");
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void imagesAreNamedByTheirPlaces(Map<String, Object> shape) {
    var overlay = Overlay.of(Values.block(shape, "values"), Caches.CACHE);
    var expected = new LinkedHashMap<String, String>();
    Values.block(shape, "images")
        .forEach(
            (path, image) -> expected.put(path, ImageReference.parse(image.toString()).toString()));
    var actual = new LinkedHashMap<String, String>();
    overlay.moved().forEach(moved -> actual.put(moved.path(), moved.upstream().toString()));
    if (!expected.isEmpty()) {
      assertEquals(expected, actual);
    }
    for (var moved : overlay.moved()) {
      assertEquals(Caches.CACHE.resolve(moved.upstream()).fromEcr().orElseThrow(), moved.cached());
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void overlayOfMovedValuesIsEmpty(Map<String, Object> shape) {
    var values = Values.block(shape, "values");
    var moved = Overlay.of(values, Caches.CACHE).over(values);
    var again = Overlay.of(moved, Caches.CACHE);
    assertEquals(Map.of(), again.values());
    assertEquals(List.of(), again.moved());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void yamlReadsAsTheOverlay(Map<String, Object> shape) {
    var overlay = Overlay.of(Values.block(shape, "values"), Caches.CACHE);
    assertEquals(overlay.values(), YamlText.read(overlay.toYaml()));
  }
}
