package dev.ecrcache.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import dev.ecrcache.image.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of every kind with their images moved, by the table of shapes. */
class RewriterTest {

  static Stream<Shape> shapes() throws IOException {
    return Shape.all();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void imagesMoveAndNothingElse(Shape shape) {
    if (!shape.refused().isEmpty()) {
      var refusal = assertThrows(IllegalArgumentException.class, shape::rewritten);
      assertEquals(shape.refused(), refusal.getMessage());
      return;
    }
    var rewritten = shape.rewritten();
    assertEquals(shape.after(), rewritten.text());
    assertEquals(shape.told(), Shape.told(rewritten));

    var again = shape.rewritten(rewritten.text());
    assertFalse(again.isChanged());
    assertEquals("", again.diff("file"));
  }

  /** What is written is what {@code ecr-cache image} says, whose rules these are. */
  @ParameterizedTest
  @MethodSource("shapes")
  void imagesAreThoseOfTheRules(Shape shape) {
    if (shape.refused().isEmpty()) {
      for (var image : shape.rewritten().images()) {
        if (image.cached().isPresent() && image.image().indexOf('$') < 0) {
          var reference = ImageReference.parse(image.image());
          var cached = Shape.CACHE.resolve(reference).fromEcr().orElseThrow();
          assertEquals(cached.toString(), image.cached().get());
        }
      }
    }
  }

  static Stream<Arguments> hostile() {
    var bomb = new StringBuilder("apiVersion: v1\nkind: Pod\na0: &a0 [x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%1$d: &a%1$d [*a%2$d, *a%2$d, *a%2$d]\n".formatted(i, i - 1));
    }
    var merges = new StringBuilder("apiVersion: v1\nkind: Pod\na0: &a0 {x: y}\n");
    for (int i = 1; i < 30; i++) {
      merges.append(
          "a%1$d: &a%1$d {<<: [*a%2$d, *a%2$d, *a%2$d], b%1$d: *a%2$d}\n".formatted(i, i - 1));
    }
    return Stream.of(
        Arguments.of("a.yaml", bomb, "has more than 1000000 values, or its aliases make them more"),
        Arguments.of(
            "a.yaml", merges, "has more than 1000000 values, or its aliases make them more"),
        Arguments.of(
            "a.yaml", "[".repeat(100_000), "is nested more than 100 deep, or contains itself"),
        Arguments.of("a.yaml", "a: \0", "is binary: it has a NUL byte"),
        Arguments.of("Dockerfile", "FROM a\0", "is binary: it has a NUL byte"),
        Arguments.of("a.yaml", "a: \u0001", "broken YAML"),
        Arguments.of(
            "a.json",
            "{\"apiVersion\": ",
            "broken YAML in line 1: expected the node content, but found '<stream end>'"));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileTextIsRefusedSoon(String name, CharSequence text, String problem) {
    var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    var refusal =
        assertTimeoutPreemptively(
            Duration.ofMinutes(1),
            () ->
                assertThrows(
                    IllegalArgumentException.class,
                    () ->
                        new Rewriter(Shape.CACHE, List.of(), Map.of(), false)
                            .rewrite(name, bytes)));
    assertEquals(problem, refusal.getMessage());
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    var latin = "# caf\u00e9\nFROM alpine\n".getBytes(StandardCharsets.ISO_8859_1);
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Rewriter(Shape.CACHE, List.of(), Map.of(), false).rewrite("Dockerfile", latin));
    assertEquals("is not UTF-8", refusal.getMessage());
  }

  @Test
  void longTextsTakeNoTimeOfTheirSquare() {
    var instructions = "RUN a \\\n".repeat(200_000) + "b\nFROM " + "$".repeat(100_000);
    var services = "services:\n" + "  a: {image: nginx}\n".repeat(20_000).replace("a:", "a%d:");
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          new Rewriter(Shape.CACHE, List.of(), Map.of(), false)
              .rewrite("Dockerfile", instructions.getBytes(StandardCharsets.UTF_8));
          new Rewriter(Shape.CACHE, List.of(), Map.of(), false)
              .rewrite("compose.yaml", services.getBytes(StandardCharsets.UTF_8));
        });
  }

  /** The hook for pre-commit is given every file in which images are known. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/pod.yaml",
        "a.YML",
        "a.json",
        "Kustomization",
        "Dockerfile",
        "a/Dockerfile.dev",
        "a/web.Dockerfile",
        "web-Dockerfile",
        "web_containerfile",
        "pom.xml",
        "a.pom",
        "build.gradle",
        "build.gradle.kts",
        "project.toml",
        "a/builder.toml"
      })
  void hookHasFilesThatAreKnown(String name) throws IOException {
    assertTrue(Rewriter.isKnown(name));
    var hooks = YamlText.read(Files.readString(Path.of(".pre-commit-hooks.yaml")));
    var pattern = (String) Values.block(((List<?>) hooks).get(0)).get("files");
    assertTrue(Pattern.compile(pattern).matcher(name).find());
  }

  @Test
  void byteOrderMarkStays() {
    for (var name : new String[] {"compose.yaml", "Dockerfile"}) {
      var text = name.equals("Dockerfile") ? "FROM nginx\n" : "services: {a: {image: nginx}}\n";
      var bytes = ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
      assertEquals(
          "\uFEFF" + text.replace("nginx", Shape.HOST + "/hub/library/nginx"),
          new Rewriter(Shape.CACHE, List.of(), Map.of(), false).rewrite(name, bytes).text());
    }
  }
}
