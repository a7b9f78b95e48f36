package dev.ecrcache.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives that would write elsewhere, grow or never end, each with its one line. */
class HostileArchivesTest {
  private static final byte[] ZEROS = new byte[5 << 20];

  @TempDir private Path folder;

  @AfterEach
  void nothingIsWrittenBesideTheArchive() throws IOException {
    try (var files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("app.tgz")), files.toList());
    }
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        named("app//abs/path", "it has a file outside of its folder: 'app//abs/path'"),
        named("/abs", "it has a file outside of its folder: '/abs'"),
        named("../up", "it has a file outside of its folder: '../up'"),
        named("app/../../up", "it has a file outside of its folder: 'app/../../up'"),
        named("app/a/../../up", "it has a file outside of its folder: 'app/a/../../up'"),
        named("app\\..\\..\\up", "it has a file outside of its folder: 'app\\..\\..\\up'"),
        named("app\\\\abs", "it has a file outside of its folder: 'app\\\\abs'"),
        named("app/c:/win", "it has a file outside of its folder: 'app/c:/win'"),
        named("app/.", "it has a file outside of its folder: 'app/.'"),
        named("Chart.yaml", "its files are not in a folder"),
        Arguments.of(
            pax("path", "app/../../up"), "it has a file outside of its folder: 'app/../../up'"),
        Arguments.of(
            TarGz.chart("a")
                .pax(TarGz.record("comment", "x 20 path=/abs") + TarGz.record("path", "/abs"))
                .file("app/x", "x"),
            "it has a file outside of its folder: 'abs'"),
        Arguments.of(
            TarGz.chart("a").pax("999 path=x\n").file("app/x", "x"),
            "it cannot be unpacked: Paxheader value size 990 exceeds size of header record"),
        Arguments.of(link("app/l", '2', "/etc/passwd"), outside("l")),
        Arguments.of(link("app/a/l", '2', "../../../etc"), outside("a/l")),
        Arguments.of(
            link("app/l", '1', "/etc/passwd"),
            "it has a file outside of its folder: '/etc/passwd'"),
        Arguments.of(
            TarGz.chart("a").entry("app/x", '2', "y").entry("app/y", '2', "x"),
            "it has links that lead to each other: 'x'"),
        Arguments.of(link("app/l", '2', "l"), "it has links that lead to each other: 'l'"),
        Arguments.of(link("app/null", '3', ""), "it has a device or a pipe: 'app/null'"),
        Arguments.of(link("app/sda", '4', ""), "it has a device or a pipe: 'app/sda'"),
        Arguments.of(link("app/pipe", '6', ""), "it has a device or a pipe: 'app/pipe'"),
        Arguments.of(
            TarGz.chart("a").entry("app/big", '0', "", 1L << 32, new byte[0]),
            "it has a file of more than 5 MiB: 'big'"),
        Arguments.of(new TarGz(), "it has no files"),
        Arguments.of(many(20_001), "it has more than 20000 files"),
        Arguments.of(
            // A name of 110 MB.
            TarGz.chart("a").entry("././@LongLink", 'L', "", 110 << 20, new byte[110 << 20]),
            "it comes to more than 100 MiB, with all archives in it"));
  }

  @ParameterizedTest
  @MethodSource
  void hostile(TarGz archive, String reason) throws IOException {
    assertRefused(archive.bytes(), reason);
  }

  @Test
  void nestedArchivesHaveOneBudget() throws IOException {
    var grown = TarGz.chart("inner").file("app/zeros", ZEROS).bytes();
    var middle = TarGz.chart("middle");
    for (int i = 0; i < 10; i++) {
      middle.file("app/charts/i%d.tgz".formatted(i), grown);
    }
    var outer = TarGz.chart("outer");
    for (int i = 0; i < 9; i++) {
      outer.file("app/charts/m%d.tgz".formatted(i), middle.bytes());
    }
    assertRefused(
        outer.bytes(),
        "charts/m1.tgz: charts/i9.tgz: it comes to more than 100 MiB, with all archives in it");
  }

  @Test
  void nestedArchivesHaveAnEnd() throws IOException {
    var archive = TarGz.chart("a").bytes();
    for (int i = 0; i < 20; i++) {
      archive = TarGz.chart("a").file("app/charts/a.tgz", archive).bytes();
    }
    assertRefused(
        archive, "charts/a.tgz: ".repeat(17) + "its sub-charts are nested more than 16 deep");
  }

  @Test
  void brokenArchivesAreRefused() throws IOException {
    var chart = TarGz.chart("a").file("app/values.yaml", "a: 1");
    assertRefused(chart.cutOff(256), "it is cut off");
    assertRefused(Arrays.copyOf(chart.bytes(), chart.bytes().length / 2), "it is cut off");
    assertRefused(new byte[0], "it is cut off");
    assertRefused(
        "name: a".getBytes(StandardCharsets.UTF_8), "it cannot be unpacked: Not in GZIP format");
  }

  @Test
  void namesThatOnlyCaseTellsApartAreTwoFiles() throws IOException {
    var file =
        TarGz.chart("a")
            .file("app/templates/A.yaml", "a: upper")
            .file("app/templates/a.yaml", "b: lower")
            .write(folder.resolve("app.tgz"));
    try (var chart = OpenChart.open(file)) {
      assertEquals(
          """
          ---
          # Source: a/templates/A.yaml
          a: upper
          ---
          # Source: a/templates/a.yaml
          b: lower
          """,
          chart.render("r", "n", KubernetesVersion.NEWEST, Map.of()));
    }
  }

  @Test
  void archivesOfOtherToolsAreRead() throws IOException {
    var file =
        new TarGz()
            .entry("app/", '5', "")
            .pax(TarGz.record("path", "app/Chart.yaml"))
            .file("app/cut", "{apiVersion: v2, name: a, version: 1.0.0}")
            .file("app\\values.yaml", "a: 1")
            .entry("app/link.yaml", '2', "values.yaml")
            .file("././/abs", "x")
            .entry("././@LongLink", 'L', "", 6, "/abs/x".getBytes(StandardCharsets.UTF_8))
            .file("app/cut", "x")
            .write(folder.resolve("app.tgz"));
    try (var chart = OpenChart.open(file)) {
      assertEquals(Map.of("a", 1), chart.chart().defaults());
    }
  }

  private void assertRefused(byte[] archive, String reason) throws IOException {
    var file = Files.write(folder.resolve("app.tgz"), archive);
    assertEquals(
        "chart %s: not the archive of a chart: %s".formatted(file, reason),
        assertThrows(IllegalArgumentException.class, () -> OpenChart.open(file).close())
            .getMessage());
  }

  private static Arguments named(String name, String reason) {
    return Arguments.of(TarGz.chart("a").file(name, "x"), reason);
  }

  private static TarGz pax(String key, String value) {
    return TarGz.chart("a").pax(TarGz.record(key, value)).file("app/x", "x");
  }

  private static TarGz link(String name, char type, String target) {
    return TarGz.chart("a").entry(name, type, target);
  }

  private static TarGz many(int count) {
    var archive = TarGz.chart("a");
    for (int i = 0; i < count; i++) {
      archive.file("app/" + i, "");
    }
    return archive;
  }

  private static String outside(String name) {
    return "it has a link that leads outside of it: '%s'".formatted(name);
  }
}
