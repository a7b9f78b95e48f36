package dev.ecrcache.overlay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which object of one render is which of another. */
final class Pairs {
  private Pairs() {}

  /**
   * The partner of each object, by the object's identity. Those whose names are of one render only
   * are paired in their order, kind by kind.
   */
  static Map<String, ManifestObject> of(
      Map<String, ManifestObject> some, Map<String, ManifestObject> others) {
    var pairs = new LinkedHashMap<String, ManifestObject>();
    var rest = new HashMap<String, List<ManifestObject>>();
    others.forEach(
        (identity, object) -> {
          if (!some.containsKey(identity)) {
            rest.computeIfAbsent(object.kind(), kind -> new ArrayList<>()).add(object);
          }
        });
    some.forEach(
        (identity, object) -> {
          var same = others.get(identity);
          var unpaired = rest.getOrDefault(object.kind(), List.of());
          if (same != null) {
            pairs.put(identity, same);
          } else if (!unpaired.isEmpty()) {
            pairs.put(identity, unpaired.remove(0));
          }
        });
    return pairs;
  }
}
