package dev.ecrcache.overlay;

import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the images of Kubernetes objects: of the containers of every workload, of custom resources,
 * and of arguments and variables that hand an image to an operator.
 */
public final class RenderedImages {
  private static final Set<String> CONTAINERS =
      Set.of("containers", "initContainers", "ephemeralContainers", "sidecars");
  // Of Argo Workflows.
  private static final Set<String> SINGLE_CONTAINERS = Set.of("container", "script");
  private static final Set<String> OPERATED =
      Set.of("Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler", "Cluster");
  private static final Set<String> NO_WORKLOAD =
      Set.of("ConfigMap", "Secret", "CustomResourceDefinition");
  private static final String RELATED_IMAGE = "RELATED_IMAGE_";

  private final Set<RenderedImage> images = new LinkedHashSet<>();
  private String object;
  private boolean operated;
  private boolean test;

  private RenderedImages() {}

  /**
   * The images of rendered manifests, in their order.
   *
   * @param manifests documents of YAML
   * @throws IllegalArgumentException if it is not YAML
   */
  public static List<RenderedImage> find(String manifests) {
    var finder = new RenderedImages();
    try {
      YamlText.readAll(manifests).forEach(finder::document);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the manifests: " + e.getMessage(), e);
    }
    return new ArrayList<>(finder.images);
  }

  private void document(Object document) {
    if (document instanceof List<?> list) {
      list.forEach(this::document);
      return;
    }
    var manifest = Values.block(document);
    if (manifest.get("items") instanceof List<?> items && text(manifest, "kind").endsWith("List")) {
      items.forEach(this::document);
      return;
    }
    if (!NO_WORKLOAD.contains(text(manifest, "kind"))) {
      var metadata = Values.block(manifest, "metadata");
      var namespace = text(metadata, "namespace");
      operated = OPERATED.contains(text(manifest, "kind"));
      object =
          text(manifest, "kind")
              + " "
              + (namespace.isEmpty() ? "" : namespace + "/")
              + text(metadata, "name");
      test = isTest(Values.block(metadata, "annotations"));
      manifest.forEach(
          (key, value) -> {
            if (!key.equals("metadata") && !key.equals("status")) {
              value(ValuePath.ROOT.then(key), key, "", value);
            }
          });
    }
  }

  // https://helm.sh/docs/topics/chart_tests/
  private static boolean isTest(Map<String, Object> annotations) {
    var hook = text(annotations, "helm.sh/hook");
    return hook.matches("test(-success|-failure)?");
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
          add(element, container, text.trim());
        } else {
          value(element, key, container, list.get(i));
        }
      }
    } else if (value instanceof String text) {
      text(path, key, container, text.trim());
    }
  }

  private void container(ValuePath path, Map<String, Object> container) {
    var name = text(container, "name");
    container.forEach(
        (key, value) -> {
          if (key.equals("image") && value instanceof String text) {
            // An operator fills in templates, and what is empty.
            if (!text.isBlank() && !text.contains("{{")) {
              add(path.then(key), name, text.trim());
            }
          } else {
            value(path.then(key), key, name, value);
          }
        });
  }

  private void block(ValuePath path, String container, Map<String, Object> block) {
    var variable = text(block, "name");
    var value = text(block, "value");
    if (variable.startsWith(RELATED_IMAGE)
        || variable.matches(".*_IMAGE(_NAME)?") && value.indexOf('/') > 0) {
      ImageText.parse(value).ifPresent(image -> add(path.then("value"), container, value));
    }
    var named = container.isEmpty() && block.get("image") != null ? text(block, "name") : container;
    block.forEach(
        (key, inner) -> value(path.then(key), key, key.equals("image") ? named : container, inner));
  }

  private void text(ValuePath path, String key, String container, String text) {
    var flag = ImageText.flag(text);
    if (!flag.isEmpty()) {
      add(path, container, text.substring(flag.length()));
    } else if (ImageText.isImageKey(key)) {
      ImageText.parse(text)
          .filter(it -> operated || ImageText.isPinned(it) || ImageText.hasKnownRegistry(text))
          .ifPresent(it -> add(path, container, text));
    }
  }

  private void add(ValuePath path, String container, String text) {
    images.add(new RenderedImage(object, container, text, path.toString(), test));
  }

  private static String text(Map<String, Object> block, String key) {
    return Values.text(block.get(key)).orElse("");
  }
}
