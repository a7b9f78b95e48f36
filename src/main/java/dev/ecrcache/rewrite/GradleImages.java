package dev.ecrcache.rewrite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the images of a Gradle build, in Groovy or Kotlin: the base image of Jib, the builder and
 * the run image of Spring Boot's buildpacks. The build is not run: what stands there as one text is
 * found, and nothing else.
 */
final class GradleImages {
  private static final String SET = "\\s*(?:=|\\.set\\s*\\(|\\(|\\s)\\s*$";
  private static final Pattern JIB = Pattern.compile("\\bjib\\b.*\\bfrom\\b.*\\bimage" + SET);
  private static final Pattern BUILDPACKS =
      Pattern.compile("[bB]ootBuildImage\\b.*\\b(?:builder|runImage)" + SET);
  private static final int LONGEST = 500;

  private final String text;
  private final Deque<String> blocks = new ArrayDeque<>();
  private final StringBuilder statement = new StringBuilder();
  private final List<Spot> spots = new ArrayList<>();

  private GradleImages(String text) {
    this.text = text;
  }

  static List<Spot> of(String text) {
    if (!text.contains("jib") && !text.contains("ootBuildImage")) {
      return List.of();
    }
    var finder = new GradleImages(text);
    finder.find();
    return finder.spots;
  }

  private void find() {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (text.startsWith("//", at)) {
        at = end("\n", at);
      } else if (text.startsWith("/*", at)) {
        at = end("*/", at + 2) + 2;
      } else if (text.startsWith("\"\"\"", at) || text.startsWith("'''", at)) {
        at = end(text.substring(at, at + 3), at + 3) + 3;
      } else if (c == '"' || c == '\'') {
        at = string(c, at + 1);
      } else {
        code(c);
        at++;
      }
    }
  }

  private void code(char c) {
    switch (c) {
      case '{' -> {
        blocks.addLast(statement.toString());
        statement.setLength(0);
      }
      case '}' -> {
        blocks.pollLast();
        statement.setLength(0);
      }
      case '\n', ';' -> statement.setLength(0);
      default -> {
        if (statement.length() < LONGEST) {
          statement.append(c);
        }
      }
    }
  }

  private int string(char quote, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != quote && text.charAt(end) != '\n') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    end = Math.min(end, text.length());
    image(start, text.substring(start, end));
    if (statement.length() < LONGEST) {
      statement.append(text, start, Math.min(end, start + LONGEST));
    }
    return end < text.length() && text.charAt(end) == quote ? end + 1 : end;
  }

  private void image(int start, String image) {
    if (blocks.size() > 10 || image.indexOf('\\') >= 0) {
      return;
    }
    var path = String.join(" ", blocks) + " " + statement;
    if (JIB.matcher(path).find()) {
      add(Kind.JIB, start, image);
    } else if (BUILDPACKS.matcher(path).find()) {
      add(Kind.BUILDPACKS, start, image);
    }
  }

  private void add(Kind kind, int start, String image) {
    var rest =
        text.substring(
            start + image.length(), Math.min(text.length(), start + image.length() + 20));
    BuildImages.spot(kind, start, image)
        .map(it -> rest.matches("(?s).\\s*\\+.*") ? it.left("is put together from parts") : it)
        .ifPresent(spots::add);
  }

  private int end(String end, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? text.length() : found;
  }
}
