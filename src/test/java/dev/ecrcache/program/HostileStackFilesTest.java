package dev.ecrcache.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ecrcache.Document;
import dev.ecrcache.Recorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stack files that cannot work, as people write them by mistake and attackers on purpose: the
 * answer to each is one line, which is beside it, before anything is asked or registered.
 */
class HostileStackFilesTest {
  private static final Path FOLDER = Path.of("src/test/resources/dev/ecrcache/program/hostile");

  /** With which Pulumi's SDK ends a program that has told its user what is wrong. */
  private static final int TOLD = 32;

  /** Nothing that moves the cursor, colours, hides or turns text. */
  private static final Pattern ONE_LINE =
      Pattern.compile("[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{1,1500}");

  /**
   * Cases that are alike.
   *
   * @param around the configuration, in which an ellipsis stands for what a case writes; {@code
   *     a×100} is a hundred times the letter
   * @param at with what each answer begins
   */
  record Group(String around, String at, List<Case> cases) {}

  record Case(String name, String write, String says) {}

  static Stream<Group> groups() {
    try (var files = Files.list(FOLDER)) {
      return files.sorted().toList().stream().flatMap(HostileStackFilesTest::groups);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Group> groups(Path file) {
    try (var documents = new YAMLMapper().readerFor(Group.class).<Group>readValues(file.toFile())) {
      return documents.readAll().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Arguments> cases() {
    return groups()
        .flatMap(
            group ->
                group.cases().stream()
                    .map(
                        it ->
                            Arguments.of(
                                it.name(),
                                "config:\n"
                                    + whole(group.around().replace("…", it.write())).indent(2),
                                group.at() + whole(it.says()))));
  }

  /** The text with what it writes as {@code a×100}. */
  private static String whole(String text) {
    return Pattern.compile("(.)×(\\d+)")
        .matcher(text)
        .replaceAll(it -> it.group(1).repeat(Integer.parseInt(it.group(2))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theAnswerIsOneLine(String name, String file, String line) {
    var config = StackConfig.ofYaml(file);
    var recorder =
        new Recorder().run(config, context -> App.stack(context, config.values().keySet()));

    assertEquals(line, recorder.refusal());
    assertEquals(TOLD, recorder.exitCode());
    assertTrue(ONE_LINE.matcher(line).matches(), line);
  }

  @Test
  void namesDiffer() {
    var seen = new HashSet<String>();
    var twice =
        groups()
            .flatMap(group -> group.cases().stream())
            .map(Case::name)
            .filter(it -> !seen.add(it));

    assertEquals(List.of(), twice.toList());
  }

  /** Every key of the reference's tables is written wrong somewhere. */
  @Test
  void everyKeyIsHere() {
    var refused = cases().map(it -> (String) it.get()[2]).toList();
    var missing = new TreeSet<String>();
    Document.of("docs/stack-file.md")
        .before("## Outputs")
        .find("(?m)^\\| \\[?`([a-zA-Z.<>]+)`(?:\\]\\(#[a-z-]+\\))? \\| ")
        .stream()
        .filter(
            it -> {
              var path =
                  Pattern.compile(
                      "ecr-cache:"
                          + it.replace(".", "\\.").replaceAll("<[a-z]+>", "[^:]+?")
                          + "[.:].*");
              return refused.stream().noneMatch(line -> path.matcher(line).matches());
            })
        .forEach(missing::add);

    assertEquals(new TreeSet<>(), missing);
  }
}
