package dev.ecrcache.cli;

import static dev.ecrcache.cli.Ran.HOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/ecr-cache} as a process, on a copy of the sources and with a cache of its own. */
class BinIT {
  private static final List<String> RULES =
      List.of("--registry", HOST, "--upstream", "docker-hub=docker.io");

  @TempDir private static Path folder;
  private static Path bin;

  @BeforeAll
  static void copySources() throws Exception {
    var checkout = Files.createDirectories(folder.resolve("check out"));
    bin = checkout.resolve("bin/ecr-cache");
    var copy =
        new ProcessBuilder("cp", "-R", ".mvn", "pom.xml", "bin", checkout.toString()).start();
    assertEquals(0, copy.waitFor());
    Files.createDirectories(checkout.resolve("src"));
    var sources =
        new ProcessBuilder("cp", "-R", "src/main", checkout.resolve("src").toString()).start();
    assertEquals(0, sources.waitFor());
  }

  @Test
  void firstUseIsQuietAndArgumentsAreUtf8() throws Exception {
    run("", bin, "image", "nats", "bü")
        .printed(
            1,
            """
            nats  -> %s/docker-hub/library/nats
            bü    not cached: invalid image reference 'bü' at index 1: a repository name is letters\
             and digits, joined by one of . _ __ / or hyphens
            """
                .formatted(HOST));
  }

  @Test
  void worksThroughSymlinksAndReadsStandardInput() throws Exception {
    var relative =
        Files.createSymbolicLink(folder.resolve("one"), Path.of("check out/bin/ecr-cache"));
    var absolute = Files.createSymbolicLink(folder.resolve("two"), relative);

    run("nats:2\n", absolute, "image", "-")
        .printed(0, "nats:2  -> %s/docker-hub/library/nats:2\n".formatted(HOST));
  }

  @Test
  void usageIsExitCodeTwo() throws Exception {
    start("", List.of(bin.toString(), "image")).refused("Missing required parameter: 'REF'");
  }

  @Test
  void namesOfFilesAreThoseOfTheWorkingDirectory() throws Exception {
    Files.copy(Path.of(Ran.CACHE), folder.resolve("registry.json"));

    start("", List.of(bin.toString(), "image", "nats", "--cache", "registry.json"))
        .printed(0, "nats  -> %s/docker-hub/library/nats\n".formatted(HOST));
  }

  @Test
  void readerThatGoesAwayAndClosedInputAreNoTrouble() throws Exception {
    var command = "'%s' image - %s".formatted(bin, String.join(" ", RULES));
    start("", List.of("bash", "-c", "yes nats | " + command + " --output json | head -1"))
        .printed(0, "[\n");
    start("", List.of("bash", "-c", command + " <&-")).printed(0, "");
  }

  @Test
  void changedSourcesAreBuilt() throws Exception {
    var version =
        bin.resolveSibling("../src/main/resources/dev/ecrcache/cli/options/version.properties");
    var before = Files.readString(version);
    start("", List.of(bin.toString(), "--version")).printed(0, Ran.with("", "--version").out());
    Files.writeString(version, "version=changed");
    try {
      start("", List.of(bin.toString(), "--version")).printed(0, "ecr-cache changed\n");
    } finally {
      Files.writeString(version, before);
    }
  }

  @Test
  void sourcesThatDoNotCompileAreTold() throws Exception {
    var broken = bin.resolveSibling("../src/main/java/Broken.java");
    Files.writeString(broken, "class {");
    try {
      var ran = start("", List.of(bin.toString(), "--version"));

      assertEquals(2, ran.code());
      assertEquals("", ran.out());
      assertTrue(ran.err().contains("Broken.java:[1,6]"), ran.err());
      assertTrue(ran.err().endsWith("\necr-cache: cannot be built\n"), ran.err());
    } finally {
      Files.delete(broken);
    }
  }

  private static Ran run(String input, Path program, String... args) throws Exception {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(args));
    command.addAll(RULES);
    return start(input, command);
  }

  /** Runs in a working directory that is not the checkout, and in any locale. */
  private static Ran start(String input, List<String> command)
      throws IOException, InterruptedException {
    var out = folder.resolve("out").toFile();
    var err = folder.resolve("err").toFile();
    var in = Files.writeString(folder.resolve("in"), input).toFile();
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in)
            .redirectOutput(out)
            .redirectError(err);
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    var process = builder.start();
    try {
      assertTrue(process.waitFor(5, TimeUnit.MINUTES), () -> command + " does not end");
    } finally {
      process.destroy();
    }
    return new Ran(
        process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
  }
}
