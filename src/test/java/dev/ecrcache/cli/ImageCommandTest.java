package dev.ecrcache.cli;

import static dev.ecrcache.cli.Ran.CACHE;
import static dev.ecrcache.cli.Ran.HOST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ecr-cache image} prints, and its exit codes. */
class ImageCommandTest {
  private static final String DIGEST =
      "@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String NATS_JSON =
      """
      [
        {"reference":"nats","registry":"docker.io","repository":"library/nats","tag":null,\
      "digest":null,"cached":"%s/docker-hub/library/nats","reason":null}
      ]
      """
          .formatted(HOST);

  @Test
  void jsonHasEachReferenceOfTheInputInItsOrder() throws IOException {
    var input = Files.readString(Ran.RESOURCES.resolve("images.txt"));
    var ran = Ran.with(input, "image", "-", "--cache", CACHE, "--output", "json");
    var mapper = new JsonMapper();

    assertEquals(1, ran.code());
    assertEquals("", ran.err());
    assertEquals(
        mapper.readTree(Ran.RESOURCES.resolve("images.json").toFile()).toPrettyString(),
        mapper.readTree(ran.out()).toPrettyString());
  }

  @Test
  void jsonIsOneObjectALine() {
    Ran.image("nats", "--cache", CACHE, "--output", "json").printed(0, NATS_JSON);
  }

  @Test
  void formOfTheOutputMayStandFirst() {
    Ran.with("", "--output", "json", "image", "nats", "--cache", CACHE).printed(0, NATS_JSON);
  }

  @Test
  void tableIsAligned() {
    Ran.image("--cache", CACHE, "--output", "table", "nats", "registry.k8s.io/pause:3.10")
        .printed(
            0,
            """
            nats                        -> %s/docker-hub/library/nats
            registry.k8s.io/pause:3.10  -> %s/k8s/pause:3.10
            """
                .formatted(HOST, HOST));
  }

  @Test
  void tableSaysWhyAnImageIsNotCached() {
    Ran.image("--cache", CACHE, "nats", "quay.io/a/b")
        .printed(
            1,
            """
            nats         -> %s/docker-hub/library/nats
            quay.io/a/b  not cached: no cache rule at %s covers quay.io/a/b
            """
                .formatted(HOST, HOST));
  }

  @Test
  void veryLongReferenceMovesItsOwnLineOnly() {
    var image = "docker.io/a/" + "b".repeat(100);
    Ran.image("--cache", CACHE, image, "nats")
        .printed(
            0,
            "%s  -> %s/docker-hub/a/%s\nnats  -> %s/docker-hub/library/nats\n"
                .formatted(image, HOST, "b".repeat(100), HOST));
  }

  @Test
  void tableStaysOneLineForEachReference() {
    Ran.image("--cache", CACHE, "a\n\u001b[1mb\u2028")
        .printed(
            1,
            "a??[1mb?  not cached: invalid image reference 'a\\u000a\\u001b[1mb\\u2028' at index 1:"
                + " a repository name is letters and digits, joined by one of . _ __ / or"
                + " hyphens\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", " \t\n\r\n"})
  void emptyInputIsFine(String input) {
    Ran.with(input, "image", "-", "--cache", CACHE).printed(0, "");
    Ran.with(input, "image", "-", "--cache", CACHE, "--output", "json").printed(0, "[]\n");
  }

  @Test
  void linesMayEndAsOnWindowsAndTheLastNotAtAll() {
    Ran.with("nats\r\n\r\nnats", "image", "-", "--cache", CACHE)
        .printed(0, "nats  -> %s/docker-hub/library/nats\n".formatted(HOST).repeat(2));
  }

  @Test
  void textIsUtf8() {
    var refused =
        """
        [
          {"reference":"bücher→","registry":null,"repository":null,"tag":null,"digest":null,\
        "cached":null,"reason":"invalid image reference 'bücher→' at index 1: a repository name is\
         letters and digits, joined by one of . _ __ / or hyphens"}
        ]
        """;
    Ran.with("bücher→\n", "image", "-", "--cache", CACHE, "--output=json").printed(1, refused);
    Ran.image("bücher→", "--cache", CACHE, "--output=json").printed(1, refused);
  }

  @ParameterizedTest
  @CsvSource({
    "keep, nats:2, 0, nats:2@, ",
    "drop, nats:2, 0, nats:2, ",
    "drop, nats, 0, nats@, ",
    "refuse, nats:2, 1, , docker.io/library/nats:2@",
  })
  void digestsAreKeptDroppedOrRefused(
      String digests, String image, int code, String cached, String refused) {
    var line =
        cached != null
            ? "-> %s/docker-hub/library/%s".formatted(HOST, cached)
            : "not cached: " + refused;
    var rest =
        cached != null
            ? ""
            : " has a digest, and ECR's first pull of a digest that is not cached yet fails"
                + " (containers-roadmap#2837); pull it by tag";

    Ran.image(image + DIGEST, "--cache", CACHE, "--digests", digests)
        .printed(
            code,
            "%s  %s%s\n".formatted(image + DIGEST, line, rest).replaceAll("@(?!sha)", DIGEST));
  }

  @Test
  void emptyArgumentIsNoReference() {
    Ran.image("", "--cache", CACHE)
        .printed(1, "  not cached: invalid image reference '' at index 0: it is empty\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@images.txt", "${user.home}", "'nats'"})
  void argumentIsTakenAsItIs(String text) {
    assertEquals(text, Ran.image(text, "--cache", CACHE).out().split("  not cached: ")[0]);
  }

  @Test
  void manyReferencesAreAnsweredInOrder() {
    var input =
        IntStream.range(0, 100_000).mapToObj("a/b:%d\n"::formatted).collect(Collectors.joining());
    var ran = Ran.with(input, "image", "-", "--cache", CACHE);

    assertEquals(
        input,
        ran.out().lines().map(line -> line.split(" ")[0] + "\n").collect(Collectors.joining()));
  }

  @Test
  void standardInputStandsAlone() {
    Ran.image("-", "nats", "--cache", CACHE)
        .refused("- stands alone; give references there or here, not both");
  }
}
