package dev.ecrcache.chart;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The values that the templates of a chart name, such as {@code .Values.image.tag} and {@code
 * (.Values.image).tag}.
 */
final class TemplateValues {
  /** What stands for all templates of a chart among its {@link ChartFiles}. */
  static final String FILE = "templates";

  private static final Pattern NAMED =
      Pattern.compile("\\.Values((?:\\)?\\.[A-Za-z_]\\w{0,60}){1,8})(?![\\w.])");
  private static final int MOST = 5_000;

  private final TreeSet<String> names = new TreeSet<>();

  /** Adds what a template names. */
  void add(byte[] template) {
    var matcher = NAMED.matcher(new String(template, StandardCharsets.UTF_8));
    while (names.size() < MOST && matcher.find()) {
      names.add(matcher.group(1).replace(")", "").substring(1));
    }
  }

  /** The names, a line each. */
  byte[] lines() {
    return String.join("\n", names).getBytes(StandardCharsets.UTF_8);
  }

  /** The places that lines name. */
  static List<ValuePath> read(byte[] lines) {
    var places = new ArrayList<ValuePath>();
    new String(lines, StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> places.add(new ValuePath(List.of((Object[]) line.split("\\.")))));
    return places;
  }
}
