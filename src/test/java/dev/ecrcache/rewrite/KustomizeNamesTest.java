package dev.ecrcache.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kustomizations that are moved together with what they are made of, by a table of trees. */
class KustomizeNamesTest {
  private static final Pattern FILE = Pattern.compile("(?m)^# (?=\\S+\\.yaml$)");

  @TempDir private Path folder;

  /** A tree of files, what becomes of it, and what is told of what is left. */
  record Tree(String title, String before, String after, String told) {
    static Tree of(String text) {
      int line = text.indexOf('\n');
      var parts = text.substring(line).split("\n## (after|told)(?=\n)", -1);
      return new Tree(
          text.substring(0, line),
          parts[0] + "\n",
          parts[1] + "\n",
          parts.length < 3 ? "" : parts[2].substring(1));
    }

    @Override
    public String toString() {
      return title;
    }
  }

  static Stream<Tree> trees() throws IOException {
    var text =
        Files.readString(Shape.FOLDER.resolve("trees/kustomize.txt"))
            .replace("ECR/", Shape.HOST + "/");
    return Pattern.compile("(?m)^## (?!after$|told$)").splitAsStream(text).skip(1).map(Tree::of);
  }

  @ParameterizedTest
  @MethodSource("trees")
  void namesMoveAsWhatTheyAreFor(Tree tree) throws IOException {
    var files = files(tree.before());
    for (var file : files.entrySet()) {
      Files.createDirectories(file.getKey().getParent());
      Files.writeString(file.getKey(), file.getValue());
    }
    var told = new StringBuilder();
    var after = new LinkedHashMap<Path, String>();
    var moved = new Rewriter(Shape.CACHE, files.keySet(), Map.of(), false);
    for (var file : files.entrySet()) {
      var rewritten = rewritten(moved, file);
      after.put(file.getKey(), rewritten.text());
      rewritten.images().stream()
          .filter(it -> it.cached().isEmpty())
          .forEach(
              it ->
                  told.append(folder.relativize(file.getKey()))
                      .append(
                          " %d: %s: left: %s\n"
                              .formatted(it.line(), it.image(), it.reason().orElse(""))));
    }
    assertEquals(files(tree.after()), after);
    assertEquals(tree.told(), told.toString());

    for (var file : after.entrySet()) {
      Files.writeString(file.getKey(), file.getValue());
    }
    var again = new Rewriter(Shape.CACHE, files.keySet(), Map.of(), false);
    for (var file : after.entrySet()) {
      assertFalse(rewritten(again, file).isChanged(), file.getKey().toString());
    }
  }

  private static Rewritten rewritten(Rewriter rewriter, Map.Entry<Path, String> file) {
    return rewriter.rewrite(
        file.getKey().toString(), file.getValue().getBytes(StandardCharsets.UTF_8));
  }

  private Map<Path, String> files(String text) {
    var files = new LinkedHashMap<Path, String>();
    FILE.splitAsStream(text)
        .skip(1)
        .forEach(
            it -> {
              int line = it.indexOf('\n');
              files.put(folder.resolve(it.substring(0, line)), it.substring(line).strip() + "\n");
            });
    return files;
  }
}
