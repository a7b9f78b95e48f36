package dev.ecrcache.policy;

import dev.ecrcache.image.Quoted;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A value within a statement, and where it stands.
 *
 * @param path such as {@code Principal.AWS.0}
 */
record Element(String path, Object value) {

  /** The values of a list, or this one. */
  List<Element> each() {
    if (!(value instanceof List<?> list)) {
      return List.of(this);
    }
    check(!list.isEmpty(), "is empty; give one or more");
    return IntStream.range(0, list.size()).mapToObj(i -> inner("" + i, list.get(i))).toList();
  }

  /** What stands in a block under a key. */
  Element inner(String key, Object inner) {
    return new Element(path + "." + key, inner);
  }

  /** The keys of a block with what stands under them. */
  List<Element> entries(String empty) {
    check(value != null, "is empty; " + empty);
    if (!(value instanceof Map<?, ?> block)) {
      throw refusal("must be a block of keys");
    }
    check(!block.isEmpty(), "is empty; " + empty);
    return block.entrySet().stream()
        .map(entry -> inner(entry.getKey().toString(), entry.getValue()))
        .toList();
  }

  String text() {
    check(value != null, "is empty; give a value or remove it");
    check(
        !(value instanceof List) && !(value instanceof Map), "must be a text, or a list of texts");
    check(
        value instanceof String,
        "must be a text; a number or word such as true needs quotes to be one");
    return (String) value;
  }

  String matching(Pattern pattern, String wanted) {
    var text = text();
    check(pattern.matcher(text).matches(), "%s is not %s".formatted(Quoted.of(text), wanted));
    return text;
  }

  void check(boolean holds, String problem) {
    if (!holds) {
      throw refusal(problem);
    }
  }

  InvalidStatementException refusal(String problem) {
    return new InvalidStatementException(path, problem);
  }
}
