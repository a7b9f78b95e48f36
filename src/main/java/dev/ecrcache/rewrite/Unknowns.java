package dev.ecrcache.rewrite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What Argo CD fills in that is not known here: {@code {{name}}} of an {@code ApplicationSet}, and
 * variables such as {@code $ARGOCD_APP_REVISION} in parameters. While a chart is rendered, a text
 * stands for each, which may be a part of an image.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/build-environment/">Build
 *     Environment</a>
 */
final class Unknowns {
  private static final Pattern TEMPLATE = Pattern.compile("(?s)\\{\\{.*?}}");
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{(\\w+)}|([A-Za-z_]\\w*|[0-9*#$@!?-]))");
  private static final Pattern KNOWN_LATER = Pattern.compile("ARGOCD_APP_\\w+|KUBE_\\w+");

  private final boolean templates;
  private final String stem;
  private final Map<String, String> texts = new LinkedHashMap<>();

  /**
   * @param text the text in which they are
   * @param templates whether it is filled in as a template first
   */
  Unknowns(String text, boolean templates) {
    this.templates = templates;
    var free = new StringBuilder("qx");
    while (text.contains(free)) {
      free.append('q');
    }
    stem = free.toString();
  }

  /** The places that are filled in. */
  Set<String> places() {
    return texts.keySet();
  }

  /** A text with others for templates in it. */
  String filled(String text) {
    return templates ? TEMPLATE.matcher(text).replaceAll(found -> text(found.group())) : text;
  }

  /** A tree with texts for templates. */
  Object filled(Object tree) {
    return each(tree, this::filled);
  }

  /** The value of a parameter with texts for its variables, of which Argo CD knows few. */
  String withVariables(String value) {
    return VARIABLE
        .matcher(value)
        .replaceAll(
            it -> {
              var name = it.group(1) == null ? it.group(2) : it.group(1);
              if (name.equals("$")) {
                return "\\$";
              }
              return KNOWN_LATER.matcher(name).matches() ? text(it.group()) : "";
            });
  }

  /**
   * Holds that no key is filled in.
   *
   * @throws IllegalArgumentException in the end of one line, if one is
   */
  void checkKeys(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            var text = String.valueOf(key);
            if (isIn(text) || templates && TEMPLATE.matcher(text).find()) {
              throw new IllegalArgumentException("has a template in a key of its values: " + text);
            }
            checkKeys(value);
          });
    } else if (tree instanceof List<?> list) {
      list.forEach(this::checkKeys);
    }
  }

  /** A tree as it was before. */
  Object asWritten(Object tree) {
    return each(tree, this::asWritten);
  }

  String asWritten(String text) {
    var written = text;
    for (var entry : texts.entrySet()) {
      written = written.replace(entry.getValue(), entry.getKey());
    }
    return written;
  }

  /** Whether such a text stands in another one. */
  boolean isIn(String text) {
    return texts.values().stream().anyMatch(text::contains);
  }

  /** What stands for a place: as long as it is, unless that is too short. */
  private String text(String place) {
    var known = texts.get(place);
    if (known == null) {
      known = stem + texts.size() + "x";
      known += "x".repeat(Math.max(0, place.length() - known.length()));
      texts.put(place, known);
    }
    return known;
  }

  private static Object each(Object tree, UnaryOperator<String> change) {
    if (tree instanceof Map<?, ?> map) {
      var copy = new LinkedHashMap<Object, Object>();
      map.forEach((key, value) -> copy.put(key, each(value, change)));
      return copy;
    }
    if (tree instanceof List<?> list) {
      var copy = new ArrayList<>();
      list.forEach(it -> copy.add(each(it, change)));
      return copy;
    }
    return tree instanceof String text ? change.apply(text) : tree;
  }
}
