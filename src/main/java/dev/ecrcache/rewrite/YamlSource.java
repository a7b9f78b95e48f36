package dev.ecrcache.rewrite;

import dev.ecrcache.input.LimitedYaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A text of YAML with what is known of where its nodes stand. */
final class YamlSource {
  private static final String MERGE = "<<";

  private final String text;
  private final YamlPlaces places;
  private final List<Node> documents;
  private final Map<Node, Map<String, Node>> entries = new IdentityHashMap<>();
  private final Map<Node, Set<String>> keys = new IdentityHashMap<>();

  private YamlSource(String text, List<Node> documents) {
    this.text = text;
    this.documents = documents;
    places = new YamlPlaces(text);
    var known = Collections.<Node>newSetFromMap(new IdentityHashMap<>());
    documents.forEach(it -> collect(it, "", "", known));
  }

  /**
   * @throws IllegalArgumentException in the end of one line, if it is no YAML or beyond the limits
   */
  static YamlSource of(String text) {
    return new YamlSource(text, LimitedYaml.nodes(YamlPlaces.withoutTabs(text, false)));
  }

  /** As {@link #of}, for JSON, whose lines may begin with tabs. */
  static YamlSource ofJson(String text) {
    return new YamlSource(text, LimitedYaml.nodes(YamlPlaces.withoutTabs(text, true)));
  }

  String text() {
    return text;
  }

  List<Node> documents() {
    return documents;
  }

  /** What stands under a key or keys; empty if nothing does. */
  Optional<Node> at(Node node, String... path) {
    var there = Optional.of(node);
    for (var key : path) {
      there = there.map(it -> entries(it).get(key));
    }
    return there;
  }

  /** The text of a scalar that is one; empty if there is none. */
  Optional<ScalarNode> textAt(Node node, String... path) {
    return at(node, path).flatMap(YamlSource::asText);
  }

  /** The value of a scalar of any type; empty if there is none. */
  String valueAt(Node node, String... path) {
    return at(node, path).map(it -> it instanceof ScalarNode s ? s.getValue() : "").orElse("");
  }

  static Optional<ScalarNode> asText(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)
        ? Optional.of(scalar)
        : Optional.empty();
  }

  /** The entries of a mapping, with those that it merges; none of another node. */
  Map<String, Node> entries(Node node) {
    var known = entries.get(node);
    if (known != null) {
      return known;
    }
    var all = new LinkedHashMap<String, Node>();
    entries.put(node, all);
    if (node instanceof MappingNode mapping) {
      for (var tuple : mapping.getValue()) {
        if (key(tuple.getKeyNode()).equals(MERGE)) {
          var merged = tuple.getValueNode();
          var from = merged instanceof SequenceNode list ? list.getValue() : List.of(merged);
          from.forEach(it -> entries(it).forEach(all::putIfAbsent));
        }
      }
      for (var tuple : mapping.getValue()) {
        if (!key(tuple.getKeyNode()).equals(MERGE)) {
          all.put(key(tuple.getKeyNode()), tuple.getValueNode());
        }
      }
    }
    return all;
  }

  static List<Node> items(Optional<Node> node) {
    return node.map(it -> it instanceof SequenceNode list ? list.getValue() : List.<Node>of())
        .orElse(List.of());
  }

  static String key(Node key) {
    return key instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /**
   * The spot of an image in a scalar.
   *
   * @param from where the image begins in its value
   * @param to where it ends
   */
  Spot spot(Kind kind, ScalarNode node, int from, int to) {
    var image = node.getValue().substring(from, to);
    var start = places.rawStart(node, from, to);
    if (start.isEmpty()) {
      return Spot.left(kind, start(node), image, "is written with escapes or over several lines");
    }
    var shared = keys.getOrDefault(node, Set.of());
    if (shared.size() > 1) {
      var problem = "its anchor &%s is used for something else too".formatted(node.getAnchor());
      return Spot.left(kind, start(node), image, problem);
    }
    int lineEnd = text.indexOf('\n', start.getAsInt());
    var line = text.substring(start.getAsInt(), lineEnd < 0 ? text.length() : lineEnd);
    // https://fluxcd.io/flux/guides/image-update/
    return line.contains("\"$imagepolicy\"")
        ? Spot.left(kind, start.getAsInt(), image, "Flux writes it, by its $imagepolicy")
        : ImageTemplate.spot(kind, start.getAsInt(), image);
  }

  /** The spot of an image that is all of a scalar but white space. */
  Spot spot(Kind kind, ScalarNode node) {
    var value = node.getValue();
    int from = value.length() - value.stripLeading().length();
    return spot(kind, node, from, from + value.strip().length());
  }

  /** The spots of what a scalar holds, such as a Dockerfile, found in its value. */
  List<Spot> spots(ScalarNode node, List<Spot> inValue) {
    return inValue.stream()
        .map(
            spot -> {
              var start = places.rawStart(node, spot.start(), spot.end());
              return start.isPresent()
                  ? spot.shifted(start.getAsInt() - spot.start())
                  : Spot.left(
                      spot.kind(),
                      start(node),
                      spot.shown(),
                      spot.problem().orElse("stands in a text with escapes or folded lines"));
            })
        .toList();
  }

  /**
   * Splices into the value of a scalar as such into the text.
   *
   * @throws IllegalArgumentException in the end of one line, unless it is a literal block
   */
  List<Splice> splices(ScalarNode node, List<Splice> inValue) {
    return inValue.stream()
        .map(
            splice -> {
              var start = places.rawStart(node, splice.start(), splice.end());
              if (node.getScalarStyle() != ScalarStyle.LITERAL || start.isEmpty()) {
                throw new IllegalArgumentException(
                    "its values are a text that is no literal block");
              }
              int at = start.getAsInt();
              int column = at - text.lastIndexOf('\n', at - 1) - 1;
              int inner =
                  splice.start() - node.getValue().lastIndexOf('\n', splice.start() - 1) - 1;
              var lines = splice.text().replace("\n", "\n" + " ".repeat(column - inner));
              return new Splice(at, at + splice.end() - splice.start(), lines);
            })
        .toList();
  }

  /** Where a node begins in the text, behind its anchor and tag. */
  int start(Node node) {
    return places.start(node);
  }

  /** Where a node ends in the text. */
  int end(Node node) {
    return places.end(node);
  }

  /** Finds for what shared texts stand: an anchor by itself, in what only holds such, is none. */
  private void collect(Node node, String key, String top, Set<Node> known) {
    if (node instanceof ScalarNode) {
      if (node.getAnchor() != null && !top.startsWith("x-") && !top.startsWith(".")) {
        keys.computeIfAbsent(node, it -> new HashSet<>()).add(key);
      }
      return;
    }
    if (!known.add(node)) {
      return;
    }
    if (node instanceof MappingNode mapping) {
      mapping
          .getValue()
          .forEach(
              it -> {
                var inner = key(it.getKeyNode());
                collect(it.getValueNode(), inner, top.isEmpty() ? inner : top, known);
              });
    } else if (node instanceof SequenceNode list) {
      new ArrayList<>(list.getValue()).forEach(it -> collect(it, key, top, known));
    }
  }
}
