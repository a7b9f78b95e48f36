package dev.ecrcache.overlay;

import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One object of rendered manifests.
 *
 * @param kind its kind
 * @param name its name, after its namespace and a slash if it has one
 * @param tree its content, the data of a Secret decoded; one text where it is no YAML
 * @param leaves what stands at each place that holds no others, by its path
 */
record ManifestObject(String kind, String name, Object tree, Map<String, Object> leaves) {

  static ManifestObject of(Object tree) {
    var block = Values.block(tree);
    var metadata = Values.block(block, "metadata");
    var namespace = text(metadata, "namespace");
    var kind = text(block, "kind");
    var name = (namespace.isEmpty() ? "" : namespace + "/") + text(metadata, "name");
    var content = kind.equals("Secret") ? decoded(block) : tree;
    var leaves = new LinkedHashMap<String, Object>();
    collect(ValuePath.ROOT, content, leaves);
    return new ManifestObject(kind, name, content, leaves);
  }

  /** An object that is compared as a whole. */
  static ManifestObject ofText(String kind, String name, String text) {
    return new ManifestObject(kind, name, text, Map.of("", text));
  }

  /** Kind, namespace if there is one, and name. */
  String identity() {
    return kind + " " + name;
  }

  /** What controls it, named as its {@link #identity}; empty if nothing does. */
  Optional<String> controller() {
    var metadata = Values.block(Values.block(tree), "metadata");
    if (metadata.get("ownerReferences") instanceof List<?> owners) {
      for (var owner : owners) {
        var block = Values.block(owner);
        if (Boolean.TRUE.equals(block.get("controller"))) {
          var namespace = text(metadata, "namespace");
          return Optional.of(
              "%s %s%s"
                  .formatted(
                      text(block, "kind"),
                      namespace.isEmpty() ? "" : namespace + "/",
                      text(block, "name")));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether it is made by {@code helm test} only. */
  boolean isTest() {
    var annotations = Values.block(Values.block(Values.block(tree), "metadata"), "annotations");
    var hook = text(annotations, "helm.sh/hook");
    // https://helm.sh/docs/topics/chart_tests/
    return hook.matches("test(-success|-failure)?");
  }

  private static Map<String, Object> decoded(Map<String, Object> secret) {
    var copy = new LinkedHashMap<>(secret);
    var data = new LinkedHashMap<String, Object>();
    Values.block(secret, "data").forEach((key, value) -> data.put(key, decoded(value)));
    if (!data.isEmpty()) {
      copy.put("data", data);
    }
    return copy;
  }

  private static Object decoded(Object value) {
    if (value instanceof String text) {
      try {
        var bytes = Base64.getDecoder().decode(text.strip());
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (IllegalArgumentException | CharacterCodingException e) {
        return value;
      }
    }
    return value;
  }

  private static void collect(ValuePath path, Object value, Map<String, Object> leaves) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      Values.block(value).forEach((key, inner) -> collect(path.then(key), inner, leaves));
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      for (int i = 0; i < list.size(); i++) {
        collect(path.then(i), list.get(i), leaves);
      }
    } else {
      leaves.put(path.toString(), value);
    }
  }

  private static String text(Map<String, Object> block, String key) {
    return Values.text(block.get(key)).orElse("");
  }
}
