package dev.ecrcache.rewrite;

import java.util.OptionalInt;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Where nodes of YAML, and parts of what they hold, stand in their text. */
final class YamlPlaces {
  private final String text;
  // Marks count code points.
  private final boolean plane;

  YamlPlaces(String text) {
    this.text = text;
    plane = text.codePoints().allMatch(Character::isBmpCodePoint);
  }

  /** The text with spaces for tabs, which SnakeYAML takes in few of the places where YAML does. */
  static String withoutTabs(String text, boolean atStart) {
    if (text.indexOf('\t') < 0) {
      return text;
    }
    var chars = text.toCharArray();
    boolean start = true;
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] == '\t') {
        chars[i] = start && !atStart ? '\t' : ' ';
      } else {
        start = chars[i] == '\n' || start && chars[i] == ' ';
      }
    }
    return new String(chars);
  }

  /** Where a node begins in the text, behind its anchor and tag. */
  int start(Node node) {
    int at = offset(node.getStartMark());
    while (at < text.length() && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
      while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
    return at;
  }

  int end(Node node) {
    return offset(node.getEndMark());
  }

  private int offset(Mark mark) {
    return plane ? mark.getIndex() : text.offsetByCodePoints(0, mark.getIndex());
  }

  /** Where a part of a scalar's value stands in the text as it is; empty if it does not. */
  OptionalInt rawStart(ScalarNode node, int from, int to) {
    var value = node.getValue();
    int at = start(node);
    var style = node.getScalarStyle();
    if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
      return style == ScalarStyle.LITERAL || value.stripTrailing().indexOf('\n') < 0
          ? inBlock(node, at, from, to)
          : OptionalInt.empty();
    }
    int inner = style == ScalarStyle.PLAIN ? at : at + 1;
    boolean same = text.startsWith(value, inner) && inner + value.length() <= end(node);
    return same ? OptionalInt.of(inner + from) : OptionalInt.empty();
  }

  private OptionalInt inBlock(ScalarNode node, int at, int from, int to) {
    var value = node.getValue();
    int line = text.indexOf('\n', at) + 1;
    int valueLine = 0;
    int indent = -1;
    while (line > 0 && line < end(node)) {
      int next = text.indexOf('\n', line) + 1;
      int valueEnd = value.indexOf('\n', valueLine);
      valueEnd = valueEnd < 0 ? value.length() : valueEnd;
      if (indent < 0 && valueEnd > valueLine) {
        indent = text.indexOf(value.substring(valueLine, valueEnd), line) - line;
      }
      if (from >= valueLine && to <= valueEnd) {
        int start = line + indent + from - valueLine;
        return indent >= 0 && text.startsWith(value.substring(from, to), start)
            ? OptionalInt.of(start)
            : OptionalInt.empty();
      }
      valueLine = valueEnd + 1;
      line = next;
    }
    return OptionalInt.empty();
  }
}
