package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which plugins the program needs, as Pulumi's Java host asks before each deployment. It takes a
 * failure for "none" and says nothing, so that no run of the engine shows it.
 */
class PluginDiscoveryIT {
  @Test
  void mavenTellsTheHostWhichPluginsTheProgramNeeds(@TempDir Path folder) throws Exception {
    var out = folder.resolve("out");
    var err = folder.resolve("err");
    var exitCode =
        new ProcessBuilder(
                "mvn",
                "-Dorg.slf4j.simpleLogger.logFile=System.err",
                "--no-transfer-progress",
                "compile",
                "exec:java",
                "-DmainClass=com.pulumi.bootstrap.internal.Main",
                "-DmainArgs=packages")
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
}
