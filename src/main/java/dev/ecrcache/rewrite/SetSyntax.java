package dev.ecrcache.rewrite;

import dev.ecrcache.chart.ValuePath;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands on both sides of the equals sign in {@code helm template --set NAME=VALUE}, as Argo
 * CD calls it for a parameter: a comma in the value is one, but in a list such as {@code {a,b}}.
 *
 * @see <a href="https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set">The
 *     format and limitations of --set</a>
 */
final class SetSyntax {
  // Helm takes more, of which no chart makes use.
  private static final int MOST_DIGITS = 3;
  private static final long PRINTED_OTHERWISE = 1_000_000;

  private final String text;
  private int at;

  private SetSyntax(String text) {
    this.text = text;
  }

  /**
   * The place that a name such as {@code a.b\.c[0]} is for.
   *
   * @throws IllegalArgumentException if it is for none
   */
  static ValuePath path(String name) {
    return new SetSyntax(name).path();
  }

  /**
   * What a text is as a value: a text, a number, true, false, null, or a list of those.
   *
   * @param isText whether it is a text whatever it is, as with {@code --set-string}
   * @throws IllegalArgumentException if it is none
   */
  static Object value(String text, boolean isText) {
    var syntax = new SetSyntax(text);
    return text.startsWith("{") ? syntax.list(isText) : typed(syntax.single(), isText);
  }

  private ValuePath path() {
    var path = ValuePath.ROOT;
    do {
      var key = until(".[=,");
      if (key.isEmpty()) {
        throw new IllegalArgumentException("a key is empty");
      }
      path = path.then(key);
      while (isNext('[')) {
        int end = text.indexOf(']', at);
        var index = end < 0 ? "" : text.substring(at, end);
        if (!index.matches("\\d{1,%d}".formatted(MOST_DIGITS))) {
          throw new IllegalArgumentException("an index is no number");
        }
        path = path.then(Integer.parseInt(index));
        at = end + 1;
      }
    } while (isNext('.'));
    checkEnd();
    return path;
  }

  private List<Object> list(boolean isText) {
    var list = new ArrayList<>();
    do {
      at++;
      list.add(typed(until(",}"), isText));
    } while (at < text.length() && text.charAt(at) == ',');
    if (!isNext('}')) {
      throw new IllegalArgumentException("a list has no end");
    }
    checkEnd();
    return list;
  }

  private String single() {
    var value = new StringBuilder(until(","));
    while (at < text.length()) {
      if (text.charAt(at - 1) == '\\') {
        // Argo CD takes it for an escaped one, and Helm for the end.
        throw new IllegalArgumentException("a comma stands behind an escaped backslash");
      }
      at++;
      value.append(',').append(until(","));
    }
    return value.toString();
  }

  /** Reads on until one of some characters or the end; a backslash escapes what is behind it. */
  private String until(String ends) {
    var read = new StringBuilder();
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '\\') {
        at++;
      }
      if (at < text.length()) {
        read.append(text.charAt(at++));
      }
    }
    return read.toString();
  }

  private boolean isNext(char c) {
    boolean is = at < text.length() && text.charAt(at) == c;
    at += is ? 1 : 0;
    return is;
  }

  private void checkEnd() {
    if (at < text.length()) {
      throw new IllegalArgumentException("more stands behind it");
    }
  }

  private static Object typed(String value, boolean isText) {
    if (isText) {
      return value;
    }
    if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
      return Boolean.valueOf(value);
    }
    if (value.equalsIgnoreCase("null")) {
      return null;
    }
    return value.matches("0|[-+]?[0-9]{1,18}") && (value.equals("0") || value.charAt(0) != '0')
        ? number(value)
        : value;
  }

  /** A number; a large one as a text, for one of --set is printed with its digits. */
  private static Object number(String value) {
    long number = Long.parseLong(value);
    return Math.abs(number) < PRINTED_OTHERWISE ? (Object) number : Long.toString(number);
  }
}
