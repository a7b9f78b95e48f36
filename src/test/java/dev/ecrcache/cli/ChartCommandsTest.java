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
          if (it.get("value").asText().equals("store.repository")) {
            store.add(it.get("image").asText());
          }
        });
    assertEquals(Set.of("docker.io/acme/store:7"), store);
  }

  @Test
  void valuesInJsonListWhatMovedAndWhatStays() throws IOException {
    var chart = chart("image: gcr.io/acme/probe:1\nsidecarImage: redis:7\n");

    assertEquals(
        new JsonMapper()
            .readTree(
                """
                {"values": {"sidecarImage": "%1$s/hub/library/redis:7"},
                 "moved": [{"image": "docker.io/library/redis:7",
                   "cached": "%1$s/hub/library/redis:7", "value": "sidecarImage",
                   "object": "Pod probe", "container": "sidecar",
                   "path": "spec.containers[1].image", "role": "container", "reason": null}],
                 "notMoved": [{"image": "gcr.io/acme/probe:1", "cached": null, "value": "image",
                   "object": "Pod probe", "container": "probe",
                   "path": "spec.containers[0].image", "role": "container", "reason": "%2$s"}],
                 "hashes": [], "unused": []}
                """
                    .formatted(HOST, NOT_GOOGLE)),
        json("", "values", chart));
  }

  @Test
  void imageThatCannotMoveIsAFinding() throws IOException {
    assertEquals(
        new Ran(
            1,
            "sidecarImage: \"%s/hub/library/redis:7\"\n".formatted(HOST),
            "Pod probe, container probe: gcr.io/acme/probe:1 (value image): " + NOT_GOOGLE + "\n"),
        run("", "values", chart("image: gcr.io/acme/probe:1\nsidecarImage: redis:7\n")));
  }

  @Test
  void whatNothingRendersIsSaidOfTheUsersValuesOnly() throws IOException {
    var chart = chart("image: redis:6\nsidecarImage: redis:7\nother: {image: 'gcr.io/a/b:1'}\n");
    var user = Files.writeString(folder.resolve("user.yaml"), "my: {image: 'gcr.io/a/c:1'}");

    assertEquals(
        new Ran(
            0,
            "image: \"%1$s/hub/library/redis:6\"\nsidecarImage: \"%1$s/hub/library/redis:7\"\n"
                .formatted(HOST),
            "value my.image: gcr.io/a/c:1: nothing that the chart renders takes it\n"),
        run("", "values", chart, "--values", user.toString()));
  }

  @Test
  void chartThatDoesNotRenderIsMovedByTheShapesOfItsValuesIfToldSo() throws IOException {
    var chart = chart("image: gcr.io/acme/probe:1\nsidecarImage: redis:7\n");
    Files.writeString(Path.of(chart, "templates", "a.yaml"), "{{ fail \"give a name\" }}");

    run("", "values", chart)
        .refused(
            "ecr-cache values",
            "chart %s cannot be rendered: execution error at (probe/templates/a.yaml:1:3): give a name; give what it asks for with --values, or take --unchecked, which goes by the shapes of its values alone"
                .formatted(chart));
    assertEquals(
        new Ran(
            1,
            "sidecarImage: \"%s/hub/library/redis:7\"\n".formatted(HOST),
            "image: " + NOT_GOOGLE + "\n"),
        run("", "values", chart, "--unchecked"));
  }

  private String chart(String values) throws IOException {
    var chart = folder.resolve("probe");
    Files.createDirectories(chart.resolve("templates"));
    Files.writeString(
        chart.resolve("Chart.yaml"), "{ apiVersion: v2, name: probe, version: 1.0.0 }");
    Files.writeString(chart.resolve("values.yaml"), values);
    Files.writeString(
        chart.resolve("templates").resolve("pod.yaml"),
        """
        {apiVersion: v1, kind: Pod, metadata: {name: probe}, spec: {containers: [
          {name: probe, image: "{{ .Values.image }}"},
          {name: sidecar, image: "{{ .Values.sidecarImage }}"}]}}
        """);
    return chart.toString();
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
                  "object": "Pod shop/web", "container": "web",
                  "path": "spec.containers[0].image", "role": "container"},
                 {"image": "gcr.io/acme/probe:1", "cached": null, "covered": false,
                  "reason": "%s", "object": "Pod shop/web", "container": "probe",
                  "path": "spec.containers[1].image", "role": "container"},
                 {"image": "Nginx", "cached": null, "covered": false,
                  "reason": "invalid image reference 'Nginx' at index 0: a repository name is lower case",
                  "object": "Pod shop/web", "container": "typo",
                  "path": "spec.containers[2].image", "role": "container"}]
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
  void loginInPlaceOfAnImageIsNotShown() {
    run(
            "{kind: Pod, metadata: {name: web}, spec: {containers: [{name: web, image:"
                + " 'https://me:monkey@business.example/app:1'}]}}",
            "images",
            "-")
        .printed(
            1,
            "Pod web web  https://business.example/app:1  not cached: invalid image reference"
                + " 'https://business.example/app:1' at index 5: an image reference has no scheme; leave it out with the slashes\n");
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
            "the manifests: broken YAML in line 1: expected the node content, but found '<stream"
                + " end>'");
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

  @ParameterizedTest
  @ValueSource(strings = {"values", "images"})
  void chartIsRenderedForTheKubernetesThatIsGiven(String command) throws IOException {
    Files.writeString(
        folder.resolve("Chart.yaml"),
        "{apiVersion: v2, name: app, version: 1.0.0, kubeVersion: '>=1.33'}");
    var chart = folder.toString();

    assertEquals(0, run("", command, chart).code());
    assertEquals(0, run("", command, chart, "--kube-version", "v1.33.5").code());
    var old = run("", command, chart, "--kube-version", "1.32");
    assertEquals(2, old.code());
    assertTrue(
        old.err()
            .contains(
                "chart %s cannot be rendered: chart requires kubeVersion: >=1.33 which is incompatible"
                        .formatted(chart)
                    + " with Kubernetes v1.32.0"),
        old.err());
    run("", command, chart, "--kube-version", "new")
        .refused(
            "ecr-cache " + command,
            "'new' is no version of Kubernetes; give one such as 1.34 or 1.34.2");
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
