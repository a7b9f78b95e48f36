package dev.ecrcache.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program that renders charts touches, and what is left when it is killed. */
class SealedProcessTest {
  private static final String LOOP =
      "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}";

  @TempDir private Path folder;
  private Path chart;
  private Path temporary;
  private Path home;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void folders() throws IOException {
    chart = Files.createDirectories(folder.resolve("chart/templates")).getParent();
    temporary = Files.createDirectory(folder.resolve("tmp"));
    home = Files.createDirectory(folder.resolve("home"));
    Files.writeString(chart.resolve("Chart.yaml"), "{apiVersion: v2, name: app, version: 1.0.0}");
    environment.put("HOME", home.toString());
    // Where Helm's library is unpacked already.
    environment.put(
        "XDG_CACHE_HOME",
        System.getenv().getOrDefault("XDG_CACHE_HOME", System.getenv("HOME") + "/.cache"));
  }

  @Test
  void nothingOfTheUsersIsTouched() throws IOException, InterruptedException {
    template(
        """
        a: {{ lookup "v1" "Secret" "default" "token" | toJson }}
        b: {{ lookup "v1" "Secret" "" "" | toJson }}
        """);
    try (var cluster = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      var kubeconfig = home.resolve(".kube/config");
      Files.createDirectory(kubeconfig.getParent());
      Files.writeString(
          kubeconfig,
          """
          {"apiVersion": "v1", "kind": "Config", "current-context": "c",
           "clusters": [{"name": "c", "cluster": {"server": "http://127.0.0.1:%d"}}],
           "contexts": [{"name": "c", "context": {"cluster": "c", "user": "c"}}],
           "users": [{"name": "c", "user": {}}]}
          """
              .formatted(cluster.getLocalPort()));
      environment.put("KUBECONFIG", kubeconfig.toString());
      environment.put("HELM_KUBEAPISERVER", "http://127.0.0.1:" + cluster.getLocalPort());
      environment.put("HTTP_PROXY", "http://127.0.0.1:" + cluster.getLocalPort());
      environment.put("JAVA_TOOL_OPTIONS", "-Dnone=none");
      var before = files(home);
      assertEquals(
          "opened app\n---\n# Source: app/templates/x.yaml\na: {}\nb: {}\n", rendered(start()));
      assertEquals(before, files(home));
      cluster.setSoTimeout(1);
      assertThrows(SocketTimeoutException.class, cluster::accept);
    }
    assertEquals(List.of(), files(temporary));
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "KILL, 137"})
  void killedProgramLeavesNothing(String signal, int exitCode)
      throws IOException, InterruptedException {
    template(LOOP);
    var program = start();
    try (var out = program.inputReader(StandardCharsets.UTF_8)) {
      awaitOpened(out);
      var child = program.descendants().findFirst().orElseThrow();
      kill(signal, program.pid());
      assertTrue(program.waitFor(10, TimeUnit.SECONDS));
      assertEquals(exitCode, program.exitValue());
      child.onExit().orTimeout(10, TimeUnit.SECONDS).join();
      assertEquals(List.of(), files(temporary));
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void failedProgramLeavesNothing() throws IOException, InterruptedException {
    template("{{ fail \"no\" }}");
    var program = start();
    assertEquals(1, program.waitFor());
    assertEquals(List.of(), files(temporary));
  }

  @Test
  void whatIsLeftWhereAllWereKilledGoesWithTheNext() throws IOException, InterruptedException {
    template(LOOP);
    var program = start();
    try (var out = program.inputReader(StandardCharsets.UTF_8)) {
      awaitOpened(out);
      var child = program.descendants().findFirst().orElseThrow();
      kill("STOP", child.pid());
      kill("KILL", program.pid());
      program.waitFor();
      kill("KILL", child.pid());
      child.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
    var left = only(temporary);
    var held = Files.createDirectory(temporary.resolve("ecr-cache-held"));
    var foreign = Files.createDirectory(temporary.resolve("ecr-cache-other"));
    var link = Files.createSymbolicLink(temporary.resolve("ecr-cache-link"), home);
    try (var channel =
        FileChannel.open(
            held.resolve("lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.lock();
      var old = FileTime.from(Instant.now().minusSeconds(3600));
      for (var path : List.of(left, held, foreign)) {
        Files.setLastModifiedTime(path, old);
      }
      template("a: 1");
      rendered(start());
      assertFalse(Files.exists(left));
      assertTrue(Files.exists(held) && Files.exists(foreign) && Files.exists(link));
    }
  }

  @Test
  void twoAtOnceUnpackHelmOnce() throws IOException, InterruptedException {
    environment.put("XDG_CACHE_HOME", folder.resolve("new").toString());
    template("a: 1");
    var programs = List.of(start(), start());
    for (var program : programs) {
      assertEquals("opened app\n---\n# Source: app/templates/x.yaml\na: 1\n", rendered(program));
    }
    var library = only(only(folder.resolve("new/ecr-cache")));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(library.getParent())));
    assertEquals(List.of(), files(temporary));
  }

  private Process start() throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                RenderProgram.class.getName(),
                chart.toString())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String rendered(Process program) throws IOException, InterruptedException {
    var out = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, program.waitFor(), out);
    return out;
  }

  private static void awaitOpened(BufferedReader out) throws IOException, InterruptedException {
    assertEquals("opened app", out.readLine());
    // So that it is Helm that works.
    Thread.sleep(500);
  }

  private static void kill(String signal, long pid) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor());
  }

  private void template(String text) throws IOException {
    Files.writeString(chart.resolve("templates/x.yaml"), text);
  }

  private static Path only(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      var all = files.toList();
      assertEquals(1, all.size(), all::toString);
      return all.get(0);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    var all = new ArrayList<Path>();
    try (var files = Files.walk(folder)) {
      files.filter(it -> !it.equals(folder)).forEach(all::add);
    }
    return all;
  }
}
