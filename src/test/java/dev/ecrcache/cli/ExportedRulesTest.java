package dev.ecrcache.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of {@code --cache}. */
class ExportedRulesTest {
  private static final String NOT_JSON =
      "is not JSON; write it with `pulumi stack output cacheEndpoint --json`";
  private static final String OUTPUT = "that stack's output cacheEndpoint";
  private static final String HOST =
      "the host of an ECR registry, such as 111111111111.dkr.ecr.eu-west-1.amazonaws.com";
  private static final String WHOLE =
      "{\"host\":\"%s\",\"upstreams\":{%s},\"tagsRepositories\":true}";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("registry.json");
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("", NOT_JSON),
        Arguments.of("{", NOT_JSON),
        Arguments.of("{} {}", NOT_JSON),
        Arguments.of("{\"host\":\"a\",\"host\":\"b\"}", NOT_JSON),
        Arguments.of("[]", OUTPUT + " is not a block of keys"),
        Arguments.of("{}", OUTPUT + ".host: is missing; it is " + HOST),
        Arguments.of(
            WHOLE.formatted("example.com", ""), OUTPUT + ".host: 'example.com' is not " + HOST),
        Arguments.of(
            WHOLE.formatted(Ran.HOST, "\"hub\": 1"),
            OUTPUT + ".upstreams.hub: must be a registry, such as docker.io"),
        Arguments.of(
            WHOLE.formatted(Ran.HOST, "\"h\": \"docker.io\""),
            OUTPUT + ".upstreams.h: prefix 'h' has 1 characters; ECR takes 2 to 30"),
        Arguments.of(
            "null",
            "that stack has no output cacheEndpoint; name a stack with a cache block, and deploy it"
                + " with `pulumi up` first"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongFileIsRefused(String json, String problem) throws IOException {
    Files.writeString(file, json);

    Ran.image("nats", "--cache", file.toString())
        .refused("--cache %s: %s".formatted(file, problem));
  }

  @Test
  void missingFileIsRefused() {
    Ran.image("nats", "--cache", file.toString())
        .refused("--cache %s: does not exist".formatted(file));
  }

  @Test
  void folderIsRefused() {
    Ran.image("nats", "--cache", folder.toString())
        .refused("--cache %s: cannot be read".formatted(folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE"})
  void fileMayBeginWithAByteOrderMark(String charset) throws IOException {
    var json = WHOLE.formatted(Ran.HOST, "\"hub\": \"docker.io\"");
    Files.writeString(file, "\ufeff" + json, Charset.forName(charset));

    Ran.image("nats", "--cache", file.toString())
        .printed(0, "nats  -> %s/hub/library/nats\n".formatted(Ran.HOST));
  }

  @Test
  void everyRuleOfTheFileCounts() throws IOException {
    var json = WHOLE.formatted(Ran.HOST, "\"ROOT\":\"docker.io\",\"k8s\":\"registry.k8s.io\"");
    Files.write(file, json.getBytes(StandardCharsets.UTF_8));

    assertEquals(
        "a/b                    -> %1$s/a/b\nregistry.k8s.io/pause  -> %1$s/k8s/pause\n"
            .formatted(Ran.HOST),
        Ran.image("a/b", "registry.k8s.io/pause", "--cache", file.toString()).out());
  }
}
