package dev.ecrcache.rewrite;

import dev.ecrcache.rewrite.KustomizeFiles.Entry;
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
  private final String file;
  private final KustomizeNames names;
  private final List<Spot> spots = new ArrayList<>();

  private KustomizationImages(YamlSource source, String file, KustomizeNames names) {
    this.source = source;
    this.file = file;
    this.names = names;
  }

  /**
   * The images of a kustomization.
   *
   * @param images its list of images
   * @param file its path; empty if its resources are not known
   * @param names the names of the images of resources
   */
  static List<Spot> of(
      YamlSource source, Optional<Node> images, String file, KustomizeNames names) {
    var finder = new KustomizationImages(source, file, names);
    var entries = YamlSource.items(images);
    for (int i = 0; i < entries.size(); i++) {
      finder.entry(i, entries.get(i));
    }
    return finder.spots;
  }

  private void entry(int index, Node node) {
    var name = own(node, "name").flatMap(it -> YamlSource.asText(it.getValueNode()));
    if (name.isEmpty() || name.get().getValue().isBlank()) {
      return;
    }
    var entry = Entry.of(source, node);
    var newName = own(node, "newName").flatMap(it -> YamlSource.asText(it.getValueNode()));
    var following = names.following(file, index, entry);
    following
        .problem()
        .ifPresent(it -> spots.add(source.spot(Kind.KUSTOMIZATION, name.get()).left(it)));
    if (following.moves()) {
      whole(name.get(), newName.isEmpty() ? entry.suffix() : "");
    } else if (newName.isEmpty()) {
      added(node, name.get(), entry.suffix());
    }
    newName.filter(it -> !it.getValue().isBlank()).ifPresent(it -> whole(it, entry.suffix()));
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

  private static Optional<NodeTuple> own(Node entry, String key) {
    return entry instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(it -> YamlSource.key(it.getKeyNode()).equals(key))
            .findFirst()
        : Optional.empty();
  }
}
