package dev.ecrcache.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ecrcache.ChartRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Releases of Flux and of Argo CD, whose values are proven by their chart. */
class ReleaseTest {
  private static ChartRepository repository;

  @TempDir private Path folder;

  @BeforeAll
  static void serve() throws IOException {
    repository = new ChartRepository().serve(Shape.FOLDER.resolve("web"), "web", "1.0.0");
  }

  @AfterAll
  static void stop() {
    repository.close();
  }

  static Stream<Shape> shapes() {
    return Shape.releases(repository.url());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void imagesOfTheChartMoveByItsValues(Shape shape) {
    var rewritten = rewritten(shape.before());
    assertEquals(shape.after(), rewritten.text());
    assertEquals(shape.told(), Shape.told(rewritten));

    // Each proof takes renders.
    if (rewritten.isChanged() && shape.title().contains("values")) {
      assertFalse(rewritten(rewritten.text()).isChanged());
    }
  }

  @Test
  void repositoryMayBeInAnotherFile() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("repository.yaml"),
            "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\n"
                + "metadata: {name: other}\nspec: {url: '%s'}\n".formatted(repository.url()));
    var shape = shapes().filter(it -> it.title().equals("no values")).findFirst().orElseThrow();
    var release = shape.before().replace("name: acme", "name: other");

    var moved = new Rewriter(Shape.CACHE, List.of(file), Map.of(), true);
    assertEquals(
        shape.after().replace("name: acme", "name: other"),
        moved.rewrite("release.yaml", release.getBytes(StandardCharsets.UTF_8)).text());
    var left = new Rewriter(Shape.CACHE, List.of(file), Map.of(), false);
    assertFalse(left.rewrite("release.yaml", release.getBytes(StandardCharsets.UTF_8)).isChanged());
  }

  @Test
  void chartThatCannotBeFetchedIsLeft() {
    var release =
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: web}
        spec:
          chart: {spec: {chart: gone, version: 1.0.0, sourceRef: {kind: HelmRepository, name: acme}}}
        """;
    var rewritten = rewritten(release);
    assertFalse(rewritten.isChanged());
    var told = Shape.told(rewritten);
    assertEquals(
        "5: gone 1.0.0 of %1$s: left: chart gone 1.0.0 of %1$s cannot be fetched"
            .formatted(repository.url()),
        told.substring(0, told.indexOf(" cannot be fetched") + 18));
  }

  private static Rewritten rewritten(String text) {
    return new Rewriter(Shape.CACHE, List.of(), Map.of("acme", repository.url()), true)
        .rewrite("release.yaml", text.getBytes(StandardCharsets.UTF_8));
  }
}
