package dev.ecrcache.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The committed schema is that of the components. */
class SchemaTest {
  @Test
  void schemaIsWhatComponentsAndJavadocSay() throws IOException {
    assertEquals(
        Schema.text(),
        Files.readString(Schema.FILE),
        "schema.json is stale; write it with `mvn test-compile exec:java"
            + " -Dexec.classpathScope=test -Dexec.mainClass=dev.ecrcache.provider.Schema`");
  }
}
