package dev.ecrcache.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.chart.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class LongValuesTest {
  private static final String TEXT = LongValues.text();

  @Test
  void itIsAsLongAsItSays() {
    assertEquals(LongValues.LINES, TEXT.lines().count());
  }

  @Test
  void snakeYamlLoadsTheSameComponents() {
    Map<?, ?> loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(TEXT);
    assertEquals(Caches.values(TEXT).keySet(), loaded.keySet());
  }

  @Test
  void imagesAreMovedInEveryComponentWhoseShapeHasSome() {
    var values = Caches.values(TEXT);
    var shapes = LongValues.shapes();
    var expected = new ArrayList<String>();
    // The last component may be cut.
    for (int i = 0; i < values.size() - 1; i++) {
      if (!Values.block(shapes.get(i % shapes.size()), "overlay").isEmpty()) {
        expected.add("component" + i);
      }
    }
    values.remove("component" + (values.size() - 1));
    var overlay = Overlay.of(values, Caches.CACHE);
    assertEquals(expected, List.copyOf(overlay.values().keySet()));
    assertEquals(List.of(), overlay.notMoved());
  }
}
