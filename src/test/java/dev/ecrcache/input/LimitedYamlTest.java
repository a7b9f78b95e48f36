package dev.ecrcache.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.resolver.Resolver;

class LimitedYamlTest {
  private static final String MANY = "has more than 1000000 values";
  private static final String ALIASES = MANY + ", or its aliases make them more";
  private static final String DEEP = "is nested more than 100 deep, or contains itself";
  private static final String KEY =
      "broken YAML in line %d: a key is a block or a list; it must be a text";
  private static final String LINE =
      "broken YAML in line 1: a text of more than 1048576 characters on one line";
  private static final String NUMBER =
      "broken YAML in line 1: a number of 1000 digits or more; put a text into quotes";

  static Stream<Arguments> hostile() {
    return Stream.of(
        arguments("49 aliases", bomb("[*a%1$d, *a%1$d]"), ALIASES),
        arguments("49 aliases as values", bomb("{ b: *a%1$d, c: *a%1$d }"), ALIASES),
        arguments("49 aliases as keys", bomb("{ ? *a%1$d : b, c: *a%1$d }"), KEY.formatted(2)),
        arguments("49 aliases of a set", bomb("[!!set { ? *a%1$d }]"), KEY.formatted(2)),
        arguments(
            "sets", "a: !!set { b }", "has a value that JSON has not, by a tag such as !!set"),
        arguments(
            "pairs", "!!pairs [a: b]", "has a value that JSON has not, by a tag such as !!set"),
        arguments("flow lists", "[".repeat(500_000), DEEP),
        arguments("flow blocks", "{a: ".repeat(500_000), DEEP),
        arguments("lists in lists", "- ".repeat(500_000) + "a", DEEP),
        arguments("itself", "a: &a [*a]", DEEP),
        arguments("values", "[" + "1,".repeat(1_000_001) + "]", MANY),
        arguments("text", "a".repeat(4_000_000), LINE),
        arguments("quoted text", "'" + "a".repeat(4_000_000) + "'", LINE),
        arguments("comment", "#" + "a".repeat(4_000_000), LINE),
        arguments("anchor", "&" + "a".repeat(4_000_000), LINE),
        arguments("whole number", "9".repeat(900_000), NUMBER),
        arguments("decimal", "1." + "9".repeat(900_000), NUMBER),
        arguments("sexagesimal", "1" + ":59".repeat(300_000), NUMBER),
        arguments("tagged number", "!!int " + "9".repeat(900_000), NUMBER));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void isRefusedAtOnce(String yaml, String message) {
    assertEquals(
        message,
        assertTimeoutPreemptively(
            Duration.ofMinutes(5),
            () -> assertThrows(IllegalArgumentException.class, () -> readAll(yaml)).getMessage()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token: *monkeybusiness | broken YAML in line 1: found undefined alias",
        "token: !monkeybusiness x | broken YAML in line 1: could not determine a constructor for the"
            + " tag",
        "token: !!int monkey | broken YAML: a value does not fit its tag",
        "token: !!float '' | broken YAML in line 1: found empty value",
        "token: !!timestamp monkey | broken YAML",
        "token: @monkey | broken YAML in line 1: found character '@' that cannot start any token",
      })
  void whatMayBeASecretIsNotRepeated(String yaml, String message) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> readAll(yaml)).getMessage();
    assertEquals(message, refusal.split("\\. \\(")[0]);
  }

  @Test
  void nestedMergesEnd() {
    var merges = bomb("{ <<: [*a%1$d, *a%1$d], b%1$d: c }").replace("[x, x]", "{ x: y }");
    var merged =
        assertTimeoutPreemptively(Duration.ofMinutes(5), () -> (Map<?, ?>) readAll(merges).get(0));
    assertEquals(49, ((Map<?, ?>) merged.get("a48")).size());
  }

  @Test
  void manyAliasesAreRead() {
    var aliases = "a: &a { b: [c, d] }\n" + keys(10_000).replace(": x", ": *a");
    assertEquals(
        Map.of("b", List.of("c", "d")), ((Map<?, ?>) readAll(aliases).get(0)).get("key9999"));
  }

  @Test
  void longTextsAreRead() {
    var digits = "9".repeat(100_000);
    assertEquals(
        List.of(List.of(digits, digits, digits + " apples".repeat(10_000))),
        readAll(
            "['%1$s', \"%1$s\", !!str '%1$s%2$s']".formatted(digits, " apples".repeat(10_000))));
  }

  @Test
  void byteOrderMarkIsNoText() {
    assertEquals(List.of(Map.of("a", 1)), readAll("\uFEFFa: 1"));
  }

  private static String bomb(String level) {
    return IntStream.range(1, 49)
        .mapToObj(i -> "a%d: &a%1$d ".formatted(i) + level.formatted(i - 1))
        .collect(Collectors.joining("\n", "a0: &a0 [x, x]\n", "\n"));
  }

  private static String keys(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> "key" + i + ": x")
        .collect(Collectors.joining("\n"));
  }

  private static Arguments arguments(String name, String yaml, String message) {
    return Arguments.of(Named.of(name, yaml), message);
  }

  private static List<Object> readAll(String yaml) {
    return LimitedYaml.readAll(yaml, new SafeConstructor(new LoaderOptions()), new Resolver());
  }

  @Test
  void characterOfTwoUnitsStandsAnywhere() {
    for (int before = 0; before < 3000; before++) {
      var text = "z".repeat(before) + "\ud83d\ude00";
      assertEquals(
          text, LimitedYaml.read(text, new SafeConstructor(new LoaderOptions()), new Resolver()));
    }
  }
}
