package dev.ecrcache;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Stack files as the engine hands them to a program: structures as JSON with sorted keys. */
final class StackFiles {
  static final Set<String> TOKENS = Set.of("ecr-cache:dockerHubToken", "ecr-cache:githubToken");

  private StackFiles() {}

  static Map<String, String> ofFile(Path file) {
    try {
      return ofYaml(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, String> ofYaml(String yaml) {
    try {
      Map<String, Map<String, Object>> file =
          new YAMLMapper().readValue(yaml, new TypeReference<>() {});
      var config = new TreeMap<String, String>();
      for (var entry : file.get("config").entrySet()) {
        config.put(
            entry.getKey(),
            entry.getValue() instanceof String text ? text : json(sorted(entry.getValue())));
      }
      TOKENS.forEach(key -> config.put(key, "made-up-" + key));
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object sorted(Object value) {
    if (value instanceof Map<?, ?> map) {
      var sorted = new TreeMap<String, Object>();
      map.forEach((key, inner) -> sorted.put(key.toString(), sorted(inner)));
      return sorted;
    }
    return value;
  }

  private static String json(Object value) throws IOException {
    return new JsonMapper().writeValueAsString(value);
  }
}
