package dev.ecrcache.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of charts: what is read of them, as Helm does, and what is refused. */
class ChartFolderTest {
  @TempDir private Path outside;
  private Path chart;

  @BeforeEach
  void chart() throws IOException {
    chart = Files.createDirectory(outside.resolve("app"));
    write("Chart.yaml", "{apiVersion: v2, name: app, version: 1.0.0}");
  }

  @ParameterizedTest
  @CsvSource({
    "l, /dev/zero",
    "l, ..",
    "l, ../secret",
    "files/l, ../../secret",
    "l, /",
  })
  void linksThatLeadOutside(String name, String target) throws IOException {
    Files.writeString(outside.resolve("secret"), "s");
    link(name, target);
    assertRefused(
        "it has a link that leads outside of it: '%s'; put there what it leads to, or give the archive"
                .formatted(name)
            + " that `helm package` makes");
  }

  @ParameterizedTest
  @CsvSource({"files/l, .", "files/l, ..", "files/l, l", "l, files/l"})
  void linksThatLeadToEachOther(String name, String target) throws IOException {
    link(name, target);
    if (name.equals("l")) {
      link("files/l", "../l");
    }
    assertRefused("it has links that lead to each other: 'files/l'");
  }

  @Test
  void linkThatLeadsNowhere() throws IOException {
    link("l", "none");
    assertRefused("it has a link that leads nowhere: 'l'");
  }

  @Test
  void linksWithinAreFollowedAsHelmDoes() throws IOException {
    write("templates/a.yaml", "a: {{ .Files.Get \"file\" }}{{ .Files.Get \"folder/x\" }}");
    write("real/x", "text");
    link("file", "real/x");
    link("folder", "real");
    assertAsHelm();
  }

  @Test
  void whatIsNoFile() throws IOException, InterruptedException {
    var pipe = chart.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertRefused("it has a file that is none: 'pipe'");
    Files.delete(pipe);
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(chart.resolve("socket")));
      assertRefused("it has a file that is none: 'socket'");
    }
  }

  @Test
  void whatIsTooLarge() throws IOException {
    try (var file = new RandomAccessFile(chart.resolve("large").toFile(), "rw")) {
      file.setLength(1L << 40);
    }
    assertRefused("it has a file of more than 5 MiB: 'large'");
  }

  @Test
  void foldersWithoutEnd() throws IOException {
    write("a/".repeat(70) + "x", "x");
    assertRefused("its folders are nested more than 64 deep");
  }

  @Test
  void whatCannotBeRead() throws IOException {
    write("files/x", "x");
    var file = chart.resolve("files/x").toFile();
    assumeFalse(file.setReadable(false) && file.canRead(), "root reads everything");
    assertRefused("'files/x' cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "/dev/null", "/dev/none"})
  void whatIsNoChart(String path) {
    assertEquals(
        "chart %s: there is no such folder or archive".formatted(path), refusal(Path.of(path)));
  }

  // What Helm says of these is what counts.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# comment\n\n  b.txt  ",
        "*.txt",
        "files",
        "files/",
        "b.txt/",
        "/b.txt",
        "/files/*.txt",
        "files/*",
        "*/b.txt",
        "files/deep",
        "deep/",
        "!b.txt",
        "!*.yaml\n",
        "[a-b].txt",
        "[^a].txt",
        "?.txt",
        "\\*.txt",
        "templates/a.yaml",
        ".helmignore",
        "charts/sub/values.yaml",
        "\uFEFFb.txt",
      })
  void ignoredAsHelmDoes(String rules) throws IOException {
    write(".helmignore", rules);
    write("b.txt", "x");
    write("a.txt", "x");
    write("c-d.md", "x");
    write("files/b.txt", "x");
    write("files/deep/b.txt", "x");
    write("files/*.txt", "x");
    write("templates/.hidden.yaml", "hidden: yes");
    write(
        "templates/a.yaml",
        "files: {{ range $path, $_ := .Files.Glob \"**\" }}{{ $path }} {{ end }}");
    write("templates/z.yaml", "sub: {{ .Values.sub }}");
    write("charts/sub/Chart.yaml", "{apiVersion: v2, name: sub, version: 1.0.0}");
    write("charts/sub/values.yaml", "a: 1");
    assertAsHelm();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a/** | .helmignore has '**', which Helm does not take",
        "[a   | .helmignore has a broken pattern: '[a'",
        "[]   | .helmignore has a broken pattern: '[]'",
        "a\\   | .helmignore has a broken pattern: 'a\\'",
      })
  void brokenRules(String rule, String reason) throws IOException {
    write(".helmignore", rule);
    assertRefused(reason);
  }

  private void assertAsHelm() {
    var helm = new Helm(chart).template().withName("r").withNamespace("n");
    String expected;
    try {
      expected = helm.call();
    } catch (IllegalStateException e) {
      assertEquals(true, refusal(chart).contains("Chart.yaml"), e::getMessage);
      return;
    }
    try (var open = OpenChart.open(chart)) {
      assertEquals(
          expected == null ? "" : expected,
          open.render("r", "n", KubernetesVersion.NEWEST, Map.of()));
    }
  }

  private void assertRefused(String reason) {
    assertEquals("chart %s: %s".formatted(chart, reason), refusal(chart));
  }

  private static String refusal(Path chart) {
    return assertThrows(IllegalArgumentException.class, () -> OpenChart.open(chart).close())
        .getMessage();
  }

  private void write(String name, String text) throws IOException {
    var file = chart.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void link(String name, String target) throws IOException {
    var link = chart.resolve(name);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
  }
}
