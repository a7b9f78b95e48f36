package dev.ecrcache.chart;

import dev.ecrcache.input.InputTooLargeException;
import dev.ecrcache.input.LimitedInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A Helm chart with its default values and its sub-charts.
 *
 * @param name the chart's name
 * @param version the chart's version
 * @param defaults the content of its {@code values.yaml}, over what it imports of its sub-charts
 * @param named the values that its templates name, whether there are any such or not
 * @param dependencies its sub-charts, once for each name or alias
 */
public record Chart(
    String name,
    String version,
    Map<String, Object> defaults,
    List<ValuePath> named,
    List<Dependency> dependencies) {

  /**
   * A sub-chart as its parent has it.
   *
   * @param name the key of its values in those of the parent: the alias or the name
   * @param condition the paths, joined by commas, of which the first that is set enables it; may be
   *     empty
   * @param tags the names in the block {@code tags} of which one enables it; may be empty
   * @param chart the sub-chart
   */
  public record Dependency(String name, String condition, List<String> tags, Chart chart) {
    /** A sub-chart. */
    public Dependency {
      tags = List.copyOf(tags);
    }

    /** Whether Helm renders it with these values of its parent. */
    public boolean isEnabled(Map<String, Object> parent) {
      for (var path : condition.split(",")) {
        if (at(parent, path.trim().split("\\.")) instanceof Boolean enabled) {
          return enabled;
        }
      }
      var switches = tags.stream().map(tag -> at(parent, "tags", tag)).toList();
      return switches.contains(true) || !switches.contains(false);
    }

    private static Object at(Map<String, Object> values, String... keys) {
      Object value = values;
      for (var key : keys) {
        value = value instanceof Map<?, ?> map ? map.get(key) : null;
      }
      return value;
    }
  }

  /** A chart, which may not be changed. */
  public Chart {
    defaults = Collections.unmodifiableMap(Values.copy(defaults));
    named = List.copyOf(named);
    dependencies = List.copyOf(dependencies);
  }

  /** Values of which no chart is known. */
  public static Chart ofValues(Map<String, Object> values) {
    return new Chart("values", "", values, List.of(), List.of());
  }

  /**
   * The values in a file, as {@code helm -f} takes them.
   *
   * @throws IllegalArgumentException in one line, if there is no such file or no block in it
   */
  public static Map<String, Object> valuesOf(Path file) {
    try {
      var values =
          YamlText.read(
              new String(LimitedInput.read(file, LimitedInput.FILE), StandardCharsets.UTF_8));
      if (values == null || values instanceof Map<?, ?>) {
        return Values.block(values);
      }
      throw new IllegalArgumentException("it holds no block of values");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("values file %s: %s".formatted(file, e.getMessage()), e);
    } catch (InputTooLargeException e) {
      throw new IllegalArgumentException("values file %s: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("values file %s cannot be read".formatted(file), e);
    }
  }

  /**
   * Reads a chart from a folder or a {@code .tgz} archive.
   *
   * @throws IllegalArgumentException in one line, if there is none or a file of it is broken
   */
  public static Chart read(Path path) {
    try (var open = OpenChart.open(path)) {
      return open.chart();
    }
  }

  /**
   * The values with which Helm renders the chart, those of sub-charts under their names, each with
   * the {@code global} that it sees.
   *
   * @param values the user's values
   */
  public Map<String, Object> effectiveValues(Map<String, Object> values) {
    var effective = Values.over(values, defaults);
    for (var dependency : dependencies) {
      var own = Values.copy(Values.block(effective, dependency.name()));
      var global = Values.over(Values.block(effective, "global"), Values.block(own, "global"));
      if (!global.isEmpty()) {
        own.put("global", global);
      }
      effective.put(dependency.name(), dependency.chart().effectiveValues(own));
    }
    return effective;
  }
}
