package dev.ecrcache.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard streams that fail or end early. */
class StreamsTest {
  /** {@code yes nats}: it never ends. */
  private static final class Endless extends InputStream {
    private static final byte[] LINE = "nats\n".getBytes(StandardCharsets.UTF_8);

    private int at;

    @Override
    public int read() {
      return LINE[at++ % LINE.length];
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      for (var i = 0; i < length; i++) {
        bytes[offset + i] = (byte) read();
      }
      at %= LINE.length;
      return length;
    }
  }

  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @Test
  void readerThatGoesAwayEndsAnEndlessInputQuietly() {
    var code =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(60),
            () -> run(new Endless(), failing("Broken pipe"), "-", "--output", "json"));

    assertEquals(0, code);
    assertEquals("", errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json"})
  void readerThatGoesAwayDoesNotHideFindings(String format) {
    assertEquals(
        1,
        run(InputStream.nullInputStream(), failing("Broken pipe"), "gcr.io/a", "--output", format));
    assertEquals("", errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json"})
  void fullDiskIsToldInOneLine(String format) {
    var code =
        run(
            InputStream.nullInputStream(),
            failing("No space left on device"),
            "nats",
            "--output",
            format);

    assertEquals(2, code);
    assertEquals("ecr-cache: standard output: No space left on device\n", errors());
  }

  @Test
  void fullDiskIsFoundWhileWriting() {
    assertEquals(
        2, run(new Endless(), failing("No space left on device"), "-", "--output", "json"));
    assertEquals("ecr-cache: standard output: No space left on device\n", errors());
  }

  @Test
  void inputThatCannotBeReadIsToldInOneLine() {
    var directory =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Is a directory");
          }
        };

    assertEquals(2, run(directory, OutputStream.nullOutputStream(), "-"));
    assertEquals("ecr-cache: standard input: Is a directory\n", errors());
  }

  private int run(InputStream in, OutputStream out, String... args) {
    var all = new String[args.length + 3];
    all[0] = "image";
    all[1] = "--cache";
    all[2] = Ran.CACHE;
    System.arraycopy(args, 0, all, 3, args.length);
    return Main.run(all, in, out, errors);
  }

  private String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
