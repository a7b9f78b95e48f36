package dev.ecrcache.rewrite;

import dev.ecrcache.image.ImageReference;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The text of an image in which variables may stand, such as {@code ${TAG}}, {@code ${{ matrix.tag
 * }}} or {@code {{ .Values.tag }}}.
 *
 * <p>One in the tag does not matter: the repository says whether the image is cached, and where.
 * One in the name is left, but for what it is by default.
 */
final class ImageTemplate {
  private static final Pattern DEFAULT =
      Pattern.compile("\\$\\{\\w+:?[-=]([^{}$]+)}", Pattern.DOTALL);

  private final Kind kind;
  private final String text;

  private ImageTemplate(Kind kind, String text) {
    this.kind = kind;
    this.text = text;
  }

  /** The spot of an image that stands in a file as it is read. */
  static Spot spot(Kind kind, int start, String text) {
    return new ImageTemplate(kind, text).spot(start);
  }

  private Spot spot(int start) {
    if (!hasVariable(text)) {
      return Spot.of(kind, start, text);
    }
    int end = nameEnd(text);
    var name = text.substring(0, end);
    if (!hasVariable(name)) {
      return ofPart(start, name, name, "");
    }
    var inner = DEFAULT.matcher(text);
    if (inner.lookingAt()) {
      int value = start + inner.start(1);
      var rest = text.substring(inner.end(), Math.max(inner.end(), end));
      if (inner.end() == text.length()) {
        return spot(kind, value, inner.group(1));
      }
      if (!hasVariable(rest) && (rest.isEmpty() || rest.startsWith("/"))) {
        return ofPart(value, inner.group(1), inner.group(1) + rest, rest);
      }
    }
    return Spot.left(
        kind, start, text, "its name has %s, which is not known here".formatted(first(name)));
  }

  /**
   * A spot for a part of a text.
   *
   * @param part what stands at the start and is replaced
   * @param name the name of the image, without tag and digest
   * @param tail what of the name stands behind that part
   */
  private Spot ofPart(int start, String part, String name, String tail) {
    return new Spot(kind, start, start + part.length(), text, name, before(tail), Optional.empty());
  }

  /** What is before a tail in a cached reference. */
  static Function<ImageReference, Optional<String>> before(String tail) {
    return cached -> {
      var whole = cached.toString();
      return whole.endsWith(tail)
          ? Optional.of(whole.substring(0, whole.length() - tail.length()))
          : Optional.empty();
    };
  }

  /** Whether a variable of any kind stands in a text. */
  static boolean hasVariable(String text) {
    return text.indexOf('$') >= 0 || text.contains("{{") || text.contains("%{");
  }

  /** Where the name ends: before the first colon or at sign behind the last slash. */
  static int nameEnd(String text) {
    int name = text.length();
    boolean open = true;
    for (int i = 0; i < text.length(); ) {
      int variable = variableEnd(text, i);
      char c = text.charAt(i);
      if (variable > i) {
        i = variable;
        continue;
      }
      if (c == '/') {
        name = text.length();
        open = true;
      } else if (open && (c == ':' || c == '@')) {
        name = i;
        open = false;
      }
      i++;
    }
    return name;
  }

  /** The end of the variable that begins at an index; the index if none does. */
  private static int variableEnd(String text, int index) {
    if (text.startsWith("{{", index)) {
      return after(text, "}}", index);
    }
    if (text.startsWith("${{", index)) {
      return after(text, "}}", index);
    }
    if (text.startsWith("$[[", index)) {
      return after(text, "]]", index);
    }
    if (text.startsWith("$(", index)) {
      return after(text, ")", index);
    }
    if (text.startsWith("${", index) || text.startsWith("%{", index)) {
      int depth = 0;
      for (int i = index + 1; i < text.length(); i++) {
        if (text.charAt(i) == '{') {
          depth++;
        } else if (text.charAt(i) == '}' && --depth == 0) {
          return i + 1;
        }
      }
      return text.length();
    }
    if (text.charAt(index) != '$') {
      return index;
    }
    int end = index + 1;
    while (end < text.length() && isWord(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isWord(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private static int after(String text, String end, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? text.length() : found + end.length();
  }

  /** The first variable in a text. */
  private static String first(String text) {
    for (int i = 0; i < text.length(); i++) {
      int end = variableEnd(text, i);
      if (end > i) {
        return text.substring(i, end);
      }
    }
    return text;
  }
}
