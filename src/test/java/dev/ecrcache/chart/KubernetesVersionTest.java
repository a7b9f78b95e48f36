package dev.ecrcache.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesVersionTest {
  @ParameterizedTest
  @CsvSource({"1.34, v1.34.0", "v1.34, v1.34.0", "1.34.2, v1.34.2", "v1.20.0, v1.20.0"})
  void partsMayBeLeftOut(String text, String version) {
    assertEquals(version, KubernetesVersion.parse(text).version());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "latest", "1.34.x", "1.34.0-eks", "1,34", " 1.34", "1.1234"})
  void whatIsNoVersionIsRefused(String text) {
    assertEquals(
        "'%s' is no version of Kubernetes; give one such as 1.34 or 1.34.2".formatted(text),
        assertThrows(IllegalArgumentException.class, () -> KubernetesVersion.parse(text))
            .getMessage());
  }
}
