package dev.ecrcache.overlay;

import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import dev.ecrcache.overlay.RenderedImage.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the images of one Kubernetes object: of the containers of a workload, of a custom resource,
 * of arguments and variables that hand an image to an operator, and in texts.
 */
final class ObjectImages {
  private static final Set<String> CONTAINERS =
      Set.of("containers", "initContainers", "ephemeralContainers", "sidecars");
  // Of Argo Workflows.
  private static final Set<String> SINGLE_CONTAINERS = Set.of("container", "script");
  private static final Set<String> OPERATED =
      Set.of("Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler", "Cluster");
  private static final Set<String> DATA = Set.of("ConfigMap", "Secret");
  // Istio's injector fills it in.
  private static final String INJECTED = "auto";

  private final ManifestObject object;
  private final Role role;
  private final Set<RenderedImage> images = new LinkedHashSet<>();
  private final Set<String> seen = new HashSet<>();

  private ObjectImages(ManifestObject object) {
    this.object = object;
    role = object.isTest() ? Role.TEST : Role.CONTAINER;
  }

  /** The images of one object, in their order. */
  static List<RenderedImage> of(ManifestObject object) {
    var finder = new ObjectImages(object);
    if (!object.kind().equals("CustomResourceDefinition")) {
      if (!DATA.contains(object.kind())) {
        Values.block(object.tree())
            .forEach(
                (key, value) -> {
                  if (!key.equals("metadata") && !key.equals("status")) {
                    finder.value(ValuePath.ROOT.then(key), key, "", value);
                  }
                });
      }
      finder.texts();
    }
    return new ArrayList<>(finder.images);
  }

  private void value(ValuePath path, String key, String container, Object value) {
    if (SINGLE_CONTAINERS.contains(key) && !text(Values.block(value), "image").isEmpty()) {
      container(path, Values.block(value));
    } else if (value instanceof Map<?, ?>) {
      block(path, container, Values.block(value));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        var element = path.then(i);
        if (CONTAINERS.contains(key) && list.get(i) instanceof Map<?, ?>) {
          container(element, Values.block(list.get(i)));
        } else if (i > 0
            && list.get(i) instanceof String text
            && ImageText.flags(list.get(i - 1), text.trim())) {
          add(element, container, text, "", Role.OPERATOR);
        } else {
          value(element, key, container, list.get(i));
        }
      }
    } else if (value instanceof String text) {
      text(path, key, container, text);
    }
  }

  private void container(ValuePath path, Map<String, Object> container) {
    var name = text(container, "name");
    container.forEach(
        (key, value) -> {
          if (key.equals("image") && value instanceof String text) {
            // An operator fills in templates, and what is empty.
            if (!text.isBlank() && !text.contains("{{") && !text.trim().equals(INJECTED)) {
              add(path.then(key), name, text, "", Role.CONTAINER);
            }
          } else {
            value(path.then(key), key, name, value);
          }
        });
  }

  private void block(ValuePath path, String container, Map<String, Object> block) {
    if (ImageText.isVariable(text(block, "name"), text(block, "value"))) {
      add(path.then("value"), container, (String) block.get("value"), "", Role.OPERATOR);
    }
    inParts(path, container, block);
    // https://kubernetes.io/docs/concepts/storage/volumes/#image
    if (isVolume(path)
        && block.get("image") instanceof Map<?, ?> image
        && image.get("reference") instanceof String reference
        && !reference.isBlank()) {
      add(path.then("image").then("reference"), container, reference, "", Role.CONTAINER);
    }
    var named = container.isEmpty() && block.get("image") != null ? text(block, "name") : container;
    block.forEach(
        (key, inner) -> value(path.then(key), key, key.equals("image") ? named : container, inner));
  }

  private void text(ValuePath path, String key, String container, String text) {
    var flag = ImageText.flag(text.trim());
    if (!flag.isEmpty()) {
      add(path, container, text, flag, Role.OPERATOR);
    } else if (ImageText.isImageKey(key)) {
      var whole = text.trim();
      ImageText.parse(whole)
          .filter(
              it ->
                  OPERATED.contains(object.kind())
                      || ImageText.isPinned(it)
                      || ImageText.hasKnownRegistry(whole))
          .ifPresent(it -> add(path, container, text, "", Role.OPERATOR));
    }
  }

  /** Adds what is known by its registry, wherever it stands, and the images of YAML in texts. */
  private void texts() {
    object
        .leaves()
        .forEach(
            (path, value) -> {
              if (value instanceof String text
                  && !seen.contains(path)
                  && MarkedImages.blockOfParts(object, path).isEmpty()) {
                for (var span : ImageText.in(text)) {
                  boolean whole = span.text().equals(text.trim());
                  boolean handed = whole && !DATA.contains(object.kind()) && !isMetadata(path);
                  if (handed || !ImageText.isPrefix(span.text())) {
                    var role = handed ? Role.OPERATOR : Role.TEXT;
                    add(path, "", span.text(), span.start(), false, role);
                  }
                }
              }
            });
  }

  /** Adds an image whose parts an operator puts together. */
  private void inParts(ValuePath path, String container, Map<String, Object> block) {
    var keys = ImageKeys.in(block::get);
    if (keys.isPresent()) {
      var name = block.get(keys.get().prefix()) + "/" + block.get(keys.get().name());
      var tag = block.containsKey("tag") ? text(block, "tag") : text(block, "version");
      var image = tag.isEmpty() ? name : name + ":" + tag;
      if (ImageText.hasHost(image) && ImageText.parse(image).isPresent()) {
        add(path.toString(), container, image, 0, true, Role.OPERATOR);
      }
    }
  }

  private static boolean isVolume(ValuePath path) {
    int last = path.steps().size() - 1;
    return last > 0 && path.steps().get(last - 1).equals("volumes");
  }

  static boolean isMetadata(String path) {
    return path.startsWith("metadata.") || path.contains(".metadata.");
  }

  private void add(ValuePath path, String container, String text, String flag, Role role) {
    int start = text.indexOf(text.trim()) + flag.length();
    add(path.toString(), container, text.trim().substring(flag.length()), start, true, role);
  }

  private void add(
      String path, String container, String text, int start, boolean named, Role role) {
    seen.add(path);
    images.add(
        new RenderedImage(
            object.identity(),
            container,
            text,
            path,
            start,
            named,
            this.role == Role.TEST ? Role.TEST : role));
  }

  private static String text(Map<String, Object> block, String key) {
    return Values.text(block.get(key)).orElse("");
  }
}
