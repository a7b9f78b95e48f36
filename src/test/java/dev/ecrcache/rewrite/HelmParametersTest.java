package dev.ecrcache.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameters of Argo CD, which set what {@code helm template --set} sets. */
class HelmParametersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a              | b                | {"a":"b"}
          a.b            | c                | {"a":{"b":"c"}}
          a\\.b/c         | d                | {"a.b/c":"d"}
          a\\\\b           | c                | {"a\\\\b":"c"}
          a[0]           | b                | {"a":["b"]}
          a[2].b         | c                | {"a":[null,null,{"b":"c"}]}
          a[1][0]        | b                | {"a":[null,["b"]]}
          a.b[0].c       | d                | {"a":{"b":[{"c":"d"}]}}
          a              | b,c=d            | {"a":"b,c=d"}
          a              | b\\,c             | {"a":"b,c"}
          a              | b\\c\\\\d           | {"a":"bc\\\\d"}
          a              | b\\               | {"a":"b"}
          a              | {b,1,true}       | {"a":["b",1,true]}
          a              | {}               | {"a":[""]}
          a              | {b\\,c,d}         | {"a":["b,c","d"]}
          a              | b{c}             | {"a":"b{c}"}
          a              | ``               | {"a":""}
          a              | ` b `            | {"a":" b "}
          a              | TRUE             | {"a":true}
          a              | yes              | {"a":"yes"}
          a              | 0                | {"a":0}
          a              | 012              | {"a":"012"}
          a              | -12              | {"a":-12}
          a              | +12              | {"a":12}
          a              | 1.20             | {"a":"1.20"}
          a              | 1e3              | {"a":"1e3"}
          a              | a:b@c/d          | {"a":"a:b@c/d"}
          """)
  void valueIsWhatHelmMakesOfIt(String name, String value, String values) throws Exception {
    assertEquals(values, over("{}", "[{name: %s, value: %s}]", name, value));
  }

  @Test
  void largeNumberIsPrintedWithItsDigits() throws Exception {
    assertEquals("{\"a\":\"20260101\"}", over("{}", "[{name: a, value: '20260101'}]"));
    assertEquals("{\"a\":999999}", over("{}", "[{name: a, value: '999999'}]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          12     | {"a":"12"}
          null   | {"a":"null"}
          {1,b}  | {"a":["1","b"]}
          """)
  void forcedValueIsText(String value, String values) throws Exception {
    assertEquals(values, over("{}", "[{name: %s, value: %s, forceString: true}]", "a", value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {a: {b: c}}           | [{name: a.d, value: e}]                       | {"a":{"b":"c","d":"e"}}
          {a: {b: c}}           | [{name: a, value: 'null'}]                    | {"a":null}
          {a: [x, y]}           | [{name: 'a[1]', value: z}]                    | {"a":["x","z"]}
          {a: [{b: c}, {b: d}]} | [{name: 'a[1].b', value: e}]                  | {"a":[{"b":"c"},{"b":"e"}]}
          {a: [x]}              | [{name: 'a[0].b', value: c}]                  | {"a":[{"b":"c"}]}
          {a: [x]}              | [{name: a, value: b}, {name: a, value: c}]    | {"a":"c"}
          {}                    | [{name: a, value: 1, forceString: true}]      | `its parameter a is no text; put it in quotes`
          {}                    | [{name: 'a[1]', value: b}, {name: 'a[0]', value: c}] | {"a":["c","b"]}
          {}                    | [{name: a}]                                   | {"a":""}
          """)
  void parametersGoOverValues(String before, String parameters, String after) throws Exception {
    if (after.startsWith("its")) {
      assertRefused(after, before, parameters);
    } else {
      assertEquals(after, over(before, parameters));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.         | b        | a. is none that helm --set takes: a key is empty
          .a         | b        | .a is none that helm --set takes: a key is empty
          a[         | b        | a[ is none that helm --set takes: an index is no number
          a[-1]      | b        | a[-1] is none that helm --set takes: an index is no number
          a[1000]    | b        | a[1000] is none that helm --set takes: an index is no number
          a[0]b      | c        | a[0]b is none that helm --set takes: more stands behind it
          a=b        | c        | a=b is none that helm --set takes: more stands behind it
          a          | {b       | a is none that helm --set takes: a list has no end
          a          | {b}c     | a is none that helm --set takes: more stands behind it
          a          | b\\\\,c  | a is none that helm --set takes: a comma stands behind an escaped backslash
          """)
  void parameterThatIsNoneIsRefused(String name, String value, String problem) {
    assertRefused("its parameter " + problem, "{}", "[{name: %s, value: %s}]", name, value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a: b}    | [{name: a.b, value: c}]   | its parameter a.b is for a key of what is no block
          {a: null} | [{name: a.b, value: c}]   | its parameter a.b is for a key of what is no block
          {a: {}}   | [{name: 'a[0]', value: c}] | its parameter a[0] is for an item of what is no list
          {}        | [{name: a, value: b}, {name: a.b, value: c}] | its parameters a and a.b are for the same value; give one of them
          {}        | [{name: a, value: b}, {name: a, value: c, forceString: true}] | its parameters a and a are for the same value; give one of them
          """)
  void parameterThatHelmRefusesIsRefused(String values, String parameters, String problem) {
    assertRefused(problem, values, parameters);
  }

  @Test
  void manyParametersAreRefused() {
    var many =
        IntStream.range(0, 1001)
            .mapToObj("{name: a%d, value: b}"::formatted)
            .collect(Collectors.joining(", ", "[", "]"));
    assertRefused("has more than 1000 parameters", "{}", many);
    assertRefused(
        "has a parameter with a name of more than 1000 characters",
        "{}",
        "[{name: %s, value: b}]",
        "a.".repeat(500) + "b");
  }

  private static void assertRefused(
      String problem, String values, String parameters, String... parts) {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> over(values, parameters, parts));
    assertEquals(problem, refusal.getMessage());
  }

  private static String over(String values, String parameters, String... parts)
      throws JsonProcessingException {
    var json = new JsonMapper();
    var quoted = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      quoted[i] = json.writeValueAsString(parts[i]);
    }
    var list = YamlText.read(quoted.length == 0 ? parameters : parameters.formatted(quoted));
    Map<String, Object> over =
        HelmParameters.of(list, new Unknowns("", false)).over(Values.block(YamlText.read(values)));
    return json.writeValueAsString(over);
  }
}
