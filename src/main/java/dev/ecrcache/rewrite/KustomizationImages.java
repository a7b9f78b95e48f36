package dev.ecrcache.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Finds the images of a kustomization: those of {@code images}, and of patches that stand in it.
 *
 * <p>An entry is for the images of the resources that have its {@code name}: where these move too,
 * the name moves with them; else the image gets a {@code newName}.
 *
 * @see <a
 *     href="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/">images</a>
 */
final class KustomizationImages {
  private final YamlSource source;
  private final KustomizeBase base;
  private final List<Spot> spots = new ArrayList<>();

  private KustomizationImages(YamlSource source, KustomizeBase base) {
    this.source = source;
    this.base = base;
  }

  /**
   * The images of a kustomization.
   *
   * @param images its list of images
   * @param base the images of its resources
   */
  static List<Spot> of(YamlSource source, Optional<Node> images, KustomizeBase base) {
    var finder = new KustomizationImages(source, base);
    YamlSource.items(images).forEach(finder::entry);
    return finder.spots;
  }

  private void entry(Node entry) {
    var name = own(entry, "name").flatMap(it -> YamlSource.asText(it.getValueNode()));
    if (name.isEmpty() || name.get().getValue().isBlank()) {
      return;
    }
    var newName = own(entry, "newName").flatMap(it -> YamlSource.asText(it.getValueNode()));
    var suffix = suffix(source, entry);
    boolean follows = base.moves(name.get().getValue());
    if (follows) {
      whole(name.get(), newName.isEmpty() ? suffix : "");
    } else if (newName.isEmpty()) {
      added(entry, name.get(), suffix);
    }
    newName.filter(it -> !it.getValue().isBlank()).ifPresent(it -> whole(it, suffix));
  }

  /** Adds a spot whose name is replaced by another one. */
  private void whole(ScalarNode name, String suffix) {
    var spot = source.spot(Kind.KUSTOMIZATION, name);
    spots.add(
        spot.problem().isPresent() || ImageTemplate.hasVariable(spot.shown())
            ? spot
            : spot(spot.start(), spot.end(), spot.image(), suffix, ""));
  }

  /** Adds a spot behind a name, at which a new name is put in. */
  private void added(Node entry, ScalarNode name, String suffix) {
    if (ImageTemplate.hasVariable(name.getValue())) {
      spots.add(source.spot(Kind.KUSTOMIZATION, name).left("has a variable in its name"));
      return;
    }
    int end = source.end(name);
    var before = ", newName: ";
    if (((MappingNode) entry).getFlowStyle() == FlowStyle.BLOCK) {
      var text = source.text();
      int line = text.indexOf('\n', end);
      boolean windows = line > 0 && text.charAt(line - 1) == '\r';
      end = line < 0 ? text.length() : windows ? line - 1 : line;
      int column = own(entry, "name").orElseThrow().getKeyNode().getStartMark().getColumn();
      before = (windows ? "\r\n" : "\n") + " ".repeat(column) + "newName: ";
    }
    spots.add(spot(end, end, name.getValue(), suffix, before));
  }

  private static Spot spot(int start, int end, String name, String suffix, String before) {
    return new Spot(
        Kind.KUSTOMIZATION,
        start,
        end,
        name + suffix,
        ImageTemplate.hasVariable(suffix) ? name : name + suffix,
        cached -> Optional.of(before + cached.name()),
        Optional.empty());
  }

  private static String suffix(YamlSource source, Node entry) {
    var digest = source.valueAt(entry, "digest");
    var tag = source.valueAt(entry, "newTag");
    return digest.isEmpty() ? tag.isEmpty() ? "" : ":" + tag : "@" + digest;
  }

  private static Optional<NodeTuple> own(Node entry, String key) {
    return entry instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(it -> YamlSource.key(it.getKeyNode()).equals(key))
            .findFirst()
        : Optional.empty();
  }
}
