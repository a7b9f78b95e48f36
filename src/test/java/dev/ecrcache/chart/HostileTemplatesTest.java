package dev.ecrcache.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates that never end, grow or look around, each with its one line. */
class HostileTemplatesTest {
  private static final String LOOP =
      "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{ range until 1000000000 }}{{ end }} | memory",
        "{{ repeat 2000000000 \"x\" }} | memory",
        "a: {{ repeat 34000000 \"x\" }} | it comes to more than 32 MiB",
        "{{ define \"a\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}"
            + " | rendering template has a nested reference name: a: unable to execute template",
        "{{ fail \"two\\nlines\" }} | two; lines",
        "a: {{ getHostByName \"localhost\" }}{{ env \"HOME\" }}"
            + " | parse error at (a/templates/x.yaml:1): function \"env\" not defined",
      })
  void hostile(String template, String reason) throws IOException {
    var message = refusal(template, Duration.ofMinutes(1));
    assertEquals("chart %s cannot be rendered: ".formatted(folder), message.split("(?<=: )")[0]);
    assertEquals(true, message.endsWith(reason), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void noEnd() throws IOException {
    // So that no start of the process counts.
    write("templates/x.yaml", "");
    OpenChart.open(folder).close();
    assertEquals(
        "chart %s cannot be rendered: no answer in 3 seconds".formatted(folder),
        refusal(LOOP, Duration.ofSeconds(3)));
  }

  @Test
  void noEndWhileTheProcessWouldEndForWantOfQuestions() throws IOException {
    write("templates/x.yaml", LOOP);
    var copy = Files.createTempFile(folder, "chart", ".tgz").toString();
    var values = Files.writeString(folder.resolve("none.yaml"), "").toString();
    // Long enough for the process to start, and shorter than its last question may take.
    var process = new ChartProcess(Duration.ofMillis(500));
    process.ask(Message.of(ChartService.OPEN, folder.toString(), copy), Duration.ofMinutes(1));
    var question = Message.of(ChartService.RENDER, copy, values, "r", "n", "v1.35.0");
    assertEquals(
        "no answer in 2 seconds",
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () ->
                    assertThrows(
                        HelmProcess.Ended.class,
                        () -> process.ask(question, Duration.ofSeconds(2))))
            .getMessage());
  }

  @Test
  void whatHelmDiesOfIsOneLineAndItStartsAgain() throws IOException {
    write("templates/x.yaml", "{{ if .Values.loop }}" + LOOP + "{{ end }}a: 1");
    try (var chart = OpenChart.open(folder)) {
      // As Go ends a process that has no more memory.
      var end = CompletableFuture.runAsync(() -> signal("ABRT"), later());
      assertEquals(
          "chart %s cannot be rendered: Helm ended with exit code 134, as it does without memory"
              .formatted(folder),
          assertThrows(IllegalArgumentException.class, () -> render(chart, Map.of("loop", true)))
              .getMessage());
      end.join();
      assertEquals("---\n# Source: a/templates/x.yaml\na: 1\n", render(chart, Map.of()));
    }
  }

  private static Executor later() {
    return CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
  }

  private static void signal(String signal) {
    var service =
        ProcessHandle.current()
            .children()
            .filter(it -> it.info().commandLine().orElse("").contains("ChartService"))
            .findFirst()
            .orElseThrow();
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(service.pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void lookupFindsNothing() throws IOException {
    write(
        "templates/x.yaml",
        """
        a: {{ lookup "v1" "Secret" "kube-system" "token" | toJson }}
        b: {{ lookup "v1" "Secret" "" "" | toJson }}
        c: {{ lookup "apps/v1" "Deployment" "default" "" | toJson }}
        v: {{ lookup "v1" "Namespace" "" "v1" | toJson }}
        w: {{ lookup "apps/v1" "Deployment" "apps" "v1" | toJson }}
        d: {{ lookup "none.example/v1alpha1" "None" "default" "x" | toJson }}
        """);
    try (var chart = OpenChart.open(folder)) {
      assertEquals(
          "---\n# Source: a/templates/x.yaml\na: {}\nb: {}\nc: {}\nv: {}\nw: {}\nd: {}\n",
          render(chart, Map.of()));
    }
  }

  @Test
  void nothingRenders() throws IOException {
    write("templates/x.yaml", "{{ if .Values.on }}a: 1{{ end }}");
    try (var chart = OpenChart.open(folder)) {
      assertEquals("", render(chart, Map.of()));
    }
  }

  @Test
  void hooksAreObjects() throws IOException {
    write(
        "templates/x.yaml",
        """
        kind: Job
        metadata:
          annotations: {helm.sh/hook: pre-install, helm.sh/hook-weight: "1"}
          name: {{ printf "helm.sh/hook-%s" .Values.x | trunc 14 }}
        """);
    try (var chart = OpenChart.open(folder)) {
      assertEquals(
          """
          ---
          # Source: a/templates/x.yaml
          kind: Job
          metadata:
            annotations: {helm.sh/hook: pre-install, helm.sh/hook-weight: "1"}
            name: helm.sh/hook-a
          """,
          render(chart, Map.of("x", "abc")));
    }
  }

  @ParameterizedTest
  @CsvSource({"v1.35.0, v1.35.0", "1.34, v1.34.0", "v1.20.15, v1.20.15"})
  void kubernetesIsTheOneThatIsGiven(String version, String rendered) throws IOException {
    write("templates/x.yaml", "a: {{ .Capabilities.KubeVersion }}");
    try (var chart = OpenChart.open(folder)) {
      assertEquals(
          "---\n# Source: a/templates/x.yaml\na: %s\n".formatted(rendered),
          chart.render("r", "n", KubernetesVersion.parse(version), Map.of()));
    }
  }

  @Test
  void schemaReadsNothingElse() throws IOException {
    try (var server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      var address = "http://127.0.0.1:" + server.getLocalPort();
      write("templates/x.yaml", "a: {{ .Values.a }}");
      write("secret.json", "{\"const\": \"no\"}");
      write(
          "values.schema.json",
          """
          {"$schema": "%1$s/meta", "$id": "%1$s/id", "\\u0024ref": "%1$s/ref",
           "allOf": [{"$ref": "file://%2$s/secret.json"}, {"$ref": "../../..%2$s/secret.json"},
                     {"$ref": "#/definitions/text"}],
           "definitions": {"text": {"properties": {"a": {"type": "string"}}}}}
          """
              .formatted(address, folder));
      server.setSoTimeout(1);
      try (var chart = OpenChart.open(folder)) {
        assertEquals(
            "---\n# Source: a/templates/x.yaml\na: text\n", render(chart, Map.of("a", "text")));
        var refusal =
            assertThrows(IllegalArgumentException.class, () -> render(chart, Map.of("a", 1)));
        assertEquals(true, refusal.getMessage().contains("got number, want string"));
      }
      assertThrows(SocketTimeoutException.class, server::accept);
    }
  }

  private String refusal(String template, Duration longest) throws IOException {
    write("templates/x.yaml", template);
    try (var chart = OpenChart.open(folder, folder.toString(), longest)) {
      return assertThrows(IllegalArgumentException.class, () -> render(chart, Map.of()))
          .getMessage();
    }
  }

  private static String render(OpenChart chart, Map<String, Object> values) {
    return chart.render("r", "n", KubernetesVersion.NEWEST, values);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve("Chart.yaml"), "{apiVersion: v2, name: a, version: 1.0.0}");
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
