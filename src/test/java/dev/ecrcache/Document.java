package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document of the project, or a section of one.
 *
 * @param text Markdown
 */
public record Document(Path file, String text) {
  /** A document by its path from the project's folder. */
  public static Document of(String file) {
    return of(Path.of(file));
  }

  private static Document of(Path file) {
    try {
      return new Document(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every document. */
  static List<Document> all() {
    return Stream.of(".", "sandbox")
        .map(Path::of)
        .flatMap(Document::markdown)
        .distinct()
        .map(Document::of)
        .toList();
  }

  private static Stream<Path> markdown(Path folder) {
    try (var files = Files.find(folder, 2, (file, is) -> file.toString().endsWith(".md"))) {
      return files.map(Path::normalize).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From a heading, such as {@code ## Deploy}, to the next of its level. */
  public Document section(String heading) {
    var start = text.indexOf(heading + "\n");
    assertTrue(start >= 0, () -> file + " has no " + heading);
    var level = heading.substring(0, heading.indexOf(' '));
    var end = text.indexOf("\n" + level + " ", start + heading.length());
    return new Document(file, text.substring(start, end < 0 ? text.length() : end));
  }

  /** What stands before a heading. */
  public Document before(String heading) {
    return new Document(file, text.substring(0, text.indexOf(heading + "\n")));
  }

  /** What the first group of a pattern matches, each time. */
  public List<String> find(String pattern) {
    return find(pattern, text);
  }

  static List<String> find(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(it -> it.group(1)).toList();
  }

  /** The blocks of code in a language. */
  List<String> blocks(String language) {
    return find("(?s)```%s\n(.*?)```".formatted(language));
  }

  /** Whether a link within the document leads to one of its headings, as GitHub names them. */
  boolean hasAnchor(String anchor) {
    return find("(?m)^#+ (.*)$").stream()
        .map(it -> it.toLowerCase().replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .anyMatch(anchor::equals);
  }
}
