package dev.ecrcache.rewrite;

import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An overlay in parts: what parameters set is written there, and the rest into the values. */
final class OverlayParts {
  private static final Object NOTHING = new Object();

  private final HelmParameters parameters;
  private final Map<HelmParameters.Parameter, Object> ofParameters = new LinkedHashMap<>();
  private final Map<String, Object> rest;

  /**
   * @param all what the overlay is over
   * @param values what of that is there without parameters
   * @throws IllegalArgumentException in the end of one line, if a parameter cannot take its part
   */
  OverlayParts(
      Map<String, Object> overlay,
      Map<String, Object> all,
      Map<String, Object> values,
      HelmParameters parameters) {
    this.parameters = parameters;
    rest = Values.block(rest(overlay, all, values, ValuePath.ROOT));
  }

  /** What is over the values. */
  Map<String, Object> rest() {
    return rest;
  }

  /** The other values of parameters. */
  Map<HelmParameters.Parameter, Object> ofParameters() {
    return ofParameters;
  }

  private Object rest(Object over, Object all, Object values, ValuePath at) {
    if (over == null || over.equals(all)) {
      return NOTHING;
    }
    if (over instanceof Map<?, ?> map && (all instanceof Map || all == null)) {
      var left = new LinkedHashMap<String, Object>();
      Values.block(map)
          .forEach(
              (key, value) -> {
                var inner = rest(value, step(all, key), step(values, key), at.then(key));
                if (inner != NOTHING) {
                  left.put(key, inner);
                }
              });
      return left.isEmpty() ? NOTHING : left;
    }
    if (over instanceof List<?> list
        && all instanceof List<?> others
        && list.size() == others.size()) {
      return ofList(list, others, values, at);
    }
    var parameter = parameters.of(at);
    parameter.ifPresent(it -> put(it, at, over));
    return parameter.isPresent() ? NOTHING : over;
  }

  private Object ofList(List<?> over, List<?> all, Object values, ValuePath at) {
    var left = new ArrayList<>();
    boolean any = false;
    for (int i = 0; i < over.size(); i++) {
      var value = step(values, i);
      var inner = rest(over.get(i), all.get(i), value, at.then(i));
      any |= inner != NOTHING;
      left.add(inner == NOTHING ? value : inner);
    }
    return any ? left : NOTHING;
  }

  private void put(HelmParameters.Parameter parameter, ValuePath at, Object value) {
    if (!parameter.path().equals(at) || value instanceof Map || value instanceof List) {
      throw new IllegalArgumentException(
          "its parameter %s is a list; give a parameter such as %s[0] for each item"
              .formatted(parameter.name(), parameter.name()));
    }
    ofParameters.put(parameter, value);
  }

  private static Object step(Object from, Object step) {
    return from instanceof List<?> list && (Integer) step >= list.size()
        ? null
        : ValuePath.step(from, step);
  }
}
