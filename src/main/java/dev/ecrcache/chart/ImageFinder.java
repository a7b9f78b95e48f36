package dev.ecrcache.chart;

import dev.ecrcache.chart.ValueImage.GlobalRegistry;
import dev.ecrcache.image.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the images in the values of a chart by the shapes in which charts write them. */
final class ImageFinder {
  private static final String GLOBAL = "global";

  private final List<ValueImage> images = new ArrayList<>();
  private final List<Scope> scopes = new ArrayList<>();
  private boolean rendered = true;

  /** The values of one chart and what they say for all images. */
  private record Scope(ValuePath path, Map<String, Object> global, Map<String, Object> declared) {}

  private ImageFinder() {}

  /** The images in the effective values of a chart, in their order. */
  static List<ValueImage> find(Chart chart, Map<String, Object> values) {
    var finder = new ImageFinder();
    finder.chart(ValuePath.ROOT, chart, values);
    return finder.images;
  }

  private void chart(ValuePath path, Chart chart, Map<String, Object> values) {
    var dependencies = chart.dependencies();
    var global = Values.block(values, GLOBAL);
    scopes.add(new Scope(path, global, Values.block(chart.defaults(), GLOBAL)));
    var own = new LinkedHashMap<>(values);
    dependencies.forEach(dependency -> own.remove(dependency.name()));
    // What an outer chart says for all is found there.
    if (scopes.size() > 1) {
      own.put(GLOBAL, Values.without(global, scopes.get(scopes.size() - 2).global()));
    }
    block(path, "", own);
    for (var dependency : dependencies) {
      boolean outer = rendered;
      rendered &= dependency.isEnabled(values);
      chart(
          path.then(dependency.name()),
          dependency.chart(),
          Values.block(values, dependency.name()));
      rendered = outer;
    }
    scopes.remove(scopes.size() - 1);
  }

  private void block(ValuePath path, String owner, Map<String, Object> block) {
    block.forEach(
        (key, value) -> {
          if (value instanceof String text) {
            text(path, owner, block, key, text.trim());
          } else {
            inner(path.then(key), isPlural(owner) ? "image" : key, value);
          }
        });
  }

  private void inner(ValuePath path, String owner, Object value) {
    if (value instanceof Map<?, ?>) {
      block(path, owner, Values.block(value));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) instanceof String text) {
          element(path, owner, i, text.trim());
        } else {
          inner(path.then(i), singular(owner), list.get(i));
        }
      }
    }
  }

  private void text(
      ValuePath path, String owner, Map<String, Object> block, String key, String text) {
    if (text.isEmpty()) {
      return;
    }
    var parts = ImageParts.find(owner, block, key);
    if (parts.isPresent()) {
      parts(path, block, parts.get(), text);
    } else {
      loose(path, key, text, isPlural(owner) ? pinned(key, text) : ImageText.parseAnywhere(text));
    }
  }

  private static Optional<ImageReference> pinned(String key, String text) {
    return key.endsWith("egistry")
        ? Optional.empty()
        : ImageText.parse(text).filter(ImageText::isPinned);
  }

  private void element(ValuePath path, String owner, int index, String text) {
    boolean listed = ImageText.isImageKey(singular(owner));
    loose(path, index, text, listed ? ImageText.parse(text) : ImageText.parseAnywhere(text));
  }

  private void loose(ValuePath path, Object key, String text, Optional<ImageReference> found) {
    var flag = found.isPresent() ? "" : ImageText.flag(text);
    var image = flag.isEmpty() ? found : ImageText.parse(text.substring(flag.length()));
    image.ifPresent(
        it ->
            images.add(new ValueImage(path, key, flag, null, null, null, it, it, null, rendered)));
  }

  private void parts(ValuePath path, Map<String, Object> block, ImageParts parts, String name) {
    var registry = parts.registryIn(block);
    var own = parts.read(block, registry);
    if (own.isEmpty()) {
      return;
    }
    var global = globalRegistry();
    if (parts.registry() == null && (ImageText.hasHost(name) || !declaresGlobal(parts))) {
      global = null;
    }
    var repository =
        global != null && !ImageText.hasHost(name)
            ? parts.read(block, global.registry())
            : Optional.<ImageReference>empty();
    images.add(
        new ValueImage(
            path,
            parts.name(),
            "",
            parts.registry(),
            parts.tag(),
            parts.digest(),
            own.get(),
            repository.orElse(own.get()),
            global,
            rendered));
  }

  /** The registry for all, of the outermost chart that names one. */
  private GlobalRegistry globalRegistry() {
    for (var scope : scopes) {
      var global = scope.path().then(GLOBAL);
      var registry = Values.text(scope.global().get("imageRegistry"));
      if (registry.isPresent()) {
        return new GlobalRegistry(global.then("imageRegistry"), registry.get());
      }
      var image = Values.block(scope.global(), "image");
      registry = Values.text(image.get("registry"));
      // With a repository beside it, it is the registry of that one image.
      if (registry.isPresent() && Values.text(image.get("repository")).isEmpty()) {
        return new GlobalRegistry(global.then("image").then("registry"), registry.get());
      }
    }
    return null;
  }

  /** Whether the chart itself, not one around it, knows a registry for names without one. */
  private boolean declaresGlobal(ImageParts parts) {
    var declared = scopes.get(scopes.size() - 1).declared();
    return parts.name().endsWith("epository")
        && (declared.containsKey("imageRegistry")
            || Values.block(declared, "image").containsKey("registry"));
  }

  private static boolean isPlural(String key) {
    return key.endsWith("mages");
  }

  private static String singular(String key) {
    return isPlural(key) ? key.substring(0, key.length() - 1) : key;
  }
}
