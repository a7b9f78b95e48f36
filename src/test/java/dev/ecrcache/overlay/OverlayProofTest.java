package dev.ecrcache.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.chart.OpenChart;
import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Charts in which real ones' tricks stand alone, each with its overlay and what stays. */
class OverlayProofTest {
  @TempDir private Path folder;

  static Stream<Named<Map<String, Object>>> charts() {
    return ((List<?>) YamlText.read(Caches.resource("proofs.yaml")))
        .stream().map(Values::block).map(it -> Named.of(it.get("chart").toString(), it));
  }

  @ParameterizedTest
  @MethodSource("charts")
  void overlayMovesWhatAValueCanMoveAndSaysWhatStays(Map<String, Object> chart) throws IOException {
    write("Chart.yaml", "{apiVersion: v2, name: app, version: 1.0.0, appVersion: 1.4.0}");
    for (var file : Values.block(chart, "files").entrySet()) {
      write(file.getKey(), file.getValue().toString());
    }
    try (var open = OpenChart.open(folder)) {
      var proven =
          OverlayProof.of(
              open.chart(),
              Values.block(chart, "user"),
              Caches.CACHE,
              tried -> open.render("x", "default", KubernetesVersion.NEWEST, tried));

      // The order of keys too, so that a file of it changes only when what is in it does.
      assertEquals(YamlText.write(Values.block(chart, "overlay")), proven.toYaml());
      assertEquals(
          chart.getOrDefault("stays", List.of()),
          proven.images().stream()
              .filter(it -> it.reason().isPresent())
              .map(it -> it.image().role().word() + " " + it.explanation())
              .toList());
      assertEquals(chart.getOrDefault("hashes", List.of()), proven.hashes());
      assertEquals(chart.getOrDefault("unused", List.of()), proven.unused());
      var most = (Integer) chart.getOrDefault("renders", 3);
      assertTrue(proven.renders() <= most, proven.renders() + " renders");
    }
  }

  private void write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
