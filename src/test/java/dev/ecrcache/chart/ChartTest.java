package dev.ecrcache.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.marcnuri.helm.Helm;
import dev.ecrcache.overlay.Caches;
import dev.ecrcache.overlay.Overlay;
import dev.ecrcache.overlay.RenderedImage;
import dev.ecrcache.overlay.RenderedImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
  private static final Chart UMBRELLA = Chart.read(Caches.chart("umbrella"));

  @TempDir private Path folder;

  @Test
  void subchartsStandUnderTheirAliases() {
    assertEquals("umbrella", UMBRELLA.name());
    assertEquals("2.0.0", UMBRELLA.version());
    assertEquals(
        List.of("cache", "queue", "legacy"),
        UMBRELLA.dependencies().stream().map(Chart.Dependency::name).toList());
  }

  @Test
  void parentOverridesItsSubchartsAndGlobalIsShared() {
    assertEquals(
        Caches.values(
            "{global: {imageRegistry: quay.io, storageClass: fast}, image: {registry: docker.io,"
                + " repository: acme/store, tag: v2}, exporter: {image: oliver006/redis_exporter,"
                + " tag: v1}}"),
        UMBRELLA.effectiveValues(Map.of()).get("cache"));
  }

  @Test
  void nullRemovesADefaultOfASubchartToo() {
    var effective = UMBRELLA.effectiveValues(Caches.values("{queue: {exporter: {tag: null}}}"));
    assertEquals(
        Caches.values("{image: oliver006/redis_exporter}"),
        Values.block(Values.block(effective, "queue"), "exporter"));
  }

  @Test
  void valuesThatTemplatesNameAreKnownChartByChart() throws IOException {
    Files.writeString(folder.resolve("Chart.yaml"), "{apiVersion: v2, name: a, version: 1.0.0}");
    var templates = Files.createDirectories(folder.resolve("templates/tests"));
    Files.writeString(
        templates.resolve("_x.tpl"),
        "{{ .Values.image.tag }} {{ ((.Values.a).b).image | default .Values.hub }} {{ $.Values.x }}"
            + " {{ toYaml .Values }} {{ .ValuesOf.y }} {{ .Values.image.tag }}");
    var inner = Files.createDirectories(folder.resolve("charts/b/templates"));
    Files.writeString(inner.resolve("b.yaml"), "{{ .Values.registry }}");
    Files.writeString(
        inner.resolveSibling("Chart.yaml"), "{apiVersion: v2, name: b, version: 1.0.0}");

    var chart = Chart.read(folder);

    assertEquals("[a.b.image, hub, image.tag, x]", chart.named().toString());
    assertEquals("[registry]", chart.dependencies().get(0).chart().named().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "'legacy: {enabled: true}', true",
    "'legacy: {enabled: null}', true",
    "'{legacy: {enabled: null}, tags: {old: false}}', false",
    "'{legacy: {enabled: null}, tags: {old: true}}', true",
    "'{legacy: {enabled: false}, tags: {old: true}}', false",
  })
  void conditionGoesBeforeTags(String yaml, boolean enabled) {
    var values = UMBRELLA.effectiveValues(Caches.values(yaml));
    assertEquals(enabled, UMBRELLA.dependencies().get(2).isEnabled(values));
  }

  @Test
  void imagesOfASubchartThatIsOffAreNotReported() {
    var off = Overlay.of(UMBRELLA, Map.of(), Caches.CACHE);
    var on = Overlay.of(UMBRELLA, Caches.values("legacy: {enabled: true}"), Caches.CACHE);
    assertEquals(List.of(), off.notMoved());
    assertEquals(
        List.of("legacy.image.repository"),
        on.notMoved().stream().map(Overlay.NotMoved::path).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"workloads", "operator", "umbrella"})
  void archiveReadsAndRendersAsItsFolder(String name) {
    new Helm(Caches.chart(name)).packageIt().withDestination(folder).call();
    var archive = archive();
    assertEquals(Chart.read(Caches.chart(name)), Chart.read(archive));
    assertEquals(
        RenderedImages.find(render(Caches.chart(name), Map.of())),
        RenderedImages.find(render(archive, Map.of())));
  }

  @Test
  void archivesWithinArchivesAreReadAndRendered() throws IOException {
    var parent = Files.createDirectories(folder.resolve("parent"));
    Files.writeString(
        parent.resolve("Chart.yaml"),
        "{apiVersion: v2, name: p, version: 1.0.0, dependencies: [{name: umbrella, version:"
            + " 2.0.0}]}");
    new Helm(Caches.chart("umbrella"))
        .packageIt()
        .withDestination(Files.createDirectories(parent.resolve("charts")))
        .call();
    new Helm(parent).packageIt().withDestination(folder).call();
    var chart = Chart.read(archive());
    assertEquals(UMBRELLA, chart.dependencies().get(0).chart());
    var overlay = Overlay.of(chart, Map.of(), Caches.CACHE);
    var images = RenderedImages.find(render(archive(), overlay.values()));
    assertEquals(5, images.size());
    images.forEach(
        it -> assertEquals(Caches.HOST, it.image().orElseThrow().registry(), it::toString));
  }

  @Test
  void requirementsOfOldChartsAreRead() throws IOException {
    write("Chart.yaml", "{apiVersion: v1, name: old, version: 1.0.0}");
    write("requirements.yaml", "dependencies: [{name: lib, alias: x, condition: x.enabled}]");
    write("charts/lib/Chart.yaml", "{apiVersion: v1, name: lib, version: 1.0.0}");
    write("charts/lib/values.yaml", "enabled: false");
    var dependency = Chart.read(folder).dependencies().get(0);
    assertEquals("x", dependency.name());
    assertFalse(dependency.isEnabled(Chart.read(folder).effectiveValues(Map.of())));
  }

  @Test
  void importedValuesAreTheChartsOwnAndMovedThere() throws IOException {
    write(
        "Chart.yaml",
        "{apiVersion: v2, name: p, version: 1.0.0, dependencies: [{name: lib, alias: x, version:"
            + " 1.0.0, import-values: [shared, {child: job, parent: tasks.job}, {child: none,"
            + " parent: none}]}]}");
    write("values.yaml", "{init: {image: quay.io/acme/own}}");
    write("templates/pod.yaml", pod("{{ .Values.init.image }}", "{{ .Values.tasks.job.image }}"));
    write("charts/lib/Chart.yaml", "{apiVersion: v2, name: lib, version: 1.0.0}");
    write(
        "charts/lib/values.yaml",
        "{exports: {shared: {init: {image: acme/init}, tag: 2}}, job: {image: acme/job}}");
    var chart = Chart.read(folder);

    assertEquals(
        Caches.values("{init: {image: quay.io/acme/own}, tag: 2, tasks: {job: {image: acme/job}}}"),
        chart.defaults());
    assertEquals(
        List.of(Caches.HOST + "/quay/acme/own", Caches.HOST + "/docker-hub/acme/job"),
        rendered(Overlay.of(chart, Map.of(), Caches.CACHE).values()));
  }

  @Test
  void versionsOfOneSubchartAreToldApart() throws IOException {
    write(
        "Chart.yaml",
        "{apiVersion: v2, name: p, version: 1.0.0, dependencies: [{name: db, version: ^2.0.0,"
            + " alias: new}, {name: db, version: 1.0.0, alias: old}]}");
    write("Chart.lock", "dependencies: [{name: db, version: 2.5.0}, {name: db, version: 1.0.0}]");
    for (var version : List.of("1.0.0", "2.5.0")) {
      var sub = "charts/db-" + version + "/";
      write(sub + "Chart.yaml", "{apiVersion: v2, name: db, version: %s}".formatted(version));
      write(sub + "values.yaml", "{image: 'acme/db:%s'}".formatted(version));
      write(sub + "templates/pod.yaml", pod("{{ .Values.image }}"));
    }
    var chart = Chart.read(folder);

    assertEquals(
        List.of("new 2.5.0", "old 1.0.0"),
        chart.dependencies().stream().map(it -> it.name() + " " + it.chart().version()).toList());
    assertEquals(
        List.of(
            Caches.HOST + "/docker-hub/acme/db:2.5.0", Caches.HOST + "/docker-hub/acme/db:1.0.0"),
        rendered(Overlay.of(chart, Map.of(), Caches.CACHE).values()));
  }

  private List<String> rendered(Map<String, Object> values) {
    return RenderedImages.find(render(folder, values)).stream().map(RenderedImage::text).toList();
  }

  private static String render(Path path, Map<String, Object> values) {
    try (var chart = OpenChart.open(path)) {
      return chart.render("a", "b", KubernetesVersion.NEWEST, values);
    }
  }

  private static String pod(String... images) {
    var containers = Stream.of(images).map("{image: \"%s\"}"::formatted).toList();
    return "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: %s}}"
        .formatted(containers);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "README.md   | x                  | it is not a chart: it has no Chart.yaml, or nothing in"
            + " it",
        "Chart.yaml  | version: 1         | Chart.yaml has no name",
        "Chart.yaml  | [a]                | Chart.yaml is not a block of keys",
        "Chart.yaml  | 'name: [a'         | Chart.yaml: broken YAML in line 1: expected ',' or ']',"
            + " but got <stream end>",
        "Chart.yaml  | 'name: &a [*a]'    | Chart.yaml: is nested more than 100 deep, or"
            + " contains itself",
        "Chart.yaml  | '{name: a, dependencies: [{name: redis}]}' | its dependency 'redis' is"
            + " missing in charts/; run: helm dependency build",
      })
  void brokenChartIsRefusedInOneLine(String file, String text, String reason) throws IOException {
    write(file, text);
    assertEquals("chart %s: %s".formatted(folder, reason), refusal(folder));
  }

  @Test
  void manyAliasesAreRead() throws IOException {
    var file = folder.resolve("values.yaml");
    Files.writeString(
        file, "base: &base {tag: 1}\n" + "a%d: *base\n".repeat(200).formatted(index()));

    assertEquals(201, Chart.valuesOf(file).size());
  }

  private static Object[] index() {
    return IntStream.range(0, 200).boxed().toArray();
  }

  @Test
  void aliasesThatGrowTooLargeAreRefused() throws IOException {
    var bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%1$d: &a%1$d [*a%2$d, *a%2$d]\n".formatted(i, i - 1));
    }
    var file = Files.writeString(folder.resolve("values.yaml"), bomb);

    assertEquals(
        "values file %s: has more than 1000000 values, or its aliases make them more"
            .formatted(file),
        assertThrows(IllegalArgumentException.class, () -> Chart.valuesOf(file)).getMessage());
  }

  @Test
  void missingChartIsRefused() {
    var missing = folder.resolve("none");
    assertEquals(
        "chart %s: there is no such folder or archive".formatted(missing), refusal(missing));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "../evil.yaml     | 1          | it has a file outside of its folder: '../evil.yaml'",
        "a/../../e.yaml   | 1          | it has a file outside of its folder: 'a/../../e.yaml'",
        "/etc/evil.yaml   | 1          | it has a file outside of its folder: '/etc/evil.yaml'",
        "a/Chart.yaml     | 6000000    | it has a file of more than 5 MiB: 'Chart.yaml'",
        "a/big            | 8000000000 | it has a file of more than 5 MiB: 'big'",
        "a/Chart.yaml     | 1000       | it is cut off",
      })
  void hostileArchiveIsRefused(String name, long size, String reason) throws IOException {
    var archive = tgz(name, size);
    assertEquals(
        "chart %s: not the archive of a chart: %s".formatted(archive, reason), refusal(archive));
  }

  @Test
  void whatIsNoArchiveIsRefused() throws IOException {
    var file = Files.writeString(folder.resolve("x.tgz"), "no archive");
    assertTrue(refusal(file).startsWith("chart %s: not the archive of a chart: ".formatted(file)));
  }

  @Test
  void helmsErrorIsOneLine() throws IOException {
    write("Chart.yaml", "{apiVersion: v2, name: a, version: 1.0.0}");
    write("templates/a.yaml", "a: {{ required \"name it\" .Values.none }}");
    var message =
        assertThrows(IllegalArgumentException.class, () -> render(folder, Map.of())).getMessage();
    assertTrue(message.startsWith("chart %s cannot be rendered: ".formatted(folder)), message);
    assertTrue(message.contains("name it") && !message.contains("\n"), message);
  }

  private static String refusal(Path chart) {
    return assertThrows(IllegalArgumentException.class, () -> Chart.read(chart)).getMessage();
  }

  private void write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Path archive() {
    try (var files = Files.list(folder)) {
      return files.filter(it -> it.toString().endsWith(".tgz")).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path tgz(String name, long size) throws IOException {
    var header = new byte[512];
    var bytes = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, 0, bytes.length);
    var octal = "%011o".formatted(size).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(octal, 0, header, 124, octal.length);
    header[156] = '0';
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(header);
      gzip.write(new byte[512]);
    }
    return Files.write(folder.resolve("hostile.tgz"), out.toByteArray());
  }
}
