package dev.ecrcache.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.pulumi.provider.internal.properties.PropertyValue;
import com.pulumi.provider.internal.properties.PropertyValue.OutputReference;
import dev.ecrcache.program.StackFileText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Inputs as the engine hands them on, written in YAML: {@code {secret: x}} is a secret, {@code
 * {output: x}} came from a resource, and {@code unknown} is not known yet.
 */
final class Inputs {
  /** What outputs came from. */
  static final String URN = "urn:pulumi:dev::ecr-cache::aws:iam/role:Role::nodes";

  private Inputs() {}

  static Map<String, PropertyValue> of(String yaml) {
    return value(StackFileText.read(yaml)).getObjectValue();
  }

  private static PropertyValue value(JsonNode node) {
    if (node.isObject() && node.size() == 1 && node.has("secret")) {
      return PropertyValue.ofSecret(value(node.get("secret")));
    }
    if (node.isObject() && node.size() == 1 && node.has("output")) {
      return PropertyValue.of(new OutputReference(value(node.get("output")), Set.of(URN)));
    }
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var keys = new HashMap<String, PropertyValue>();
        node.properties().forEach(key -> keys.put(key.getKey(), value(key.getValue())));
        yield PropertyValue.of(keys);
      }
      case ARRAY -> {
        var entries = new ArrayList<PropertyValue>();
        node.forEach(entry -> entries.add(value(entry)));
        yield PropertyValue.of(entries);
      }
      case NUMBER -> PropertyValue.of(node.doubleValue());
      case BOOLEAN -> PropertyValue.of(node.booleanValue());
      case NULL -> PropertyValue.NULL;
      default ->
          node.textValue().equals("unknown")
              ? PropertyValue.COMPUTED
              : PropertyValue.of(node.textValue());
    };
  }
}
