package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The policy simulator of {@code sandbox/iam}, as a process that answers until it is closed. */
final class PolicySimulator implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Who asks.
   *
   * @param arn an IAM ARN, the name of a service, or null for anybody
   * @param account the account that it belongs to, or null
   * @param context the condition keys that AWS sets for it
   */
  record Principal(
      String arn, String account, Map<String, Object> context, List<JsonNode> policies) {}

  /**
   * What is asked for.
   *
   * @param policy its policy, or null
   */
  record Resource(Kind kind, String arn, String account, JsonNode policy) {}

  /** The kinds of resource, with the service and the type by which the simulator knows them. */
  enum Kind {
    REGISTRY("ecr", null),
    REPOSITORY("ecr", "repository"),
    KEY("kms", "key"),
    SECRET("secretsmanager", "Secret"),
    ROLE("sts", "role");

    private final String service;
    private final String type;

    Kind(String service, String type) {
      this.service = service;
      this.type = type;
    }

    private boolean isAmong(List<String> types) {
      return type == null ? types.isEmpty() : types.contains(type);
    }
  }

  private final Map<Kind, Set<String>> actions = new EnumMap<>(Kind.class);
  private final Map<String, JsonNode> known = new HashMap<>();
  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;

  PolicySimulator() throws IOException {
    process =
        new ProcessBuilder(Path.of("sandbox", "iam", "evaluate").toAbsolutePath().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    questions = process.outputWriter();
    answers = process.inputReader();
  }

  /** All actions on resources of a kind. */
  Set<String> actions(Kind kind) {
    return actions.computeIfAbsent(kind, this::actionsOn);
  }

  private Set<String> actionsOn(Kind kind) {
    var types = ask(Map.of("service", kind.service)).get("actions");
    return convert(types, new TypeReference<Map<String, List<String>>>() {}).entrySet().stream()
        .filter(action -> kind.isAmong(action.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The actions that the documents name, their patterns written out. */
  Set<String> named(Collection<JsonNode> documents) {
    return convert(
        ask(Map.of("documents", documents)).get("named"), new TypeReference<TreeSet<String>>() {});
  }

  /** Which of the actions the policies of the principal and of the resource together allow. */
  Set<String> allowed(Principal principal, Resource resource, Collection<String> actions) {
    var question = new HashMap<String, Object>();
    question.put("principal", principal.arn());
    var context = new HashMap<>(principal.context());
    context.put("aws:ResourceAccount", resource.account());
    question.put("context", context);
    question.put("identityPolicies", principal.policies());
    question.put("resource", resource.arn());
    question.put("account", resource.account());
    question.put("resourcePolicy", resource.policy());
    question.put("actions", actions);
    return convert(ask(question).get("allowed"), new TypeReference<TreeSet<String>>() {});
  }

  /** Most of the matrix is asked again and again. */
  private JsonNode ask(Map<String, Object> question) {
    try {
      return known.computeIfAbsent(JSON.writeValueAsString(question), this::answer);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode answer(String question) {
    try {
      questions.write(question + "\n");
      questions.flush();
      var line = answers.readLine();
      assertNotNull(line, "the policy simulator ended");
      var answer = JSON.readTree(line);
      assertNull(answer.get("error"), line);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T convert(JsonNode node, TypeReference<T> type) {
    return JSON.convertValue(node, type);
  }

  @Override
  public void close() throws IOException {
    questions.close();
    process.destroy();
  }
}
