package dev.ecrcache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Documents beside the tests, one file a case: indented for readers, compared whole. */
public final class Golden {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Golden() {}

  /** What the file {@code <name>.json} of the test's package holds. */
  public static JsonNode tree(Class<?> test, String name) {
    try (var file = test.getResourceAsStream(name + ".json")) {
      return MAPPER.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as text without spaces, its keys in the order of the file. */
  public static String json(Class<?> test, String name) {
    return tree(test, name).toString();
  }
}
