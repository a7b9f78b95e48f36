package dev.ecrcache.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a Dockerfile: parser directives, then instructions, whose lines may go on in others and
 * have here-documents behind them.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
 */
final class DockerfileReader {
  private static final Pattern DIRECTIVE =
      Pattern.compile("\\s*#\\s*([A-Za-z]\\w*)\\s*=\\s*(\\S+)\\s*");
  private static final Pattern HERE_DOCUMENT =
      Pattern.compile("\\d*<<(-?)([\"']?)([^\\s<\"']+)\\2");
  private static final Set<String> WITH_DOCUMENTS = Set.of("RUN", "COPY", "ADD");

  /**
   * A word of a text.
   *
   * @param start where it begins
   * @param text the word, without quotes around it
   * @param whole whether it stands in the text as it is
   */
  record Word(int start, String text, boolean whole) {
    /** What is behind a first part of it. */
    Word after(String first) {
      return new Word(start + first.length(), text.substring(first.length()), whole);
    }
  }

  /**
   * An instruction.
   *
   * @param name its name in capitals
   * @param words what is behind it
   */
  record Instruction(String name, List<Word> words) {}

  private final String text;
  private final List<Instruction> instructions = new ArrayList<>();
  private Optional<Word> syntax = Optional.empty();
  private char escape = '\\';
  private int at;

  private DockerfileReader(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException if a here-document has no end
   */
  static DockerfileReader of(String text) {
    var reader = new DockerfileReader(text);
    reader.at = text.startsWith("\uFEFF") ? 1 : 0;
    reader.directives();
    while (reader.at < text.length()) {
      reader.instruction();
    }
    return reader;
  }

  List<Instruction> instructions() {
    return instructions;
  }

  /** The image of the directive {@code syntax}. */
  Optional<Word> syntax() {
    return syntax;
  }

  private void directives() {
    while (at < text.length()) {
      var directive = DIRECTIVE.matcher(text).region(at, lineEnd(at));
      if (!directive.matches()) {
        return;
      }
      var value = directive.group(2);
      switch (directive.group(1).toLowerCase(Locale.ROOT)) {
        case "syntax" -> syntax = Optional.of(new Word(directive.start(2), value, true));
        case "escape" -> escape = value.charAt(0);
        default -> {}
      }
      next();
    }
  }

  private void instruction() {
    if (isComment(at) || text.substring(at, lineEnd(at)).isBlank()) {
      next();
      return;
    }
    int line = at;
    var joined = new StringBuilder();
    var offsets = new ArrayList<Integer>();
    boolean more = true;
    while (more && at < text.length()) {
      int end = lineEnd(at);
      boolean skipped = !joined.isEmpty() && (isComment(at) || text.substring(at, end).isBlank());
      if (!skipped) {
        int stop = continued(at, end);
        more = stop >= 0;
        for (int i = at; i < (more ? stop : end); i++) {
          joined.append(text.charAt(i));
          offsets.add(i);
        }
      }
      next();
    }
    var words = words(joined.toString(), offsets);
    if (!words.isEmpty()) {
      add(line, words);
    }
  }

  private void add(int line, List<Word> words) {
    int first = words.get(0).text().equalsIgnoreCase("ONBUILD") && words.size() > 1 ? 1 : 0;
    var name = words.get(first).text().toUpperCase(Locale.ROOT);
    instructions.add(new Instruction(name, words.subList(first + 1, words.size())));
    if (WITH_DOCUMENTS.contains(name)) {
      for (var word : words) {
        var document = HERE_DOCUMENT.matcher(word.text());
        if (document.matches()) {
          skip(document, line);
        }
      }
    }
  }

  private void skip(Matcher document, int line) {
    while (at < text.length()) {
      var read = text.substring(at, lineEnd(at));
      next();
      if ((document.group(1).isEmpty() ? read : read.replaceFirst("^\t+", ""))
          .equals(document.group(3))) {
        return;
      }
    }
    throw new IllegalArgumentException(
        "the here-document %s of line %d has no end"
            .formatted(document.group(3), text.substring(0, line).split("\n", -1).length));
  }

  /** Where the text ends that goes on in the next line; -1 if it does not. */
  private int continued(int from, int end) {
    int last = end - 1;
    while (last >= from && (text.charAt(last) == ' ' || text.charAt(last) == '\t')) {
      last--;
    }
    boolean goesOn =
        last >= from
            && text.charAt(last) == escape
            && (last == from || text.charAt(last - 1) != escape);
    return goesOn ? last : -1;
  }

  private List<Word> words(String joined, List<Integer> offsets) {
    var words = new ArrayList<Word>();
    int i = 0;
    while (i < joined.length()) {
      if (Character.isWhitespace(joined.charAt(i))) {
        i++;
        continue;
      }
      int start = i;
      char quote = 0;
      while (i < joined.length() && (quote != 0 || !Character.isWhitespace(joined.charAt(i)))) {
        char c = joined.charAt(i);
        if (quote == 0 && (c == '"' || c == '\'')) {
          quote = c;
        } else if (c == quote) {
          quote = 0;
        }
        i++;
      }
      words.add(word(joined.substring(start, i), offsets.get(start), offsets.get(i - 1)));
    }
    return words;
  }

  private static Word word(String read, int start, int last) {
    boolean whole = last - start == read.length() - 1;
    return unquoted(new Word(start, read, whole));
  }

  /** A word without the quotes around it. */
  static Word unquoted(Word word) {
    var text = word.text();
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    boolean quoted =
        text.length() > 1
            && (first == '"' || first == '\'')
            && text.indexOf(first, 1) == text.length() - 1;
    return quoted
        ? new Word(word.start() + 1, text.substring(1, text.length() - 1), word.whole())
        : word;
  }

  private boolean isComment(int from) {
    int i = from;
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    return i < text.length() && text.charAt(i) == '#';
  }

  private int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    end = end < 0 ? text.length() : end;
    return end > from && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  private void next() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end + 1;
  }
}
