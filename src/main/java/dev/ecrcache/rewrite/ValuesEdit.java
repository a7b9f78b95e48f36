package dev.ecrcache.rewrite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Lays values over those that stand in a text of YAML: texts are replaced where there are some, and
 * keys are put in where there are none.
 */
final class ValuesEdit {
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?!(?i:y|n|yes|no|on|off|true|false|null)$)[A-Za-z/](?:[\\w./@-]|:(?=\\w))*");

  private final YamlSource source;
  private final String lineEnd;
  private final List<Splice> splices = new ArrayList<>();

  private ValuesEdit(YamlSource source) {
    this.source = source;
    lineEnd = source.text().contains("\r\n") ? "\r\n" : "\n";
  }

  /**
   * What is spliced in.
   *
   * @throws IllegalArgumentException in the end of one line, if it cannot be written there
   */
  static List<Splice> over(YamlSource source, Node values, Map<String, Object> overlay) {
    var edit = new ValuesEdit(source);
    edit.edit(values, overlay);
    return edit.splices;
  }

  private void edit(Node node, Object value) {
    if (node.getAnchor() != null) {
      throw new IllegalArgumentException(
          "the values have the anchor &%s, of which others are made".formatted(node.getAnchor()));
    }
    if (node instanceof MappingNode mapping && value instanceof Map<?, ?>) {
      var absent = new LinkedHashMap<String, Object>();
      Values.block(value)
          .forEach(
              (key, inner) -> {
                if (!isWritten(mapping, key, inner)) {
                  absent.put(key, inner);
                }
              });
      if (!absent.isEmpty()) {
        put(mapping, absent);
      }
    } else if (node instanceof SequenceNode list
        && value instanceof List<?> values
        && list.getValue().size() == values.size()) {
      for (int i = 0; i < values.size(); i++) {
        edit(list.getValue().get(i), values.get(i));
      }
    } else if (node instanceof ScalarNode scalar && value instanceof String text) {
      text(scalar, text);
    } else if (!(node instanceof ScalarNode scalar)
        || !scalar.getValue().equals(String.valueOf(value))) {
      throw new IllegalArgumentException("a value has another type than the one over it");
    }
  }

  /** Writes a value under a key that is there. */
  private boolean isWritten(MappingNode mapping, String key, Object value) {
    for (var tuple : mapping.getValue()) {
      if (YamlSource.key(tuple.getKeyNode()).equals(key)) {
        if (source.end(tuple.getValueNode()) <= source.start(tuple.getValueNode())) {
          absent(tuple, value);
        } else {
          edit(tuple.getValueNode(), value);
        }
        return true;
      }
    }
    return false;
  }

  /** Writes a value behind a key that has none. */
  private void absent(NodeTuple tuple, Object value) {
    int colon = source.text().indexOf(':', source.end(tuple.getKeyNode()));
    splices.add(new Splice(colon + 1, colon + 1, " " + json(value)));
  }

  private void text(ScalarNode node, String text) {
    if (node.getValue().equals(text)) {
      return;
    }
    int start = source.start(node);
    int end = source.end(node);
    var style = node.getScalarStyle();
    if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
      throw new IllegalArgumentException("a value is written over several lines");
    }
    boolean quoted = style != ScalarStyle.PLAIN && text.matches("[\\w./@: -]*");
    splices.add(
        quoted
            ? new Splice(start + 1, end - 1, text)
            : new Splice(start, end, PLAIN.matcher(text).matches() ? text : json(text)));
  }

  private void put(MappingNode mapping, Map<String, Object> entries) {
    boolean empty = mapping.getValue().isEmpty();
    if (mapping.getFlowStyle() == FlowStyle.FLOW || empty) {
      int at = source.start(mapping) + 1;
      var inner = json(entries);
      splices.add(new Splice(at, at, inner.substring(1, inner.length() - 1) + (empty ? "" : ", ")));
      return;
    }
    var first = mapping.getValue().get(0).getKeyNode();
    var indent = " ".repeat(first.getStartMark().getColumn());
    var lines = YamlText.write(entries).stripTrailing().replace("\n", lineEnd + indent);
    int last = end(mapping);
    if (last < 0) {
      int at = source.start(first);
      splices.add(new Splice(at, at, lines + lineEnd + indent));
    } else if (source.text().charAt(last - 1) == '\n') {
      splices.add(new Splice(last, last, indent + lines + lineEnd));
    } else {
      splices.add(new Splice(last, last, lineEnd + indent + lines));
    }
  }

  /** Where the last line of a block ends; -1 if what stands there is an alias. */
  private int end(Node node) {
    if (node instanceof MappingNode mapping && isBlock(mapping)) {
      var last = mapping.getValue().get(mapping.getValue().size() - 1);
      boolean alias = source.start(last.getValueNode()) < source.end(last.getKeyNode());
      return alias ? -1 : end(last.getValueNode());
    }
    if (node instanceof SequenceNode list && isBlock(list)) {
      var last = list.getValue().get(list.getValue().size() - 1);
      return source.start(last) < source.start(list) ? -1 : end(last);
    }
    int end = source.end(node);
    if (source.text().charAt(end - 1) == '\n') {
      return end;
    }
    int line = source.text().indexOf('\n', end);
    int at = line < 0 ? source.text().length() : line;
    return line > 0 && source.text().charAt(line - 1) == '\r' ? at - 1 : at;
  }

  private static boolean isBlock(CollectionNode<?> node) {
    return node.getFlowStyle() == FlowStyle.BLOCK && !node.getValue().isEmpty();
  }

  private static String json(Object value) {
    try {
      return new JsonMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a value cannot be written", e);
    }
  }
}
