package dev.ecrcache.rewrite;

import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of an application, which go over all its values: first those of {@code --set},
 * then those of {@code --set-string}, each kind in any order.
 *
 * @see <a
 *     href="https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-parameters">Parameters</a>
 */
final class HelmParameters {
  /**
   * A parameter.
   *
   * @param index which of the list it is
   * @param name its name
   * @param path the place that it sets
   * @param value the value there
   * @param isText whether it is a text whatever it is
   */
  record Parameter(int index, String name, ValuePath path, Object value, boolean isText) {
    /** Whether this goes in the place of another. */
    boolean isSame(Parameter other) {
      return name.equals(other.name) && isText == other.isText;
    }

    boolean isOver(ValuePath other) {
      int size = path.steps().size();
      return size <= other.steps().size() && other.steps().subList(0, size).equals(path.steps());
    }
  }

  private static final int MOST = 1000;
  private static final int LONGEST_NAME = 1000;

  private final List<Parameter> parameters;

  private HelmParameters(List<Parameter> parameters) {
    this.parameters = parameters;
  }

  /**
   * @param list the list of parameters as it is read; null if there is none
   * @throws IllegalArgumentException in the end of one line, if what they set is not known
   */
  static HelmParameters of(Object list, Unknowns unknowns) {
    var parameters = new LinkedHashMap<String, Parameter>();
    var items = list instanceof List<?> some ? some : List.of();
    if (items.size() > MOST) {
      throw new IllegalArgumentException("has more than %d parameters".formatted(MOST));
    }
    for (int i = 0; i < items.size(); i++) {
      var parameter = parameter(i, Values.block(items.get(i)), unknowns);
      for (var other : parameters.values()) {
        if (!parameter.isSame(other)
            && (other.isOver(parameter.path()) || parameter.isOver(other.path()))) {
          throw new IllegalArgumentException(
              "its parameters %s and %s are for the same value; give one of them"
                  .formatted(other.name(), parameter.name()));
        }
      }
      parameters.put(parameter.name(), parameter);
    }
    return new HelmParameters(List.copyOf(parameters.values()));
  }

  private static Parameter parameter(int index, Map<String, Object> item, Unknowns unknowns) {
    var name = item.get("name") instanceof String text ? text : "";
    var value = item.get("value") == null ? "" : item.get("value");
    if (name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "has a parameter with a name of more than %d characters".formatted(LONGEST_NAME));
    }
    if (!(value instanceof String text)) {
      throw refusal(name, "is no text; put it in quotes");
    }
    boolean isText = Boolean.TRUE.equals(item.get("forceString"));
    try {
      var path = SetSyntax.path(name);
      var set = SetSyntax.value(unknowns.withVariables(text), isText);
      return new Parameter(index, name, path, set, isText);
    } catch (IllegalArgumentException e) {
      throw refusal(name, "is none that helm --set takes: " + e.getMessage());
    }
  }

  /** Values with these over them. */
  Map<String, Object> over(Map<String, Object> values) {
    Object over = values;
    for (var parameter : parameters) {
      over = set(over, false, parameter, 0);
    }
    return Values.copy(Values.block(over));
  }

  /** The parameter that sets a value. */
  Optional<Parameter> of(ValuePath path) {
    return parameters.stream().filter(it -> it.isOver(path)).findFirst();
  }

  /**
   * Sets the value of a parameter as Helm does.
   *
   * @param there what stands where a step is to be taken
   * @param free whether something else may take its place
   */
  private static Object set(Object there, boolean free, Parameter parameter, int depth) {
    var steps = parameter.path().steps();
    if (depth == steps.size()) {
      return parameter.value();
    }
    var step = steps.get(depth);
    if (step instanceof Integer index) {
      if (!free && !(there instanceof List)) {
        throw refusal(parameter.name(), "is for an item of what is no list");
      }
      var list = new ArrayList<Object>(there instanceof List<?> some ? some : List.of());
      while (list.size() <= index) {
        list.add(null);
      }
      var inner = list.get(index);
      boolean key = depth + 1 < steps.size() && steps.get(depth + 1) instanceof String;
      list.set(
          index, set(inner, inner == null || key && !(inner instanceof Map), parameter, depth + 1));
      return list;
    }
    if (!free && !(there instanceof Map)) {
      throw refusal(parameter.name(), "is for a key of what is no block");
    }
    var map = new LinkedHashMap<>(Values.block(there));
    var key = (String) step;
    map.put(key, set(map.get(key), !map.containsKey(key), parameter, depth + 1));
    return map;
  }

  private static IllegalArgumentException refusal(String name, String problem) {
    return new IllegalArgumentException("its parameter %s %s".formatted(name, problem));
  }
}
