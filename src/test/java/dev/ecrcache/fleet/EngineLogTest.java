package dev.ecrcache.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine wrote. */
class EngineLogTest {
  @TempDir private Path folder;

  @Test
  void firstErrorAndChangesAreTakenFromItsEvents() throws IOException {
    assertEquals(
        new EngineLog(
            Map.of("create", 3, "same", 1),
            "attaching IAM Policy (a) to IAM Role (b): NoSuchEntity: Role b not found"),
        read(
            """
            {"sequence":0,"preludeEvent":{"config":{}}}
            {"sequence":1,"diagnosticEvent":{"message":"noise","severity":"debug"}}
            {"sequence":2,"diagnosticEvent":{"message":"careful","severity":"warning"}}
            {"sequence":3,"diagnosticEvent":{"message":"<{%fg 1%}>attaching IAM Policy (a) to\\n\\tIAM Role (b): NoSuchEntity: Role b not found: \\n<{%reset%}>","severity":"error"}}
            {"sequence":4,"diagnosticEvent":{"message":"update failed","severity":"error"}}
            {"sequence":5,"summaryEvent":{"resourceChanges":{"create":3,"same":1}}}
            """,
            "    error: another\n"));
  }

  @Test
  void whatWasWrongBeforeIsInItsOutput() throws IOException {
    assertEquals(
        new EngineLog(Map.of(), "the stack is currently locked by 1 lock(s)"),
        read("", "Created stack\nerror: the stack is currently locked by 1 lock(s)\n  more\n"));
  }

  @Test
  void halfALineIsPassedOver() throws IOException {
    assertEquals(
        new EngineLog(Map.of("same", 2), ""),
        read("{\"summaryEvent\":{\"resourceChanges\":{\"same\":2}}}\n{\"seq", ""));
  }

  @Test
  void longErrorIsCut() throws IOException {
    assertEquals("x".repeat(300) + "…", read("", "error: " + "x".repeat(301)).error());
  }

  private EngineLog read(String events, String output) throws IOException {
    return EngineLog.read(
        Files.writeString(folder.resolve("events"), events),
        Files.writeString(folder.resolve("output"), output));
  }
}
