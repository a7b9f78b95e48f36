package dev.ecrcache.program;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.pulumi.core.Output;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.inputs.CredentialArgs;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Binds blocks of the stack file to arguments, and says in one line why it cannot. */
final class Blocks {
  private static final String EMPTY = "is empty; give a value or remove the key";

  private final ConfigKeys keys;
  private final JsonMapper mapper;

  Blocks(ConfigKeys keys) {
    this.keys = keys;
    this.mapper =
        JsonMapper.builder()
            .annotationIntrospector(new ArgsIntrospector())
            .addModule(new SimpleModule().addDeserializer(Output.class, new Secret(keys)))
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .visibility(PropertyAccessor.SETTER, Visibility.PUBLIC_ONLY)
            .withCoercionConfig(
                LogicalType.Textual,
                text ->
                    Stream.of(
                            CoercionInputShape.Boolean,
                            CoercionInputShape.Float,
                            CoercionInputShape.Integer)
                        .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
            .build();
  }

  /**
   * @throws InvalidArgumentException if the block cannot work
   */
  <T> Optional<T> read(String key, Class<T> type) {
    return read(key, mapper.constructType(type));
  }

  /** The same for a block whose keys are names. */
  <T> Optional<Map<String, T>> readMap(String key, Class<T> type) {
    return read(key, mapper.getTypeFactory().constructMapType(TreeMap.class, String.class, type));
  }

  private <T> Optional<T> read(String key, JavaType type) {
    return keys.text(key).map(json -> parse(key, json, type));
  }

  private <T> T parse(String key, String json, JavaType type) {
    // An empty key of the file is an empty text to the engine.
    keys.check(!json.isBlank(), key, EMPTY);
    try {
      T block = mapper.readValue(json, type);
      keys.check(block != null, key, EMPTY);
      refuseNulls(keys.full(key), mapper.readTree(json), type.isMapLikeType());
      return block;
    } catch (StreamConstraintsException e) {
      throw new InvalidArgumentException(keys.full(key), "is too large, or nested too deeply");
    } catch (JsonMappingException e) {
      throw refusal(key, e);
    } catch (JsonProcessingException e) {
      throw new InvalidArgumentException(
          keys.full(key),
          e.getOriginalMessage().startsWith("Duplicate field")
              ? "has a key twice"
              : "must be a block of keys");
    }
  }

  /** What no builder has refused would be as if it were not there: a statement's condition, say. */
  private static void refuseNulls(String path, JsonNode value, boolean ofNames) {
    for (int i = 0; i < value.size() && value.isArray(); i++) {
      refuseNull(path + "." + i, value.get(i));
    }
    value.properties().stream()
        .filter(it -> !ofNames || !it.getValue().isNull())
        .forEach(it -> refuseNull(path + "." + it.getKey(), it.getValue()));
  }

  private static void refuseNull(String path, JsonNode value) {
    if (value.isNull()) {
      throw new InvalidArgumentException(path, EMPTY);
    }
    refuseNulls(path, value, false);
  }

  // Jackson's own messages are not used: they quote values and class names.
  private InvalidArgumentException refusal(String key, JsonMappingException e) {
    var path =
        Stream.concat(
                Stream.of(keys.full(key)),
                e.getPath().stream()
                    .map(at -> at.getFieldName() == null ? "" + at.getIndex() : at.getFieldName()))
            .collect(Collectors.joining("."));
    if (e.getCause() instanceof InvalidArgumentException refused) {
      // A builder's setter refuses under its own name, which ends the path already.
      return refused.in(
          e instanceof ValueInstantiationException
              ? path
              : path.substring(0, path.lastIndexOf('.')));
    }
    if (e instanceof UnrecognizedPropertyException unknown
        && unknown.getReferringClass() == CredentialArgs.Builder.class) {
      // A secret may stand in the place of its key.
      return new InvalidArgumentException(
          path.substring(0, path.length() - unknown.getPropertyName().length() - 1),
          "has a key that is none here; allowed: " + known(unknown));
    }
    return new InvalidArgumentException(path, problem(e));
  }

  private static String problem(JsonMappingException e) {
    if (e.getCause() instanceof IllegalArgumentException refused) {
      return refused.getMessage();
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "is not a key here; allowed: " + known(unknown);
    }
    if (e instanceof InvalidNullException) {
      return EMPTY;
    }
    if (e instanceof MismatchedInputException mismatched) {
      return "must be " + wanted(mismatched.getTargetType());
    }
    return e.getCause() instanceof InputCoercionException tooLong
        ? "must be " + wanted(tooLong.getTargetType())
        : "cannot be read";
  }

  private static String known(UnrecognizedPropertyException unknown) {
    return unknown.getKnownPropertyIds().stream()
        .map(Object::toString)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String wanted(Class<?> type) {
    if (type == String.class || type == Output.class) {
      return "a text; a number or word such as true needs quotes to be one";
    }
    if (type == int.class || type == Integer.class) {
      return "a whole number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "a block of keys";
  }

  /** Reads an output as the secret under the config key that the text names. */
  private static final class Secret extends StdDeserializer<Output<?>> {
    private static final long serialVersionUID = 1L;

    private final transient ConfigKeys keys;

    Secret(ConfigKeys keys) {
      super(Output.class);
      this.keys = keys;
    }

    @Override
    public Output<?> deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      var argument = parser.currentName();
      var key = context.readValue(parser, String.class);
      try {
        return keys.secret(key, argument);
      } catch (IllegalArgumentException e) {
        throw JsonMappingException.from(context, "", e);
      }
    }
  }
}
