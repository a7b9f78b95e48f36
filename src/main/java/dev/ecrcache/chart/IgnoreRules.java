package dev.ecrcache.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which files of a folder are none of the chart's, as {@code .helmignore} says.
 *
 * @see <a href="https://helm.sh/docs/chart_template_guide/helm_ignore_file/">.helmignore</a>
 */
final class IgnoreRules {
  static final String FILE = ".helmignore";

  private final List<Rule> rules = new ArrayList<>();

  private record Rule(Pattern pattern, boolean negated, boolean folders, boolean wholePath) {
    boolean matches(String path) {
      var name = wholePath ? path : path.substring(path.lastIndexOf('/') + 1);
      return pattern.matcher(name).matches();
    }
  }

  /**
   * The rules of a file, and those that always hold.
   *
   * @throws IllegalArgumentException in one line, if Helm takes one of them for broken
   */
  IgnoreRules(String text) {
    text.replaceFirst("^\uFEFF", "").lines().forEach(this::add);
    add("templates/.?*");
  }

  /** Whether a path is ignored; the first rule that says so decides. */
  boolean ignore(String path, boolean folder) {
    for (var rule : rules) {
      if (rule.negated()) {
        if (rule.folders() && !folder || !rule.matches(path)) {
          return true;
        }
      } else if ((!rule.folders() || folder) && rule.matches(path)) {
        return true;
      }
    }
    return false;
  }

  private void add(String line) {
    var rule = line.strip();
    if (rule.isEmpty() || rule.startsWith("#")) {
      return;
    }
    if (rule.contains("**")) {
      throw new IllegalArgumentException("%s has '**', which Helm does not take".formatted(FILE));
    }
    boolean negated = rule.startsWith("!");
    rule = negated ? rule.substring(1) : rule;
    boolean folders = rule.endsWith("/");
    rule = folders ? rule.substring(0, rule.length() - 1) : rule;
    boolean wholePath = rule.contains("/");
    rule = rule.startsWith("/") ? rule.substring(1) : rule;
    rules.add(new Rule(pattern(rule), negated, folders, wholePath));
  }

  // As Go's filepath.Match.
  private static Pattern pattern(String rule) {
    var regex = new StringBuilder();
    for (int i = 0; i < rule.length(); i++) {
      char c = rule.charAt(i);
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        case '[' -> i = appendSet(rule, i, regex);
        case '\\' -> {
          if (++i == rule.length()) {
            throw broken(rule);
          }
          regex.append(Pattern.quote(rule.substring(i, i + 1)));
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static int appendSet(String rule, int start, StringBuilder regex) {
    int i = start + 1;
    regex.append('[');
    if (i < rule.length() && rule.charAt(i) == '^') {
      regex.append('^');
      i++;
    }
    int first = i;
    for (; i < rule.length() && (i == first || rule.charAt(i) != ']'); i++) {
      char c = rule.charAt(i);
      if (c == '\\' && ++i == rule.length() || i == first && c == ']') {
        throw broken(rule);
      }
      boolean range = c == '-' && i > first && i + 1 < rule.length() && rule.charAt(i + 1) != ']';
      regex.append(range ? "-" : "\\x{%x}".formatted((int) rule.charAt(i)));
    }
    if (i >= rule.length()) {
      throw broken(rule);
    }
    regex.append(']');
    return i;
  }

  private static IllegalArgumentException broken(String rule) {
    return new IllegalArgumentException("%s has a broken pattern: '%s'".formatted(FILE, rule));
  }
}
