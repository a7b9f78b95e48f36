package dev.ecrcache.operate.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/operating.md names every permission that the doctor needs, and no other. */
class DoctorPermissionsTest {
  private static final Pattern ASKED =
      Pattern.compile("(?:ask|Change)\\(\\s*(?:[^;\"]*,\\s*)?\"([a-z0-9]+:[A-Z][A-Za-z]+)\"");

  @Test
  void whatIsAskedIsInTheDocument() throws IOException {
    var asked = new TreeSet<String>();
    try (var files = Files.list(Path.of("src/main/java/dev/ecrcache/operate/doctor"))) {
      // The rules are asked for as other commands ask for them.
      var rules = Path.of("src/main/java/dev/ecrcache/operate/RegistryRules.java");
      for (var file : Stream.concat(files, Stream.of(rules)).toList()) {
        ASKED.matcher(Files.readString(file)).results().forEach(it -> asked.add(it.group(1)));
      }
    }
    assertTrue(asked.contains("ecr:TagResource"), asked::toString);

    var named =
        new TreeSet<>(
            Document.of("docs/operating.md")
                .section("## doctor")
                .find("`((?:ecr|ec2|iam|secretsmanager|servicequotas):[A-Za-z]+)`"));
    assertEquals(named, asked);
  }
}
