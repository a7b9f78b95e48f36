package dev.ecrcache.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A command line that ran in this JVM: its exit code and what it printed. */
public record Ran(int code, String out, String err) {
  static final Path RESOURCES = Path.of("src/test/resources/dev/ecrcache/cli");
  static final String CACHE = RESOURCES.resolve("registry.json").toString();
  static final String HOST = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";

  /** {@code ecr-cache} with arguments. */
  public static Ran with(String input, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    var code = Main.run(args, in, out, err);
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** {@code ecr-cache image} with arguments. */
  static Ran image(String... args) {
    var all = new String[args.length + 1];
    all[0] = "image";
    System.arraycopy(args, 0, all, 1, args.length);
    return with("", all);
  }

  /** It printed this, and no errors. */
  public void printed(int expectedCode, String expected) {
    assertEquals(new Ran(expectedCode, expected, ""), this);
  }

  /** It could not be done, for this reason, and printed nothing else. */
  void printedError(String expected) {
    assertEquals(new Ran(2, "", expected), this);
  }

  /** It was refused with this line and a hint, and printed nothing else. */
  void refused(String command, String problem) {
    assertEquals(
        new Ran(2, "", "ecr-cache: %s\nTry '%s --help'.\n".formatted(problem, command)), this);
  }

  void refused(String problem) {
    refused("ecr-cache image", problem);
  }
}
