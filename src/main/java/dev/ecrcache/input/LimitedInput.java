package dev.ecrcache.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes, no more of them than a limit. */
public final class LimitedInput {
  /** The most of a file that a person writes: 4 MiB. */
  public static final int FILE = 4 << 20;

  /** The most of manifests, of which a cluster may have many: 32 MiB. */
  public static final int MANIFESTS = 32 << 20;

  private LimitedInput() {}

  /**
   * The bytes of a file, which may be a pipe or a device.
   *
   * @throws InputTooLargeException if there are more than the limit
   * @throws IOException if it cannot be read
   */
  public static byte[] read(Path file, int limit) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return read(in, limit);
    }
  }

  /**
   * All bytes of a stream.
   *
   * @throws InputTooLargeException if there are more than the limit
   * @throws IOException if it cannot be read
   */
  public static byte[] read(InputStream in, int limit) throws IOException {
    var bytes = in.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw new InputTooLargeException(limit);
    }
    return bytes;
  }
}
