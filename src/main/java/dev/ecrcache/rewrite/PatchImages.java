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

  /** The paths of the patches of a kustomization that stand in files. */
  static List<String> files(YamlSource source, Node kustomization) {
    var files = new ArrayList<String>();
    for (var key : PATCHES) {
      for (var item : YamlSource.items(source.at(kustomization, key))) {
        YamlSource.asText(item)
            .or(() -> source.textAt(item, "path"))
            .map(ScalarNode::getValue)
            .filter(it -> it.indexOf('\n') < 0)
            .ifPresent(files::add);
      }
    }
    return files;
  }

  private static List<Spot> of(ScalarNode patch) {
    try {
      return all(YamlSource.of(patch.getValue()));
    } catch (IllegalArgumentException e) {
      return List.of(Spot.left(Kind.KUSTOMIZATION, 0, "patch", e.getMessage()));
    }
  }

  /** The images of the objects and operations of a text. */
  static List<Spot> all(YamlSource source) {
    var spots = new ArrayList<Spot>();
    for (var document : source.documents()) {
      YamlImages.objects(source, document)
          .forEach(it -> spots.addAll(KubernetesImages.of(source, it)));
      spots.addAll(operations(source, document));
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
      var path = source.valueAt(item, "path");
      var value = source.at(item, "value");
      if (value.isPresent() && source.valueAt(item, "op").matches("add|replace|test")) {
        spots.addAll(KubernetesImages.ofPatch(source, path, value.get()));
      }
    }
    return spots;
  }
}
