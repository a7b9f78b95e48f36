package dev.ecrcache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecrcache.program.StackConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The ways in which a document of the program's could come to allow more than it does. */
final class Widenings {
  private static final List<String> ACTIONS =
      List.of(
          "ecr:BatchDeleteImage",
          "ecr:DescribeImages",
          "ecr:PutImage",
          "ecr:SetRepositoryPolicy",
          "ecr:TagResource",
          "ecr:*",
          "kms:Decrypt",
          "kms:*",
          "sts:TagSession",
          "sts:*");

  private final JsonNode document;
  private final Map<String, JsonNode> wider = new LinkedHashMap<>();

  private Widenings(JsonNode document) {
    this.document = document;
  }

  /** The wider documents, by what was done to them. */
  static Map<String, JsonNode> of(JsonNode document) {
    var widenings = new Widenings(document);
    for (int i = 0; i < document.get("Statement").size(); i++) {
      widenings.widen(i, document.get("Statement").get(i));
    }
    return widenings.wider;
  }

  private void widen(int index, JsonNode statement) {
    var sid = statement.path("Sid").asText();
    if (sid.isEmpty()) {
      return; // the user's
    }
    var actions = texts(statement.get("Action"));
    for (var action : ACTIONS) {
      var service = action.substring(0, action.indexOf(':'));
      if (actions.get(0).startsWith(service + ":") && !actions.contains(action)) {
        put(index, sid + " with " + action, it -> ((ArrayNode) it.get("Action")).add(action));
      }
    }
    if (statement.has("Resource") && !isEverything(statement)) {
      put(index, sid + " on everything", it -> it.put("Resource", "*"));
      if (statement.get("Resource").toString().contains("/*\"")
          && !statement.get("Resource").toString().contains("repository/*\"")) {
        var texts = texts(statement.get("Resource"));
        put(
            index,
            sid + " on names that begin like the prefix",
            it -> texts.forEach(text -> it.put("Resource", text.replace("/*", "*"))));
      }
    }
    if (statement.has("Condition")) {
      put(index, sid + " without its condition", it -> it.remove("Condition"));
    }
    // With one it stays within it, whoever the principal is.
    if (statement.path("Principal").isObject() && !statement.has("Condition")) {
      put(index, sid + " for everybody", it -> it.put("Principal", "*"));
    }
  }

  /** A registry's policy is about the repositories of the registry alone. */
  private static boolean isEverything(JsonNode statement) {
    var resources = texts(statement.get("Resource"));
    return resources.contains("*")
        || statement.has("Principal")
            && resources.stream().anyMatch(it -> it.endsWith(":repository/*"));
  }

  private void put(int index, String what, Consumer<ObjectNode> change) {
    var changed = document.deepCopy();
    change.accept((ObjectNode) changed.get("Statement").get(index));
    wider.put(what, changed);
  }

  private static List<String> texts(JsonNode node) {
    return List.of(StackConfig.JSON.convertValue(node, String[].class));
  }
}
