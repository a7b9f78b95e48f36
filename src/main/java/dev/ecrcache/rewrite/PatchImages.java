package dev.ecrcache.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Finds the images in patches of Kubernetes objects. */
final class PatchImages {
  private static final List<String> PATCHES =
      List.of("patches", "patchesStrategicMerge", "patchesJson6902");

  private PatchImages() {}

  /** The images of the patches that stand as texts in a kustomization. */
  static List<Spot> in(YamlSource source, Node kustomization) {
    var spots = new ArrayList<Spot>();
    for (var key : PATCHES) {
      for (var item : YamlSource.items(source.at(kustomization, key))) {
        YamlSource.asText(item)
            .or(() -> source.textAt(item, "patch"))
            .filter(it -> it.getValue().indexOf('\n') >= 0)
            .ifPresent(it -> spots.addAll(source.spots(it, of(it))));
      }
    }
    return spots;
  }

  private static List<Spot> of(ScalarNode patch) {
    var spots = new ArrayList<Spot>();
    try {
      var inner = YamlSource.of(patch.getValue());
      for (var document : inner.documents()) {
        YamlImages.objects(inner, document)
            .forEach(it -> spots.addAll(KubernetesImages.of(inner, it)));
        spots.addAll(operations(inner, document));
      }
    } catch (IllegalArgumentException e) {
      spots.add(Spot.left(Kind.KUSTOMIZATION, 0, "patch", e.getMessage()));
    }
    return spots;
  }

  /**
   * The images of the operations of a JSON patch.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
   */
  static List<Spot> operations(YamlSource source, Node document) {
    var spots = new ArrayList<Spot>();
    for (var item : YamlSource.items(Optional.of(document))) {
      if (source.valueAt(item, "path").endsWith("/image")
          && source.valueAt(item, "op").matches("add|replace")) {
        source
            .textAt(item, "value")
            .ifPresent(it -> spots.add(source.spot(Kind.KUSTOMIZATION, it)));
      }
    }
    return spots;
  }
}
