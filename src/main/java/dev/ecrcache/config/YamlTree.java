package dev.ecrcache.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.UnicodeReader;

/** YAML as a tree, whose aliases are resolved. */
final class YamlTree {
  private static final JsonMapper JSON = new JsonMapper();

  private YamlTree() {}

  /**
   * @throws IllegalArgumentException if the bytes are no YAML, or contain themselves
   */
  static JsonNode read(byte[] yaml) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      return tree(
          new Yaml(new SafeConstructor(options))
              .load(new UnicodeReader(new ByteArrayInputStream(yaml))));
    } catch (MarkedYAMLException e) {
      throw new IllegalArgumentException(
          "is not YAML at line %d: %s".formatted(e.getProblemMark().getLine() + 1, e.getProblem()));
    } catch (YAMLException e) {
      throw new IllegalArgumentException("is not YAML");
    }
  }

  private static JsonNode tree(Object file) {
    try {
      // By way of text, whose depth is limited: through an alias, YAML can contain itself.
      return JSON.readTree(JSON.writeValueAsString(file));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("contains itself", e);
    }
  }
}
