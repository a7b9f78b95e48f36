package dev.ecrcache.bind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Settings that are written in JSON, as the engine hands them over from a stack file. */
public final class JsonTree {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonTree() {}

  /**
   * Reads a text.
   *
   * @param argument what a refusal names
   * @throws InvalidArgumentException if it is no JSON, or beyond the reader's limits
   */
  public static Tree parse(String argument, String json) {
    try {
      return of(MAPPER.readTree(json));
    } catch (StreamConstraintsException e) {
      throw new InvalidArgumentException(argument, "is too large, or nested too deeply");
    } catch (JsonProcessingException e) {
      // Its own words quote what is written there.
      throw new InvalidArgumentException(
          argument,
          e.getOriginalMessage().startsWith("Duplicate field")
              ? "has a key twice"
              : "must be a block of keys");
    }
  }

  private static Tree of(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> new Tree.Text(node.textValue());
      case NUMBER -> new Tree.Count(node.numberValue());
      case BOOLEAN -> new Tree.Flag(node.booleanValue());
      case ARRAY -> {
        var entries = new ArrayList<Tree>();
        node.forEach(entry -> entries.add(of(entry)));
        yield new Tree.Entries(entries);
      }
      case OBJECT -> {
        var keys = new LinkedHashMap<String, Tree>();
        node.properties().forEach(key -> keys.put(key.getKey(), of(key.getValue())));
        yield new Tree.Block(keys);
      }
      default -> new Tree.Nothing();
    };
  }
}
