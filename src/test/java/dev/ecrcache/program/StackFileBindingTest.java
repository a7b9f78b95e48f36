package dev.ecrcache.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ecrcache.Given;
import dev.ecrcache.Recorder;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.Pullers;
import dev.ecrcache.policy.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stack file with every key there is: each setting reaches its component as it was written. */
class StackFileBindingTest {
  private static final Path WHOLE = Path.of("src/test/resources/dev/ecrcache/program/whole.yaml");

  private static final Pullers PULLERS =
      new Pullers(
          "o-a1b2c3d4e5",
          List.of("o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"),
          List.of("555555555555"),
          List.of("arn:aws:iam::666666666666:role/ci"),
          true);

  private final Recorder recorder = new Recorder();
  private Map<String, Object> written;

  @BeforeEach
  void run() throws IOException {
    var text = Files.readString(WHOLE);
    recorder.run(StackConfig.ofYaml(text), App::stack).succeeded();
    Map<String, Map<String, Object>> file =
        new YAMLMapper().readValue(text, new TypeReference<>() {});
    written = file.get("config");
  }

  @Test
  void cacheIsAsWritten() throws IOException {
    Map<?, ?> repositories = (Map<?, ?>) block("cache").get("repositories");
    var statements = (List<?>) repositories.remove("statements");
    // The token stands in for its key's name, and defaults for what is left out.
    assertEquals(
        json(block("cache")).replace("\"dockerHubToken\"", "\"hidden\""),
        json(without("repositoryPolicy", recorder.inputs("RegistryCache cache"))));
    assertEquals(
        EcrPolicies.organizationRepository(Given.REGISTRY, PULLERS)
            .and(List.of(statement(statements.get(0))))
            .toJson(),
        recorder.inputs("RegistryCache cache").get("repositoryPolicy"));
  }

  @Test
  void accessIsAsWritten() throws IOException {
    var statements = (List<?>) block("access").get("statements");

    assertEquals(
        EcrPolicies.organizationRegistryToRead(
                Given.REGISTRY,
                PULLERS,
                Stream.of("docker-hub", "github", "gitlab", "k8s", "shared")
                    .map("arn:aws:ecr:eu-west-1:111111111111:repository/%s/*"::formatted)
                    .toList())
            .and(List.of(statement(statements.get(0))))
            .toJson(),
        recorder.inputs("RegistryPolicy access").get("policy"));
  }

  @Test
  void nodesAreAsWritten() throws IOException {
    var nodes = new TreeMap<>(block("nodes"));
    // Clusters would be looked up.
    nodes.put("clusters", List.of());

    assertEquals(json(nodes), json(without("cache", recorder.inputs("NodePullAccess nodes"))));
  }

  @Test
  void samplesAreAsWritten() throws IOException {
    for (var sample : block("samples").entrySet()) {
      assertEquals(
          json(sample.getValue()),
          json(without("cache", recorder.inputs("CachedRelease samples-" + sample.getKey()))));
    }
  }

  @Test
  void protectionIsAsWritten() {
    assertEquals(
        Optional.of(written.get("ecr-cache:protection")),
        recorder.isProtected("RegistryCache cache"));
  }

  @SuppressWarnings("unchecked") // A block's keys are texts.
  private Map<String, Object> block(String key) {
    return (Map<String, Object>) written.get("ecr-cache:" + key);
  }

  private static Statement statement(Object written) {
    return new JsonMapper().convertValue(written, Statement.class);
  }

  private static Map<String, Object> without(String key, Map<String, Object> inputs) {
    var rest = new TreeMap<>(inputs);
    rest.remove(key);
    return rest;
  }

  /** Sorted by keys; whole numbers as the engine knows them, which has one kind of number. */
  private static String json(Object value) throws IOException {
    return StackConfig.JSON.writeValueAsString(value).replaceAll("(\\d)\\.0\\b", "$1");
  }
}
