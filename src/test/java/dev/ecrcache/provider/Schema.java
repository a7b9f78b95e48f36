package dev.ecrcache.provider;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pulumi.core.Output;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.CacheEndpoint;
import dev.ecrcache.CachedReleaseArgs;
import dev.ecrcache.bind.Keys;
import dev.ecrcache.bind.Origin;
import dev.ecrcache.bind.Required;
import dev.ecrcache.policy.Statement;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The schema of the package, written from the components, the builders of their arguments and what
 * the Javadoc says of both. {@code main} writes the file; SchemaTest fails where it is stale.
 *
 * @see <a href="https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/">Pulumi
 *     package schema</a>
 */
final class Schema {
  static final Path FILE = Path.of("schema.json");

  private static final JsonMapper JSON = new JsonMapper();
  private static final String TYPE = "ecr-cache:index:";

  /** Outputs that are blocks of keys, by name. */
  private static final Map<String, Class<?>> BLOCKS = Map.of("endpoint", CacheEndpoint.class);

  private final Javadoc javadoc;
  private final Map<String, ObjectNode> types = new TreeMap<>();

  private Schema() throws IOException {
    javadoc = Javadoc.of("dev.ecrcache", "dev.ecrcache.inputs", "dev.ecrcache.policy");
  }

  public static void main(String[] args) throws IOException {
    Files.writeString(FILE, text());
  }

  static String text() throws IOException {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    return JSON.writer(printer).writeValueAsString(new Schema().whole()) + "\n";
  }

  private ObjectNode whole() throws IOException {
    ObjectNode schema;
    try (var begin = Schema.class.getResourceAsStream("package.json")) {
      schema = (ObjectNode) JSON.readTree(begin);
    }
    var resources = JSON.createObjectNode();
    Component.ALL.stream()
        .sorted(Comparator.comparing(Component::token))
        .forEach(component -> resources.set(component.token(), resource(component)));
    var objects = schema.putObject("types");
    types.forEach(objects::set);
    schema.set("resources", resources);
    return schema;
  }

  private ObjectNode resource(Component<?> component) {
    var resource = JSON.createObjectNode().put("isComponent", true);
    resource.put("description", javadoc.of(component.type()));
    var inputs = inputs(component.args());
    resource.set("inputProperties", inputs.get("properties"));
    resource.set("requiredInputs", inputs.get("required"));
    var properties = resource.putObject("properties");
    var required = resource.putArray("required");
    component
        .exports()
        .forEach(
            (name, field) -> {
              var property = output(name, field);
              property.put("description", javadoc.of(component.type(), name));
              properties.set(name, property);
              if (!isOptional(component.type(), name)) {
                required.add(name);
              }
            });
    return resource;
  }

  private ObjectNode output(String name, Field field) {
    var of = ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
    return BLOCKS.containsKey(name) ? reference(BLOCKS.get(name)) : type(of);
  }

  private static boolean isOptional(Class<?> component, String name) {
    return Stream.of(component.getMethods())
        .anyMatch(it -> it.getName().equals(name) && it.getReturnType() == Optional.class);
  }

  /** Properties and required ones of arguments, as of an object type. */
  private ObjectNode inputs(Class<?> args) {
    var object = JSON.createObjectNode().put("type", "object");
    object.put("description", javadoc.of(args));
    var properties = object.putObject("properties");
    var required = object.putArray("required");
    Keys.of(args, Origin.PROGRAM)
        .forEach(
            (name, key) -> {
              var property = type(key.type());
              var method = key.plain().or(key::late).orElseThrow();
              property.put("description", javadoc.of(method.getDeclaringClass(), name));
              if (key.plain().isEmpty()) {
                property.put("secret", true);
              }
              properties.set(name, property);
              if (method.isAnnotationPresent(Required.class)) {
                required.add(name);
              }
            });
    return object;
  }

  private ObjectNode type(Type type) {
    if (type == String.class) {
      return named("string");
    }
    if (type == int.class) {
      return named("integer");
    }
    if (type == boolean.class) {
      return named("boolean");
    }
    if (type == Object.class) {
      return JSON.createObjectNode().put("$ref", "pulumi.json#/Any");
    }
    if (type instanceof ParameterizedType of) {
      var parts = of.getActualTypeArguments();
      if (of.getRawType() == Output.class) {
        return type(parts[0]);
      }
      var isList = of.getRawType() == List.class;
      var node = named(isList ? "array" : "object");
      node.set(isList ? "items" : "additionalProperties", type(parts[parts.length - 1]));
      return node;
    }
    return reference((Class<?>) type);
  }

  private static ObjectNode named(String name) {
    return JSON.createObjectNode().put("type", name);
  }

  private ObjectNode reference(Class<?> type) {
    var token = TYPE + name(type);
    if (!types.containsKey(token)) {
      types.put(token, JSON.createObjectNode());
      types.put(token, ResourceArgs.class.isAssignableFrom(type) ? inputs(type) : parts(type));
    }
    return JSON.createObjectNode().put("$ref", "#/types/" + token);
  }

  // Beside the component of the name, there can be no type of it.
  private static String name(Class<?> type) {
    return type == CachedReleaseArgs.class
        ? "Sample"
        : type.getSimpleName().replaceFirst("Args$", "");
  }

  private ObjectNode parts(Class<?> record) {
    var object = named("object").put("description", javadoc.of(record));
    var properties = object.putObject("properties");
    Keys.ofRecord(record).forEach((name, part) -> properties.set(name, type(part)));
    if (record == Statement.class) {
      object.putArray("required").add("Effect");
    }
    return object;
  }
}
