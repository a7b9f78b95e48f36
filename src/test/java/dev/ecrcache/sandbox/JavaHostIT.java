package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Pulumi's Java host runs: Maven, or the jar that {@code runtime.options.binary} names. */
class JavaHostIT {
  private static final String JAR = "target/ecr-cache.jar";

  @TempDir private Path folder;

  /**
   * How the host asks which plugins the program needs. It takes a failure for "none" and says
   * nothing, so that no run of the engine shows it.
   */
  static Stream<List<String>> discovery() {
    return Stream.of(
        List.of(
            "mvn",
            "-Dorg.slf4j.simpleLogger.logFile=System.err",
            "--no-transfer-progress",
            "compile",
            "exec:java",
            "-DmainClass=com.pulumi.bootstrap.internal.Main",
            "-DmainArgs=packages"),
        List.of("java", "-cp", JAR, "com.pulumi.bootstrap.internal.Main", "packages"));
  }

  @ParameterizedTest
  @MethodSource
  void discovery(List<String> command) throws Exception {
    var out = folder.resolve("out");
    var err = folder.resolve("err");
    var exitCode =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();

    assertEquals(0, exitCode, Files.readString(err));
    assertEquals(
        """
        [{"resource":true,"name":"aws","version":"6.83.0"},\
        {"resource":true,"name":"kubernetes","version":"4.0.0"}]
        """,
        Files.readString(out));
  }

  @Test
  void jarIsTheWholeProgram() {
    try (var sandbox = Sandbox.byJar(folder.resolve("state"))) {
      var stack = Path.of("sandbox/stacks/S1.yaml");
      var up = sandbox.up(stack).succeeded().output();
      assertTrue(up.contains("    + 9 created\n"), up);
      var again = sandbox.up(stack).succeeded().output();
      assertTrue(again.contains("    9 unchanged\n"), again);
    }
  }
}
