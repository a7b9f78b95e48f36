package dev.ecrcache.overlay;

import dev.ecrcache.chart.YamlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the images of Kubernetes objects. */
public final class RenderedImages {
  private RenderedImages() {}

  /**
   * The images of rendered manifests, in their order.
   *
   * @param manifests documents of YAML
   * @throws IllegalArgumentException if it is not YAML
   */
  public static List<RenderedImage> find(String manifests) {
    return objects(manifests).stream().flatMap(it -> ObjectImages.of(it).stream()).toList();
  }

  /**
   * By the objects of manifests that something controls, as {@link RenderedImage#object} names
   * them, what does; a cluster prints it.
   *
   * @param manifests documents of YAML
   * @throws IllegalArgumentException if it is not YAML
   */
  public static Map<String, String> controllers(String manifests) {
    var controllers = new HashMap<String, String>();
    for (var object : objects(manifests)) {
      object.controller().ifPresent(it -> controllers.put(object.identity(), it));
    }
    return controllers;
  }

  private static List<ManifestObject> objects(String manifests) {
    var objects = new ArrayList<ManifestObject>();
    try {
      ManifestReader.open(YamlText.readAll(manifests), objects);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the manifests: " + e.getMessage(), e);
    }
    return objects;
  }

  /**
   * The images of one object, in their order.
   *
   * @param object its content: maps with texts as keys, lists and scalars
   */
  public static List<RenderedImage> of(Map<String, Object> object) {
    return ObjectImages.of(ManifestObject.of(object));
  }
}
