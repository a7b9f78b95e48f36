package dev.ecrcache.rewrite;

import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.overlay.RenderedImage;
import dev.ecrcache.overlay.RenderedImage.Role;
import dev.ecrcache.overlay.RenderedImages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finds the images of Kubernetes objects, as in rendered charts. */
final class KubernetesImages {
  private static final int DEEPEST = 100;
  private static final int MOST = 1_000_000;

  private final YamlSource source;
  private final Map<String, Optional<ScalarNode>> texts = new HashMap<>();
  private int nodes;

  private KubernetesImages(YamlSource source) {
    this.source = source;
  }

  /**
   * The images of one object.
   *
   * @throws IllegalArgumentException if its aliases make it endless or too large
   */
  static List<Spot> of(YamlSource source, Node object) {
    return new KubernetesImages(source).find(object);
  }

  /**
   * The images of what a JSON patch puts into an object.
   *
   * @param pointer where in the object
   * @throws IllegalArgumentException as {@link #of}
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>
   */
  static List<Spot> ofPatch(YamlSource source, String pointer, Node value) {
    var finder = new KubernetesImages(source);
    var path = ValuePath.ROOT;
    for (var step : pointer.replaceFirst("^/", "").split("/", DEEPEST)) {
      var key = step.replace("~1", "/").replace("~0", "~");
      path = path.then(key.matches("-|\\d+") ? (Object) 0 : key);
    }
    var tree = finder.tree(path, value);
    for (int i = path.steps().size() - 1; i >= 0; i--) {
      tree =
          path.steps().get(i) instanceof String key
              ? Collections.singletonMap(key, tree)
              : Collections.singletonList(tree);
    }
    return tree instanceof Map<?, ?> map ? finder.find(value, map) : List.of();
  }

  private List<Spot> find(Node object) {
    return tree(ValuePath.ROOT, object) instanceof Map<?, ?> map ? find(object, map) : List.of();
  }

  private List<Spot> find(Node object, Map<?, ?> map) {
    var tree = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> tree.put((String) key, value));
    var spots = new ArrayList<Spot>();
    // What images of an ImageRepository are, Flux lists: a cache has only the tags pulled already.
    boolean listed = source.valueAt(object, "kind").equals("ImageRepository");
    for (var image : RenderedImages.of(tree)) {
      var spot = spot(object, image);
      spots.add(
          listed
              ? spot.left("Flux lists the tags of it, of which a cache has only those pulled")
              : spot);
    }
    return spots;
  }

  private Spot spot(Node object, RenderedImage image) {
    var node = texts.getOrDefault(image.path(), Optional.empty());
    int at = source.start(node.map(Node.class::cast).orElse(object));
    if (image.role() == Role.TEXT) {
      return Spot.left(
          Kind.KUBERNETES, at, image.text(), "stands in a text, which perhaps nothing pulls");
    }
    if (node.isEmpty()) {
      return Spot.left(
          Kind.KUBERNETES, at, image.text(), "is put together from parts at " + image.path());
    }
    int end = image.start() + image.text().length();
    var whole = node.get().getValue();
    if (end > whole.length() || !whole.startsWith(image.text(), image.start())) {
      return Spot.left(Kind.KUBERNETES, at, image.text(), "is not written as it is read");
    }
    var spot = source.spot(Kind.KUBERNETES, node.get(), image.start(), end);
    return ImageTemplate.hasVariable(image.text())
        ? spot
        : image.problem().filter(it -> !image.named()).map(spot::left).orElse(spot);
  }

  /** The object as a tree, with where its texts stand. */
  private Object tree(ValuePath path, Node node) {
    if (path.steps().size() > DEEPEST) {
      throw new IllegalArgumentException(
          "is nested more than %d deep, or contains itself".formatted(DEEPEST));
    }
    if (++nodes > MOST) {
      throw new IllegalArgumentException(
          "has more than %d values, or its aliases make them more".formatted(MOST));
    }
    if (node instanceof MappingNode) {
      var map = new LinkedHashMap<String, Object>();
      source.entries(node).forEach((key, value) -> map.put(key, tree(path.then(key), value)));
      return map;
    }
    if (node instanceof SequenceNode list) {
      var copy = new ArrayList<>();
      for (int i = 0; i < list.getValue().size(); i++) {
        copy.add(tree(path.then(i), list.getValue().get(i)));
      }
      return copy;
    }
    var text = YamlSource.asText(node);
    text.ifPresent(
        it -> texts.merge(path.toString(), Optional.of(it), (one, other) -> Optional.empty()));
    return text.<Object>map(ScalarNode::getValue).orElse(null);
  }
}
