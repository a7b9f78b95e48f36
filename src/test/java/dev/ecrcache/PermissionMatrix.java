package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The matrix that {@code docs/permissions.md} is.
 *
 * @param words the words of its cells, each with the actions that it stands for
 * @param workload the stack file of a workload account
 */
record PermissionMatrix(
    Map<String, Set<String>> words, String workload, List<PermissionMatrix.Section> sections) {

  /**
   * Who may do what under one stack file.
   *
   * @param stackFile the hosting account's
   * @param columns resources, or what is said of a whole row
   * @param rows cells by who it is about
   */
  record Section(
      String title, String stackFile, List<String> columns, Map<String, List<String>> rows) {
    @Override
    public String toString() {
      return title;
    }
  }

  private static final Path FILE = Path.of("docs", "permissions.md");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

  static PermissionMatrix read() throws IOException {
    var chapters = Files.readString(FILE).split("(?m)^## ");
    var words = new LinkedHashMap<String, Set<String>>();
    var sections = new ArrayList<Section>();
    var workload = "";
    for (var chapter : chapters) {
      var title = chapter.lines().findFirst().orElseThrow();
      var files = YAML.matcher(chapter).results().map(it -> it.group(1)).toList();
      switch (title) {
        case "Words" ->
            table(chapter).stream().skip(1).forEach(row -> words.put(row.get(0), actions(row)));
        case "A workload account" -> workload = files.get(0);
        default -> {
          if (!files.isEmpty()) {
            sections.add(section(title, files, table(chapter)));
          }
        }
      }
    }
    return new PermissionMatrix(words, workload, sections);
  }

  private static Section section(String title, List<String> files, List<List<String>> table) {
    assertEquals(1, files.size(), "stack files of " + title);
    var rows = new LinkedHashMap<String, List<String>>();
    for (var row : table.subList(1, table.size())) {
      assertEquals(table.get(0).size(), row.size(), () -> title + ": " + row);
      rows.put(row.get(0), row.subList(1, row.size()));
    }
    return new Section(title, files.get(0), table.get(0).subList(1, table.get(0).size()), rows);
  }

  private static Set<String> actions(List<String> row) {
    return new TreeSet<>(List.of(row.get(1).split(" ")));
  }

  /** The cells of a chapter's table, its heading first, without the marks of Markdown. */
  private static List<List<String>> table(String chapter) {
    return chapter
        .lines()
        .filter(line -> line.startsWith("|") && !line.startsWith("|-"))
        .map(line -> line.substring(1, line.lastIndexOf('|')).replace("`", ""))
        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
        .toList();
  }
}
