package dev.ecrcache.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.input.LimitedYaml;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;

/** YAML as a tree, whose aliases are resolved, with what its scalars are to the engine. */
final class YamlTree {
  private static final JsonMapper JSON = new JsonMapper();

  private YamlTree() {}

  /**
   * @throws IllegalArgumentException as {@link LimitedYaml#read}
   */
  static JsonNode read(byte[] yaml) {
    var constructor = new EngineScalars(new LoaderOptions());
    constructor.setAllowDuplicateKeys(false);
    var text = new String(yaml, StandardCharsets.UTF_8);
    return JSON.valueToTree(LimitedYaml.read(text, constructor, new EngineScalars.Plain()));
  }
}
