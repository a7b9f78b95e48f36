package dev.ecrcache.program;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecrcache.chart.SampleChart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A stack file as the engine hands it to a program.
 *
 * @param values texts as they are, all else as JSON with sorted keys
 * @param secrets the keys whose values are or hold a {@code secure} text
 */
public record StackConfig(Map<String, String> values, Set<String> secrets) {
  public static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final Set<String> SECRETS =
      Set.of("ecr-cache:dockerHubToken", "ecr-cache:dockerHubUsername", "ecr-cache:githubToken");

  /** No configuration at all. */
  public static final StackConfig NONE = new StackConfig(Map.of(), Set.of());

  /** A committed stack file, with the secrets that its user sets and charts that are here. */
  public static StackConfig ofFile(Path file) throws IOException {
    var config = ofYaml(Files.readString(file));
    for (var token : SECRETS) {
      config.values.put(token, "hidden-" + token);
      config.secrets.add(token);
    }
    return config.withCharts();
  }

  /**
   * The text of a stack file.
   *
   * @throws RuntimeException if it is no YAML
   */
  public static StackConfig ofYaml(String yaml) {
    Map<String, Object> file =
        JSON.convertValue(StackFileText.read(yaml).get("config"), new TypeReference<>() {});
    var config = new StackConfig(new TreeMap<>(), new HashSet<>());
    file.forEach(
        (key, value) -> {
          config.values.put(key, text(decrypted(value)));
          if (isSecure(value)) {
            config.secrets.add(key);
          }
        });
    return config;
  }

  // As the engine has it: no value is an empty text.
  private static String text(Object value) {
    if (value == null) {
      return "";
    }
    try {
      return value instanceof String text ? text : JSON.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withCharts(String json) {
    try {
      var samples = (ObjectNode) JSON.readTree(json);
      for (var name : SampleChart.ALL.keySet()) {
        if (samples.get(name) instanceof ObjectNode sample && !sample.has("chart")) {
          sample.put("chart", "sandbox/charts/" + name);
        }
      }
      return samples.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, with the sandbox's charts in place of those that only the network has. */
  public StackConfig withCharts() {
    values.computeIfPresent("ecr-cache:samples", (key, json) -> withCharts(json));
    return this;
  }

  private static boolean isSecure(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.containsKey("secure") || map.values().stream().anyMatch(StackConfig::isSecure);
    }
    return value instanceof Collection<?> list && list.stream().anyMatch(StackConfig::isSecure);
  }

  /** Only whole values need it: what holds a secure text is refused before it is read. */
  private static Object decrypted(Object value) {
    return value instanceof Map<?, ?> map && map.containsKey("secure") ? map.get("secure") : value;
  }
}
