package dev.ecrcache.chart;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;

/**
 * A {@code values.schema.json} without what Helm would fetch from the network or read from the disk
 * to check values: references to other documents. What they would check is not checked.
 */
final class SchemaCopy {
  private static final Set<String> REFERENCES =
      Set.of("$ref", "$dynamicRef", "$recursiveRef", "$schema", "$id", "id");
  private static final String KNOWN = "https?://json-schema\\.org/draft[-/][\\w-]+/schema#?";

  private SchemaCopy() {}

  static byte[] of(byte[] schema) throws IOException {
    var factory = new JsonFactory();
    var out = new ByteArrayOutputStream();
    try (var from = factory.createParser(schema);
        var to = factory.createGenerator(out)) {
      for (var token = from.nextToken(); token != null; token = from.nextToken()) {
        copy(token, from, to);
      }
    } catch (JsonProcessingException e) {
      // Helm says what is wrong with it.
      return schema;
    }
    return out.toByteArray();
  }

  private static void copy(JsonToken token, JsonParser from, JsonGenerator to) throws IOException {
    if (token == JsonToken.FIELD_NAME && REFERENCES.contains(from.currentName())) {
      var name = from.currentName();
      if (from.nextToken() == JsonToken.VALUE_STRING && !isKept(name, from.getText())) {
        return;
      }
      to.writeFieldName(name);
    }
    to.copyCurrentEvent(from);
  }

  private static boolean isKept(String name, String reference) {
    return name.equals("$schema") ? reference.matches(KNOWN) : reference.startsWith("#");
  }
}
