package dev.ecrcache.overlay;

import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads rendered manifests. A document that another render of the chart had too is read once, and
 * one that is no YAML, or a custom resource definition, is one text.
 */
final class ManifestReader {
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---(?=\\s|$)");
  private static final Pattern KIND = Pattern.compile("(?m)^kind: *[\"']?(\\w+)");
  private static final Pattern NAME = Pattern.compile("(?m)^  name: *[\"']?([^\\s\"']+)");
  private static final Pattern DEFINITION =
      Pattern.compile("(?m)^kind: *[\"']?CustomResourceDefinition\\b");

  private final Map<String, List<ManifestObject>> known = new HashMap<>();

  /** The objects by their identities, in their order; the second of an identity ends in #2. */
  Map<String, ManifestObject> read(String manifests) {
    var objects = new LinkedHashMap<String, ManifestObject>();
    for (var document : SEPARATOR.split(manifests)) {
      for (var object : known.computeIfAbsent(document.strip(), ManifestReader::document)) {
        var identity = object.identity();
        for (int i = 2; objects.containsKey(identity); i++) {
          identity = object.identity() + " #" + i;
        }
        objects.put(identity, object);
      }
    }
    return objects;
  }

  private static List<ManifestObject> document(String text) {
    if (DEFINITION.matcher(text).find()) {
      return List.of(whole(text));
    }
    try {
      var objects = new ArrayList<ManifestObject>();
      open(YamlText.read(text), objects);
      return objects;
    } catch (IllegalArgumentException e) {
      return List.of(whole(text));
    }
  }

  /** Adds an object, or those of a list. */
  static void open(Object document, List<ManifestObject> objects) {
    if (document instanceof List<?> list) {
      list.forEach(inner -> open(inner, objects));
    } else if (Values.block(document).get("items") instanceof List<?> items
        && String.valueOf(Values.block(document).get("kind")).endsWith("List")) {
      items.forEach(inner -> open(inner, objects));
    } else if (document instanceof Map<?, ?> map && !map.isEmpty()) {
      objects.add(ManifestObject.of(document));
    }
  }

  private static ManifestObject whole(String text) {
    return ManifestObject.ofText(first(KIND, text), first(NAME, text), text);
  }

  private static String first(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
