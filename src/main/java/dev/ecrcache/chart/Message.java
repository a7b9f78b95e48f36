package dev.ecrcache.chart;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@link HelmProcess} and {@link HelmService} say to each other.
 *
 * @param parts the first says what it is
 */
record Message(List<byte[]> parts) {
  /** What an answer is. */
  static final String DONE = "done";

  static final String REFUSED = "refused";

  private static final int MOST_PARTS = 100_000;
  private static final int LARGEST = 256 << 20;

  static Message of(String... parts) {
    return new Message(
        Stream.of(parts).map(part -> part.getBytes(StandardCharsets.UTF_8)).toList());
  }

  String text(int index) {
    return new String(parts.get(index), StandardCharsets.UTF_8);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(parts.size());
    for (var part : parts) {
      out.writeInt(part.length);
      out.write(part);
    }
    out.flush();
  }

  /**
   * @throws EOFException if there is none any more
   */
  static Message read(DataInputStream in) throws IOException {
    int count = within(in.readInt(), MOST_PARTS);
    var parts = new ArrayList<byte[]>();
    long left = LARGEST;
    for (int i = 0; i < count; i++) {
      var part = in.readNBytes(within(in.readInt(), left));
      left -= part.length;
      parts.add(part);
    }
    return new Message(parts);
  }

  private static int within(int number, long most) throws IOException {
    if (number < 0 || number > most) {
      throw new IOException("no message");
    }
    return number;
  }
}
