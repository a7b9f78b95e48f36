package dev.ecrcache.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.ChartRegistry;
import dev.ecrcache.ChartRepository;
import dev.ecrcache.overlay.Caches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartSourceTest {
  private static final Path UMBRELLA = Caches.chart("umbrella");

  @Test
  void localChartIsReadWhereItIs() {
    var source = ChartSource.of(UMBRELLA);

    assertEquals(new ChartSource(UMBRELLA.toString(), "", ""), source);
    assertEquals(Chart.read(UMBRELLA), read(source));
    assertEquals(Chart.read(UMBRELLA), read(new ChartSource(UMBRELLA.toString(), "2.0.0", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "./charts/app, '', true",
    "app-1.0.0.tgz, '', true",
    "app, '', true",
    "ocicharts/app, '', true",
    "app, https://charts.example.com, false",
    "https://charts.example.com/app-1.0.0.tgz, '', false",
    "HTTP://charts.example.com/app-1.0.0.tgz, '', false",
    "oci://registry.example.com/charts/app, '', false",
  })
  void nothingIsGuessedByWhatExists(String chart, String repository, boolean local) {
    assertEquals(local, new ChartSource(chart, "1.0.0", repository).isLocal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      emptyValue = "",
      value = {
        "./app | '' | https://c.example | chart ./app: the repository belongs to the name of a"
            + " chart, and this is none; remove one",
        "oci://r.example/a | 1.0.0 | https://c.example | chart oci://r.example/a: the repository"
            + " belongs to the name of a chart, and this is none; remove one",
        "app | 1.0.0 | oci://r.example | chart app: the repository is a registry; give the chart as"
            + " oci://… alone",
        "app | 1.0.0 | c.example | chart app: the repository 'c.example' is not a URL",
        "app | '' | https://c.example | chart app: the version is missing, and the newest is"
            + " another one every time; give one such as 1.1.9",
        "oci://r.example:5000/a | '' | '' | chart oci://r.example:5000/a: the version is missing,"
            + " and the newest is another one every time; give one such as 1.1.9",
      })
  void partsThatDoNotBelongTogetherAreRefused(
      String chart, String version, String repository, String refusal) {
    assertEquals(
        refusal,
        assertThrows(
                IllegalArgumentException.class, () -> new ChartSource(chart, version, repository))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({"app, 1.0.0", "app, v1.0.0", "app, 2.0.0-rc.1", "store, 0.1.0"})
  void chartOfARepositoryIsReadAndGoes(String name, String version) throws IOException {
    try (var repository =
        new ChartRepository()
            .serve(UMBRELLA, "app", "1.0.0")
            .serve(Caches.chart("workloads"), "app", "2.0.0-rc.1")
            .serve(Caches.chart("operator"), "store", "0.1.0")) {
      assertFetched(
          name, version.replace("v", ""), new ChartSource(name, version, repository.url()));
    }
  }

  @ParameterizedTest
  @CsvSource({"'', 1.0.0", ":1.0.0, ''", ":1.0.0, 1.0.0", "@DIGEST, ''"})
  void chartOfARegistryIsReadAndGoes(String tag, String version) throws IOException {
    try (var registry = new ChartRegistry()) {
      var digest = registry.serve(UMBRELLA, "app", "1.0.0");
      var chart = registry.reference("app") + tag.replace("DIGEST", digest);
      assertFetched("app", "1.0.0", new ChartSource(chart, version, ""));
    }
  }

  @ParameterizedTest
  @CsvSource({"/, ''", "/moved/, ''", "/, 1.0.0"})
  void archiveAtAUrlIsReadAndGoes(String path, String version) throws IOException {
    try (var repository = new ChartRepository().serve(UMBRELLA, "app", "1.0.0")) {
      var chart = repository.url() + path + "app-1.0.0.tgz";
      assertFetched("app", "1.0.0", new ChartSource(chart, version, ""));
    }
  }

  @Test
  void anotherVersionThanTheChartsIsRefused() throws IOException {
    try (var repository = new ChartRepository().serve(UMBRELLA, "app", "1.0.1")) {
      var url = repository.url();
      var archive = url + "/app-1.0.1.tgz?signature=secret";
      assertRefused(
          "chart app: its version is 1.0.1, not 1.0; give the version that it has",
          new ChartSource("app", "1.0", url));
      assertRefused(
          "chart %s/app-1.0.1.tgz: its version is 1.0.1, not 1.0.0; give the version that it has"
              .formatted(url),
          new ChartSource(archive, "1.0.0", ""));
      assertRefused(
          "chart %s: its version is 2.0.0, not 1.0.0; give the version that it has"
              .formatted(UMBRELLA),
          new ChartSource(UMBRELLA.toString(), "1.0.0", ""));
    }
  }

  @Test
  void refusalsNameWhereTheChartComesFrom() throws IOException {
    try (var repository = new ChartRepository().serve(UMBRELLA, "app", "1.0.0")) {
      var source = new ChartSource(repository.url() + "/app-1.0.0.tgz", "", "");
      try (var chart = OpenChart.open(source)) {
        var values = Map.<String, Object>of("cache", "text");
        var refusal =
            assertThrows(
                IllegalArgumentException.class,
                () -> chart.render("a", "b", KubernetesVersion.NEWEST, values));
        assertTrue(
            refusal
                .getMessage()
                .startsWith("chart %s cannot be rendered: ".formatted(source.chart())),
            refusal::getMessage);
      }
    }
  }

  private static void assertFetched(String name, String version, ChartSource source)
      throws IOException {
    var before = temporaryFolders();
    var chart = read(source);
    assertEquals(name + " " + version, chart.name() + " " + chart.version());
    assertEquals(before, temporaryFolders());
  }

  private static Set<Path> temporaryFolders() throws IOException {
    try (var folders = Files.list(TemporaryRoot.get().path())) {
      // Helm's own stays for the next chart.
      return folders
          .filter(it -> !it.getFileName().toString().startsWith("helm"))
          .collect(Collectors.toSet());
    }
  }

  private static Chart read(ChartSource source) {
    try (var chart = OpenChart.open(source)) {
      return chart.chart();
    }
  }

  private static void assertRefused(String message, ChartSource source) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> read(source)).getMessage());
  }
}
