package dev.ecrcache.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** One form of all that IAM takes for the same statement. */
final class PolicyForm {
  static final JsonMapper JSON = new JsonMapper();

  private PolicyForm() {}

  /**
   * The statements of a policy.
   *
   * @throws JsonProcessingException if the text is not JSON
   */
  static List<JsonNode> statements(String policy) throws JsonProcessingException {
    var statements = JSON.readTree(policy).path("Statement");
    return statements.isArray()
        ? StreamSupport.stream(statements.spliterator(), false).toList()
        : List.of(statements);
  }

  /** What a statement is called: its Sid in quotes, or what it is about. */
  static String name(JsonNode statement) {
    return statement.path("Sid").asText().isEmpty()
        ? "one without a Sid, %s %s"
            .formatted(statement.path("Effect").asText(), texts(statement.path("Action")))
        : "'%s'".formatted(statement.path("Sid").asText());
  }

  /** The form of a statement. */
  static Object of(JsonNode statement) {
    var form = new TreeMap<String, Object>();
    statement
        .properties()
        .forEach(
            part ->
                form.put(
                    part.getKey(),
                    switch (part.getKey()) {
                      case "Action", "NotAction" -> lowerCase(texts(part.getValue()));
                      case "Principal", "NotPrincipal", "Condition" -> block(part.getValue());
                      default -> texts(part.getValue());
                    }));
    return form;
  }

  private static Object block(JsonNode value) {
    if (!value.isObject()) {
      return texts(value);
    }
    var block = new TreeMap<String, Object>();
    value.properties().forEach(part -> block.put(part.getKey(), block(part.getValue())));
    return block;
  }

  /** A text, or the texts of a list. */
  static Set<String> texts(JsonNode value) {
    var texts = new TreeSet<String>();
    if (value.isArray()) {
      value.forEach(it -> texts.add(account(it.asText())));
    } else if (!value.isMissingNode()) {
      texts.add(account(value.asText()));
    }
    return texts;
  }

  // AWS writes an account that a policy names as its root.
  private static String account(String text) {
    return text.replaceFirst("^arn:[a-z-]+:iam::([0-9]{12}):root$", "$1");
  }

  private static Set<String> lowerCase(Set<String> texts) {
    return texts.stream().map(it -> it.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }
}
