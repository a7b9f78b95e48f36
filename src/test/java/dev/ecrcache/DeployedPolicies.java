package dev.ecrcache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.program.App;
import dev.ecrcache.program.StackConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every IAM document that a hosting account's stack file and a workload account's make.
 *
 * @param registry the hosting account's
 * @param documents by resource and input, such as {@code RegistryPolicy access.policy}
 */
record DeployedPolicies(EcrRegistry registry, Map<String, JsonNode> documents) {
  static final String WORKLOAD = "workload: ";

  /** What the program makes of these stack files in a Region. */
  static DeployedPolicies of(String hosting, String workload, String region) {
    var registry = new EcrRegistry(Recorder.ACCOUNT, region);
    var documents = new LinkedHashMap<String, JsonNode>();
    var host = new Recorder(region, Map.of()).run(config(hosting, registry), App::stack);
    collect("", host.succeeded(), documents);
    var exported = Map.of("cacheEndpoint", host.outputs().get("cacheEndpoint"));
    var guest = new Recorder(region, exported).run(config(workload, registry), App::stack);
    collect(WORKLOAD, guest.succeeded(), documents);
    return new DeployedPolicies(registry, documents);
  }

  /** The stack file as it would be written for the registry's Region. */
  private static StackConfig config(String yaml, EcrRegistry registry) {
    var config =
        StackConfig.ofYaml(
            yaml.replace("arn:aws:", "arn:%s:".formatted(registry.partition().id()))
                .replace("amazonaws.com", registry.partition().dnsSuffix())
                .replace("eu-west-1", registry.region()));
    config.values().put("ecr-cache:dockerHubToken", "made-up");
    config.secrets().add("ecr-cache:dockerHubToken");
    return config;
  }

  private static void collect(String stack, Recorder made, Map<String, JsonNode> documents) {
    for (var key : made.children()) {
      made.inputs(key)
          .forEach(
              (input, value) -> {
                if (value instanceof String text && text.contains("\"Statement\"")) {
                  documents.put(stack + key + "." + input, parse(text));
                }
              });
    }
  }

  static JsonNode parse(String json) {
    try {
      return StackConfig.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** The same with another document of this name. */
  DeployedPolicies with(String name, JsonNode document) {
    var changed = new LinkedHashMap<>(documents);
    changed.put(name, document);
    return new DeployedPolicies(registry, changed);
  }

  JsonNode document(String name) {
    return documents.get(name);
  }

  /** An ARN of the registry's partition and Region. */
  String arn(String service, String account, String resource) {
    return "arn:%s:%s:%s:%s:%s"
        .formatted(partition(), service, registry.region(), account, resource);
  }

  String iam(String account, String resource) {
    return "arn:%s:iam::%s:%s".formatted(partition(), account, resource);
  }

  private String partition() {
    return registry.partition().id();
  }

  /**
   * What decides on a request for a repository from its side: the registry's policy and the
   * repository's, as one, for ECR enforces both. An allow in either is enough, a denial in either
   * final.
   *
   * @param repository the repository's ARN
   * @param own the name of its own policy, which names no resource
   */
  JsonNode resourcePolicy(String repository, Optional<String> own) {
    var statements = StackConfig.JSON.createArrayNode();
    statements(document("RegistryPolicy access.policy")).forEach(statements::add);
    own.map(this::document)
        .map(DeployedPolicies::statements)
        .orElseGet(Stream::of)
        .map(statement -> ((ObjectNode) statement.deepCopy()).put("Resource", repository))
        .forEach(statements::add);
    // Two policies may use a Sid twice, one may not.
    statements.forEach(statement -> ((ObjectNode) statement).remove("Sid"));
    return statements.isEmpty() ? null : policy(statements);
  }

  private static Stream<JsonNode> statements(JsonNode document) {
    return document == null
        ? Stream.of()
        : Stream.of(document.get("Statement")).flatMap(DeployedPolicies::each);
  }

  private static Stream<JsonNode> each(JsonNode array) {
    return Arrays.stream(StackConfig.JSON.convertValue(array, JsonNode[].class));
  }

  private static JsonNode policy(ArrayNode statements) {
    return StackConfig.JSON
        .createObjectNode()
        .put("Version", "2012-10-17")
        .set("Statement", statements);
  }
}
