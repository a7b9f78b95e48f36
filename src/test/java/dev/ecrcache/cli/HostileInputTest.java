package dev.ecrcache.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that has no end, is too large, or takes what reads it to its own end. */
class HostileInputTest {
  private static final Path ZERO = Path.of("/dev/zero");
  private static final String CHART = "src/test/resources/dev/ecrcache/chart/umbrella";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image nats --cache FILE | image | --cache FILE: is larger than 4 MiB",
        "image nats --stack-file FILE | image | --stack-file FILE: is larger than 4 MiB",
        "values CHART --cache CACHE --values FILE | values"
            + "| values file FILE: is larger than 4 MiB",
        "fleet preview --stacks a --project FOLDER | fleet preview"
            + "| FOLDER/Pulumi.yaml: is larger than 4 MiB",
      })
  void fileIsReadWithinALimit(String args, String command, String problem) throws IOException {
    var file = Files.createSymbolicLink(folder.resolve("Pulumi.yaml"), ZERO);

    assertTimeoutPreemptively(Duration.ofMinutes(5), () -> Ran.with("", words(args, file)))
        .refused("ecr-cache " + command, named(problem, file));
  }

  @Test
  void fileOfATreeThatHasNoEndIsRefused() throws IOException {
    var file = Files.writeString(folder.resolve("Pulumi.a.yaml"), "config: &a { b: *a }");

    Ran.with("", words("image nats --stack-file FILE", file))
        .refused(
            named("--stack-file FILE: is nested more than 100 deep, or contains itself", file));
  }

  @Test
  void rulesThatAreNestedDeeplyAreRefused() throws IOException {
    var file = Files.writeString(folder.resolve("cache.json"), "[".repeat(1_000_000));

    Ran.with("", words("image nats --cache FILE", file))
        .refused(
            named(
                "--cache FILE: is not JSON; write it with `pulumi stack output cacheEndpoint"
                    + " --json`",
                file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image - | reference 1 is longer than 65536 characters",
        "images - | is larger than 32 MiB",
      })
  void standardInputIsReadWithinALimit(String args, String problem) {
    try (var zero = Files.newInputStream(ZERO)) {
      toldInOneLine("standard input: " + problem, zero, args);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json"})
  void referencesWithoutEndAreNotHeld(String format) {
    var nats = "nats\n".repeat(200_001).getBytes(StandardCharsets.UTF_8);

    toldInOneLine(
        "standard input: has more than 200000 references",
        new ByteArrayInputStream(nats),
        "image - --output " + format);
  }

  @Test
  void faultIsToldInOneLineWithoutWhatItQuotes() {
    var broken =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("monkeybusiness42");
          }

          @Override
          public String toString() {
            return "broken";
          }
        };
    toldInOneLine(
        "unexpected failure, a fault of ecr-cache: java.lang.IllegalStateException at "
            + "dev.ecrcache.cli.HostileInputTest$1.read(HostileInputTest.java:LINE); please report"
            + " this line and what you ran to the project's issue tracker",
        broken,
        "image -");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "java.lang.StackOverflowError | unexpected failure, a fault of ecr-cache:"
            + " java.lang.StackOverflowError at"
            + " dev.ecrcache.cli.HostileInputTest.error(HostileInputTest.java:LINE); please report"
            + " this line and what you ran to the project's issue tracker",
        "java.lang.OutOfMemoryError | Java has no memory left, of which it takes NUMBER MiB here;"
            + " give it less to read",
      })
  void errorIsNoFinding(String type, String problem) {
    var broken =
        new InputStream() {
          @Override
          public int read() {
            throw error(type);
          }
        };
    toldInOneLine(problem, broken, "image -");
  }

  private static Error error(String type) {
    return type.endsWith("MemoryError") ? new OutOfMemoryError() : new StackOverflowError();
  }

  private static void toldInOneLine(String problem, InputStream in, String args) {
    var errors = new ByteArrayOutputStream();
    var words = Stream.of(args + " --cache " + Ran.CACHE).flatMap(it -> Stream.of(it.split(" ")));
    var code =
        assertTimeoutPreemptively(
            Duration.ofMinutes(5),
            () -> Main.run(words.toArray(String[]::new), in, new ByteArrayOutputStream(), errors));
    var told =
        errors
            .toString(StandardCharsets.UTF_8)
            .replaceFirst("java:\\d+", "java:LINE")
            .replaceFirst("takes \\d+", "takes NUMBER");
    assertEquals("ecr-cache: %s\n".formatted(problem), told);
    assertEquals(2, code);
  }

  private static String[] words(String args, Path file) {
    return named(args, file).split(" ");
  }

  private static String named(String text, Path file) {
    return text.replace("FILE", file.toString())
        .replace("FOLDER", file.getParent().toString())
        .replace("CHART", CHART)
        .replace("CACHE", Ran.CACHE);
  }
}
