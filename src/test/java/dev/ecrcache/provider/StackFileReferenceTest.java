package dev.ecrcache.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The reference of the stack file has every key, and of it what its builder says. */
class StackFileReferenceTest {
  @Test
  void tablesAreWhatBuildersAndJavadocSay() throws IOException {
    assertEquals(
        StackFileReference.text(),
        Files.readString(StackFileReference.FILE),
        "docs/stack-file.md is stale; write it with `mvn test-compile exec:java"
            + " -Dexec.classpathScope=test"
            + " -Dexec.mainClass=dev.ecrcache.provider.StackFileReference`");
  }
}
