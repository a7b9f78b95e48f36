package dev.ecrcache.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code pulumi config --json} of Pulumi 3.230 printed. */
class EngineScalarsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0123 | 83",
        "0o17 | 15",
        "0x1f | 31",
        "1_000 | 1000",
        "111111111111 | 111111111111",
        "1:30 | \"1:30\"",
        "yes | \"yes\"",
        "on | \"on\"",
        "True | true",
        "~ | null",
        "= | \"=\"",
        "2026-01-01 | \"2026-01-01 00:00:00 +0000 UTC\"",
        "!!binary aGVsbG8= | \"hello\"",
        "!!str 5 | \"5\"",
        "!!set {a} | {\"a\":null}"
      })
  void scalarIsWhatItIsToTheEngine(String yaml, String json) {
    assertEquals(
        "{\"a\":%s}".formatted(json),
        YamlTree.read(("a: " + yaml).getBytes(StandardCharsets.UTF_8)).toString());
  }
}
