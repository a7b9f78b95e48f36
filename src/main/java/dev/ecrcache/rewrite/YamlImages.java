package dev.ecrcache.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finds the images of a file of YAML by what each document is, and by the file's name. */
final class YamlImages {
  private static final int DEEPEST = 100;
  private static final Pattern COMPOSE = Pattern.compile("(?i)(.*[._-])?compose([._-].*)?\\.ya?ml");

  private final String name;
  private final YamlSource source;
  private final List<Spot> spots = new ArrayList<>();

  private YamlImages(String name, YamlSource source) {
    this.name = name.replace('\\', '/');
    this.source = source;
  }

  /**
   * The images of a file.
   *
   * @param name its path, of which the last parts count
   * @throws IllegalArgumentException if it cannot be read
   */
  static List<Spot> of(String name, YamlSource source) {
    var images = new YamlImages(name, source);
    source.documents().forEach(it -> images.document(it, 0));
    return images.spots;
  }

  private void document(Node node, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(
          "is nested more than %d deep, or contains itself".formatted(DEEPEST));
    }
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(it -> document(it, depth + 1));
    } else if (node instanceof MappingNode) {
      var kind = source.valueAt(node, "kind");
      var group = source.valueAt(node, "apiVersion");
      var items = source.at(node, "items");
      if (kind.endsWith("List") && items.isPresent()) {
        YamlSource.items(items).forEach(it -> document(it, depth + 1));
      } else if (!kind.isEmpty() && !group.isEmpty()) {
        spots.addAll(KubernetesImages.of(source, node));
      } else if (isCompose(node)) {
        spots.addAll(ComposeImages.of(source, node));
      }
    }
  }

  private boolean isCompose(Node node) {
    var services = source.at(node, "services").map(source::entries).orElse(Map.of());
    return !services.isEmpty()
        && (COMPOSE.matcher(name.substring(name.lastIndexOf('/') + 1)).matches()
            || services.values().stream()
                .allMatch(
                    it ->
                        source.textAt(it, "image").isPresent()
                            || source.at(it, "build").isPresent()));
  }
}
