package dev.ecrcache.program;

import static dev.ecrcache.Recorder.HOST;
import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ecrcache.Recorder;
import dev.ecrcache.bind.InvalidArgumentException;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The program, run with every stack file that is committed. */
class AppTest {
  private static final Path DEV = Path.of("Pulumi.dev.yaml");
  private static final Path WORKLOAD = Path.of("sandbox/stacks/S2-workload.yaml");

  /** What {@code S2-shared} exports for {@link #WORKLOAD}. */
  private static final Map<String, Object> HOSTED =
      map(
          "cacheEndpoint",
          map(
              "host",
              HOST,
              "upstreams",
              map("docker-hub", "docker.io", "public-ecr", "public.ecr.aws"),
              "tagsRepositories",
              false));

  /** What becomes of a stack file. */
  record Stack(Set<String> children, Set<String> outputs) {}

  /** The stacks by file, as {@code stacks.yaml} has them. */
  static Stream<Arguments> stacks() throws IOException {
    try (var text = AppTest.class.getResourceAsStream("stacks.yaml")) {
      return new YAMLMapper()
          .readValue(text, new TypeReference<Map<String, Stack>>() {}).entrySet().stream()
              .map(entry -> Arguments.of(Path.of(entry.getKey()), entry.getValue()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stacks")
  void stackFileBecomesExactlyThisStack(Path file, Stack stack) throws IOException {
    var recorder = run(file, HOSTED).succeeded();

    assertEquals(stack.children(), recorder.children());
    assertEquals(stack.outputs(), recorder.outputs().keySet());
  }

  @Test
  void everyCommittedStackFileIsInTheTable() throws IOException {
    try (var here = Files.list(Path.of(""));
        var sandbox = Files.list(Path.of("sandbox/stacks"))) {
      var committed =
          Stream.concat(here, sandbox)
              .filter(Files::isRegularFile)
              .filter(file -> file.toString().matches("Pulumi\\..+\\.yaml|sandbox/.*"))
              .collect(Collectors.toSet());

      assertEquals(
          committed, stacks().map(arguments -> arguments.get()[0]).collect(Collectors.toSet()));
    }
  }

  @Test
  void podsComeAfterCacheAndPermissions() throws IOException {
    var recorder = run(DEV, Map.of()).succeeded();

    assertEquals(
        Set.of("NodePullAccess nodes", "RegistryCache cache"),
        recorder.dependsOn("SampleReleases samples"));
    assertEquals(Set.of(), recorder.dependsOn("NodePullAccess nodes"));
  }

  @Test
  void redirectedPodsComeAfterCacheAndPermissions() {
    var recorder =
        new Recorder()
            .run(
                StackConfig.ofYaml(
                    """
                    config:
                      aws:region: eu-west-1
                      ecr-cache:cache: { upstreams: { k8s: { registry: registry.k8s.io } } }
                      ecr-cache:nodes: { roles: [dev-nodes] }
                      ecr-cache:redirect: { validate: warn }
                    """),
                App::stack)
            .succeeded();

    assertEquals(
        Set.of("NodePullAccess nodes", "RegistryCache cache"),
        recorder.dependsOn("ImageRedirect redirect"));
    assertEquals(
        Map.of("k8s.gcr.io", "/ " + HOST + "/k8s/", "registry.k8s.io", "/ " + HOST + "/k8s/"),
        recorder.inputs("ConfigMap redirect-rules").get("data"));
  }

  @Test
  void outputsOfTheHostServeTheWorkload() throws IOException {
    var shared = run(Path.of("sandbox/stacks/S2-shared.yaml"), Map.of()).succeeded();
    assertEquals(HOSTED.get("cacheEndpoint"), shared.outputs().get("cacheEndpoint"));

    var workload = run(WORKLOAD, HOSTED).succeeded();
    assertEquals(
        HOST + "/docker-hub/library/nats:2.10.12-alpine",
        ((Map<?, ?>) workload.outputs().get("images"))
            .get("docker.io/library/nats:2.10.12-alpine"));
    assertEquals(
        map("name", "organization/ecr-cache/S2-shared"),
        workload.inputs("StackReference organization/ecr-cache/S2-shared"));
  }

  @Test
  void hostWithoutAnEndpointIsRefused() throws IOException {
    assertEquals(
        "ecr-cache:cacheStack: that stack has no output cacheEndpoint; name a stack with a cache"
            + " block, and deploy it with `pulumi up` first",
        run(WORKLOAD, Map.of("other", "output")).refusal());
  }

  @Test
  void imageThatTheHostDoesNotCacheIsRefused() throws IOException {
    var other = map("host", HOST, "upstreams", map("quay", "quay.io"), "tagsRepositories", false);
    var refusal = run(WORKLOAD, Map.of("cacheEndpoint", other)).refusal();

    assertTrue(
        refusal.startsWith(
            "ecr-cache:samples.nats.audit: 3 images would not come from the cache: Deployment"
                + " nats/nats-box, container nats-box: docker.io/natsio/nats-box:0.14.2"),
        refusal);
  }

  @Test
  void endpointInTheStackFileServesAsThatOfAStackReference() throws IOException {
    var referring = Files.readString(WORKLOAD);
    var endpoint = StackConfig.JSON.writeValueAsString(HOSTED.get("cacheEndpoint"));
    var pasted =
        referring.replaceFirst(
            "cacheStack: .*", Matcher.quoteReplacement("cacheEndpoint: " + endpoint));

    var expected = run(WORKLOAD, HOSTED).succeeded();
    var recorder =
        new Recorder().run(StackConfig.ofYaml(pasted).withCharts(), App::stack).succeeded();

    assertEquals(expected.children(), recorder.children());
    assertEquals(expected.inputs("Policy nodes"), recorder.inputs("Policy nodes"));
    assertEquals(expected.outputs(), recorder.outputs());
  }

  @Test
  void faultIsOneLineWithoutWhatItQuotes() {
    var refusal =
        failing(new IllegalStateException("monkeybusiness42"))
            .replaceFirst("java:\\d+", "java:LINE");

    assertEquals(
        "unexpected failure, a fault of ecr-cache: java.lang.IllegalStateException at"
            + " dev.ecrcache.program.AppTest.faultIsOneLineWithoutWhatItQuotes(AppTest.java:LINE); please"
            + " report this line and what you ran to the project's issue tracker",
        refusal);
  }

  @Test
  void errorIsOneLine() {
    assertEquals(
        "unexpected failure, a fault of ecr-cache: java.lang.StackOverflowError",
        failing(new StackOverflowError()).split(" at ")[0]);
  }

  @Test
  void whatTheEngineSaysIsNoFault() {
    var unknown = Status.UNKNOWN.withDescription("unknown stack \"a/b/c\"").asRuntimeException();

    assertEquals(
        "Pulumi's engine: unknown stack \"a/b/c\"", failing(new CompletionException(unknown)));
  }

  @Test
  void refusalThatWasWaitedForIsARefusal() {
    assertEquals(
        "a: is odd", failing(new CompletionException(new InvalidArgumentException("a", "is odd"))));
  }

  private static String failing(Throwable thrown) {
    return new Recorder()
        .run(
            StackConfig.NONE,
            context ->
                App.run(
                    context,
                    () -> {
                      if (thrown instanceof Error error) {
                        throw error;
                      }
                      throw (RuntimeException) thrown;
                    }))
        .refusal();
  }

  private static Recorder run(Path file, Map<String, Object> hosted) throws IOException {
    return new Recorder("eu-west-1", hosted).run(StackConfig.ofFile(file), App::stack);
  }
}
