package dev.ecrcache.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings as they were written, whatever in: a stack file or the inputs from another language. */
public sealed interface Tree {
  /** A text. */
  record Text(String value) implements Tree {}

  /** A number. */
  record Count(Number value) implements Tree {}

  /** A truth value. */
  record Flag(boolean value) implements Tree {}

  /** A key without a value. */
  record Nothing() implements Tree {}

  /** A list. */
  record Entries(List<Tree> values) implements Tree {}

  /** A block of keys, in their order. */
  record Block(Map<String, Tree> keys) implements Tree {}

  /**
   * What came from a resource or is a secret.
   *
   * @param value what it is; null as long as that is unknown
   * @param secret whether it must stay one
   * @param dependencies URNs of the resources that it came from
   */
  record Late(Tree value, boolean secret, Set<String> dependencies) implements Tree {}

  /** The same as texts, numbers, truth values, lists, maps and null. */
  default Object plain() {
    if (this instanceof Text text) {
      return text.value();
    }
    if (this instanceof Count count) {
      return count.value();
    }
    if (this instanceof Flag flag) {
      return flag.value();
    }
    if (this instanceof Entries entries) {
      var list = new ArrayList<>();
      entries.values().forEach(value -> list.add(value.plain()));
      return list;
    }
    if (this instanceof Block block) {
      var map = new LinkedHashMap<String, Object>();
      block.keys().forEach((key, value) -> map.put(key, value.plain()));
      return map;
    }
    if (this instanceof Late) {
      throw new IllegalStateException("what is late is not plain");
    }
    return null;
  }
}
