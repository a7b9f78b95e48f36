package dev.ecrcache.overlay;

import dev.ecrcache.chart.YamlText;
import java.util.ArrayList;
import java.util.List;

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
    var objects = new ArrayList<ManifestObject>();
    try {
      ManifestReader.open(YamlText.readAll(manifests), objects);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the manifests: " + e.getMessage(), e);
    }
    return objects.stream().flatMap(it -> ObjectImages.of(it).stream()).toList();
  }
}
