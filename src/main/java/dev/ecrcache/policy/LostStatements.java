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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The statements of a policy that another policy would not have. */
public final class LostStatements {
  private static final JsonMapper JSON = new JsonMapper();

  private LostStatements() {}

  /**
   * The names of the statements that would go. Those of a cache, known by their Sids, count as
   * kept: they make room for their like.
   *
   * @param policy the policy that is there, as JSON
   * @param kept the statements that stay, whatever the order and form of their lists
   */
  public static List<String> of(String policy, List<Statement> kept) {
    var staying = kept.stream().map(it -> form(JSON.valueToTree(it))).collect(Collectors.toSet());
    try {
      var statements = JSON.readTree(policy).path("Statement");
      return (statements.isArray()
              ? StreamSupport.stream(statements.spliterator(), false)
              : Stream.of(statements))
          .filter(it -> !EcrPolicies.GRANT_SIDS.contains(it.path("Sid").asText()))
          .filter(it -> !staying.contains(form(it)))
          .map(LostStatements::name)
          .toList();
    } catch (JsonProcessingException e) {
      return List.of("all of it");
    }
  }

  private static String name(JsonNode statement) {
    return statement.path("Sid").asText().isEmpty()
        ? "one without a Sid, %s %s"
            .formatted(statement.path("Effect").asText(), texts(statement.path("Action")))
        : "'%s'".formatted(statement.path("Sid").asText());
  }

  /** One form of all that IAM takes for the same. */
  private static Object form(JsonNode statement) {
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

  private static Set<String> texts(JsonNode value) {
    var texts = new TreeSet<String>();
    if (value.isArray()) {
      value.forEach(it -> texts.add(account(it.asText())));
    } else {
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
