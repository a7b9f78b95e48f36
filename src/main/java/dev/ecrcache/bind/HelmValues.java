package dev.ecrcache.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of a chart as Pulumi carries them. */
public final class HelmValues {
  private HelmValues() {}

  /**
   * The same values, whose numbers are of the types that Pulumi's SDK takes.
   *
   * @throws InvalidArgumentException if a key or an entry has no value, which the SDK would leave
   *     out
   */
  public static Map<String, Object> of(Map<?, ?> values) {
    return of("values", values);
  }

  private static Map<String, Object> of(String path, Map<?, ?> values) {
    var copy = new LinkedHashMap<String, Object>();
    values.forEach(
        (key, value) -> {
          copy.put(key.toString(), value(path + "." + key, value));
        });
    return copy;
  }

  private static Object value(String path, Object value) {
    Check.that(
        value != null,
        path,
        "is null, which Pulumi does not hand to Helm; give a value or remove it");
    if (value instanceof Map<?, ?> map) {
      return of(path, map);
    }
    if (value instanceof List<?> list) {
      var copy = new ArrayList<>();
      list.forEach(inner -> copy.add(value(path + "." + copy.size(), inner)));
      return copy;
    }
    return value instanceof Number number && !(value instanceof Integer)
        ? (Object) number.doubleValue()
        : value;
  }
}
