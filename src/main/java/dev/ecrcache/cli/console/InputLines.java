package dev.ecrcache.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * The lines of standard input that are not blank: it may have no end, and is read within limits.
 */
public final class InputLines {
  private static final int MOST = 200_000;
  private static final int LONGEST = 1 << 16;

  private final InputStreamReader in;
  private final CharBuffer buffer = CharBuffer.allocate(LONGEST).limit(0);
  private int lines;

  public InputLines(InputStream in) {
    this.in = new InputStreamReader(in, StandardCharsets.UTF_8);
  }

  /**
   * The lines.
   *
   * @throws InputException as the stream is used, if it cannot be read or is beyond the limits
   */
  public Stream<String> stream() {
    return Stream.generate(this::next).takeWhile(line -> line != null);
  }

  /** The next line; null if there is none. */
  private String next() {
    var line = new StringBuilder();
    for (int c = read(); c >= 0; c = read()) {
      boolean end = c == '\n' || c == '\r';
      if (end && !line.toString().isBlank()) {
        return counted(line.toString());
      }
      if (end) {
        line.setLength(0);
      } else if (line.append((char) c).length() > LONGEST) {
        throw new InputException(
            "reference %d is longer than %d characters".formatted(lines + 1, LONGEST));
      }
    }
    var last = line.toString();
    return last.isBlank() ? null : counted(last);
  }

  private String counted(String line) {
    if (++lines > MOST) {
      throw new InputException("has more than %d references".formatted(MOST));
    }
    return line;
  }

  private int read() {
    try {
      while (!buffer.hasRemaining()) {
        buffer.clear();
        int length = in.read(buffer);
        buffer.flip();
        if (length < 0) {
          return length;
        }
      }
      return buffer.get();
    } catch (IOException e) {
      throw new InputException(e.getMessage());
    }
  }
}
