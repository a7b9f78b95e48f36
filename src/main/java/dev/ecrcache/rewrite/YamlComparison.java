package dev.ecrcache.rewrite;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Holds a text of YAML against the one that it was made from. */
final class YamlComparison {
  private final YamlSource after;
  private final List<Splice> written;
  private final Set<Node> known = Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlComparison(YamlSource after, List<Splice> written) {
    this.after = after;
    this.written = written;
  }

  /**
   * Whether two texts hold the same values but for what was written.
   *
   * @param written what was written, with its places in the second text
   */
  static boolean isSame(YamlSource before, YamlSource after, List<Splice> written) {
    var comparison = new YamlComparison(after, written);
    return comparison.all(before.documents().iterator(), after.documents().iterator());
  }

  private boolean all(Iterator<? extends Node> before, Iterator<? extends Node> after) {
    while (before.hasNext() && after.hasNext()) {
      if (!same(before.next(), after.next())) {
        return false;
      }
    }
    return !before.hasNext() && !after.hasNext();
  }

  private boolean same(Node one, Node other) {
    if (isNew(other) || !known.add(one)) {
      return true;
    }
    if (one instanceof ScalarNode before && other instanceof ScalarNode now) {
      return before.getValue().equals(now.getValue()) && before.getTag().equals(now.getTag())
          || isWritten(now);
    }
    if (one instanceof MappingNode before && other instanceof MappingNode now) {
      return entries(before.getValue().iterator(), now.getValue().iterator());
    }
    return one instanceof SequenceNode before
        && other instanceof SequenceNode now
        && all(before.getValue().iterator(), now.getValue().iterator());
  }

  private boolean entries(Iterator<NodeTuple> before, Iterator<NodeTuple> now) {
    while (now.hasNext()) {
      var entry = now.next();
      if (isNew(entry.getKeyNode())) {
        continue;
      }
      if (!before.hasNext()) {
        return false;
      }
      var was = before.next();
      if (!YamlSource.key(was.getKeyNode()).equals(YamlSource.key(entry.getKeyNode()))
          || !same(was.getValueNode(), entry.getValueNode())) {
        return false;
      }
    }
    return !before.hasNext();
  }

  private boolean isWritten(Node node) {
    int start = after.start(node);
    int end = after.end(node);
    return written.stream().anyMatch(it -> it.start() < end && start < it.end());
  }

  private boolean isNew(Node node) {
    int start = after.start(node);
    int end = after.end(node);
    return written.stream().anyMatch(it -> it.start() <= start && end <= it.end());
  }
}
