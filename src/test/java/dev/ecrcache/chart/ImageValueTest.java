package dev.ecrcache.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ecrcache.image.ImageReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageValueTest {
  private static final ImageValue APART = new ImageValue("box.image", true, "acme/box");
  private static final ImageValue TOGETHER = new ImageValue("image", false, "quay.io/acme/box");

  static Stream<Arguments> wrongShapes() {
    return Stream.of(
        Arguments.of(
            TOGETHER,
            Map.of("image", "quay.io/acme/box:1"),
            "the values' image is not a block; write its repository and tag as keys of a block"),
        Arguments.of(
            APART,
            Map.of("box", Map.of("image", List.of("a"))),
            "the values' box.image is not a block; write its repository and tag as keys of a"
                + " block"),
        Arguments.of(
            APART,
            Map.of("box", 5),
            "the values' box.image is not a block; write its repository and tag as keys of a"
                + " block"),
        Arguments.of(
            TOGETHER,
            Map.of("image", Map.of("repository", "quay.io/acme/box:1")),
            "the values' image.repository carries a tag or digest; give the tag under its own key"),
        Arguments.of(
            TOGETHER,
            Map.of("image", Map.of("repository", "quay.io/acme/box@sha256:" + "a".repeat(64))),
            "the values' image.repository carries a tag or digest; give the tag under its own key"),
        Arguments.of(
            TOGETHER,
            Map.of("image", Map.of("repository", Map.of("name", "acme/box"))),
            "the values' image.repository is not a text"),
        Arguments.of(
            APART,
            Map.of("box", Map.of("image", Map.of("registry", true))),
            "the values' box.image.registry is not a text"),
        Arguments.of(
            TOGETHER,
            Map.of("image", Map.of("repository", "quay.io/Acme/box")),
            "the values' image.repository is an invalid image reference 'quay.io/Acme/box' at index 8:"
                + " a repository name is lower case"));
  }

  @ParameterizedTest
  @MethodSource("wrongShapes")
  void wrongShapeIsNamedByItsPath(ImageValue place, Map<String, Object> values, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> place.read(values)).getMessage());
  }

  @Test
  void emptyPlacesMeanTheDefault() {
    var block = new LinkedHashMap<String, Object>();
    block.put("registry", null);
    block.put("repository", " ");
    for (var values :
        List.<Map<String, Object>>of(
            Map.of(), Map.of("box", Map.of()), Map.of("box", Map.of("image", block)))) {
      assertEquals("docker.io/acme/box", APART.read(values).orElseThrow().toString());
    }
  }

  @Test
  void registryIsNoKeyOfABlockThatDoesNotTakeIt() {
    assertEquals(
        "quay.io/acme/box",
        TOGETHER.read(Map.of("image", Map.of("registry", "txt"))).orElseThrow().toString());
  }

  @Test
  void emptyPlacesAreFilled() {
    var values = new LinkedHashMap<String, Object>();
    values.put("box", null);
    APART.write(values, ImageReference.parse("quay.io/a/b"));

    assertEquals(
        Map.of("box", Map.of("image", Map.of("registry", "quay.io", "repository", "a/b"))), values);
  }

  @Test
  void registryStandsInTheRepositoryWhereTheBlockHasNoKeyForIt() {
    var values = new LinkedHashMap<String, Object>();
    TOGETHER.write(values, ImageReference.parse("quay.io/a/b"));

    assertEquals(Map.of("image", Map.of("repository", "quay.io/a/b")), values);
  }
}
