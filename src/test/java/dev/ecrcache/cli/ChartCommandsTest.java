package dev.ecrcache.cli;

import static dev.ecrcache.cli.Ran.HOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.ChartRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ecr-cache values} and {@code ecr-cache images}, on charts and manifests. */
class ChartCommandsTest {
  private static final String CHARTS = "src/test/resources/dev/ecrcache/overlay/charts/";
  private static final String[] RULES = {
    "--registry",
    HOST,
    "--upstream",
    "hub=docker.io",
    "--upstream",
    "quay=quay.io",
    "--upstream",
    "github=ghcr.io"
  };
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: { name: web, namespace: shop }
      spec:
        containers:
          - { name: web, image: "nginx:1.27" }
          - { name: probe, image: "gcr.io/acme/probe:1" }
          - { name: typo, image: "Nginx" }
      """;
  private static final String NOT_GOOGLE =
      "gcr.io is not a registry that ECR can cache (Google's registries: containers-roadmap#1581)";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"umbrella", "operator"})
  void chartRenderedWithItsOverlayTakesEveryImageFromTheCache(String chart) throws IOException {
    var overlay = run("", "values", CHARTS + chart);
    assertEquals(0, overlay.code(), overlay.err());
    var file = Files.writeString(folder.resolve("overlay.yaml"), overlay.out());

    var after = json("", "images", CHARTS + chart, "--values", file.toString());

    var hosts = new HashSet<String>();
    after.forEach(row -> hosts.add(row.get("image").asText().split("/")[0]));
    assertEquals(Set.of(HOST), hosts);
  }

  @Test
  void registryForAllIsLeftOutOfAChartThatDoesNotTakeIt() throws IOException {
    var user = Files.writeString(folder.resolve("user.yaml"), "global: {imageRegistry: quay.io}");

    var moved = json("", "values", CHARTS + "prefixes", "--values", user.toString()).get("moved");

    var store = new HashSet<String>();
    moved.forEach(
        it -> {
          if (it.get("path").asText().equals("store.repository")) {
            store.add(it.get("upstream").asText());
          }
        });
    assertEquals(Set.of("docker.io/acme/store:7"), store);
  }

  @Test
  void valuesInJsonListWhatMoved() throws IOException {
    var answer = json("", "values", CHARTS + "workloads");

    assertEquals(
        new JsonMapper()
            .readTree(
                """
                [{"path": "agents[1].image", "image": "gcr.io/acme/metrics:1", "reason": "%s"}]
                """
                    .formatted(NOT_GOOGLE)),
        answer.get("notMoved"));
    var moved = new HashSet<String>();
    answer.get("moved").forEach(it -> moved.add(it.get("cached").asText().split("/")[0]));
    assertEquals(Set.of(HOST), moved);
    assertTrue(answer.get("values").isObject());
  }

  @Test
  void imageThatCannotMoveIsAFinding() throws IOException {
    var chart = Files.createDirectories(folder.resolve("probe"));
    Files.writeString(
        chart.resolve("Chart.yaml"), "{ apiVersion: v2, name: probe, version: 1.0.0 }");
    Files.writeString(
        chart.resolve("values.yaml"), "image: gcr.io/acme/probe:1\nsidecarImage: redis:7\n");

    assertEquals(
        new Ran(
            1,
            "sidecarImage: \"%s/hub/library/redis:7\"\n".formatted(HOST),
            "image: " + NOT_GOOGLE + "\n"),
        run("", "values", chart.toString()));
  }

  @Test
  void manifestsOnStandardInputGiveARowForEachImage() throws IOException {
    var rows = json(POD, "images", "-");

    assertEquals(
        new JsonMapper()
            .readTree(
                """
                [{"image": "docker.io/library/nginx:1.27",
                  "cached": "%s/hub/library/nginx:1.27", "covered": true, "reason": null,
                  "object": "Pod shop/web", "container": "web"},
                 {"image": "gcr.io/acme/probe:1", "cached": null, "covered": false,
                  "reason": "%s", "object": "Pod shop/web", "container": "probe"},
                 {"image": "Nginx", "cached": null, "covered": false,
                  "reason": "invalid image reference 'Nginx' at index 0: a repository name is lower case",
                  "object": "Pod shop/web", "container": "typo"}]
                """
                    .formatted(HOST, NOT_GOOGLE)),
        rows);
    run(POD, "images", "-")
        .printed(
            1,
            """
            Pod shop/web web    docker.io/library/nginx:1.27  -> %s/hub/library/nginx:1.27
            Pod shop/web probe  gcr.io/acme/probe:1           not cached: %s
            Pod shop/web typo   Nginx                         not cached: invalid image reference 'Nginx' at index 0: a repository name is lower case
            """
                .formatted(HOST, NOT_GOOGLE));
  }

  @Test
  void unreadableInputIsOneLine() throws IOException {
    var list = Files.writeString(folder.resolve("list.yaml"), "- a\n").toString();

    run("", "images", "-", "--values", "none.yaml").printed(0, "");
    run("", "values", CHARTS + "umbrella", "--values", "none.yaml")
        .refused("ecr-cache values", "values file none.yaml cannot be read");
    run("", "values", CHARTS + "umbrella", "--values", list)
        .refused("ecr-cache values", "values file %s: it holds no block of values".formatted(list));
    run("a: [", "images", "-")
        .refused(
            "ecr-cache images",
            "the manifests: broken YAML in line 1: expected the node content, but found '<stream end>'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"values", "images"})
  void chartOfARepositoryIsTheSameAsItsFolder(String command) throws IOException {
    var folder = Path.of(CHARTS, "operator");
    try (var repository = new ChartRepository().serve(folder, "operator", "3.2.1")) {
      assertEquals(
          run("", command, folder.toString()),
          run("", command, "operator", "--version", "3.2.1", "--repository", repository.url()));
      assertEquals(
          run("", command, folder.toString()),
          run("", command, repository.url() + "/operator-3.2.1.tgz"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"values", "images"})
  void chartThatCannotBeFetchedIsOneLine(String command) {
    run("", command, "app", "--version", "1.0.0", "--repository", "http://127.0.0.1:1")
        .refused(
            "ecr-cache " + command,
            "chart app 1.0.0 of http://127.0.0.1:1 cannot be fetched: Get"
                + " \"http://127.0.0.1:1/index.yaml\": dial tcp 127.0.0.1:1: connect: connection"
                + " refused; fetch it elsewhere and give the path of a folder or archive such as"
                + " ./charts/nats-1.1.9.tgz");
    run("", command, "oci://127.0.0.1:1/app")
        .refused(
            "ecr-cache " + command,
            "chart oci://127.0.0.1:1/app: the version is missing, and the newest is another one"
                + " every time; give one such as 1.1.9");
  }

  private static JsonNode json(String input, String command, String... arguments)
      throws IOException {
    var all =
        Stream.concat(Arrays.stream(arguments), Stream.of("--output", "json"))
            .toArray(String[]::new);
    return new JsonMapper().readTree(run(input, command, all).out());
  }

  private static Ran run(String input, String command, String... arguments) {
    var all =
        Stream.of(Stream.of(command), Arrays.stream(arguments), Arrays.stream(RULES))
            .flatMap(it -> it)
            .toArray(String[]::new);
    return Ran.with(input, all);
  }
}
