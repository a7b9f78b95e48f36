package dev.ecrcache.chart;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What a chart may come to, with all archives that are in it: Helm's limits, and a few more. */
final class ChartBudget {
  /** As Helm has it. */
  private static final int LARGEST_FILE = 5 << 20;

  private static final long LARGEST = 100L << 20;
  private static final int MOST_FILES = 20_000;
  private static final int DEEPEST = 16;

  private long left = LARGEST;
  private int files;

  /** Counts a file, link or folder. */
  void add(String name) {
    if (++files > MOST_FILES) {
      throw new IllegalArgumentException("it has more than %d files".formatted(MOST_FILES));
    }
    if (name.length() > 4096) {
      throw new IllegalArgumentException("it has a file with a name of more than 4096 characters");
    }
  }

  /** Counts all that is read of a stream, such as what an archive unpacks to. */
  InputStream counted(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int read = super.read();
        take(read < 0 ? 0 : 1);
        return read;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        take(Math.max(read, 0));
        return read;
      }

      @Override
      public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        take(skipped);
        return skipped;
      }
    };
  }

  private void take(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw new IllegalArgumentException("it comes to more than 100 MiB, with all archives in it");
    }
  }

  /** Reads a file to its end, whatever size it says it has. */
  static byte[] read(String name, InputStream in) throws IOException {
    var bytes = in.readNBytes(LARGEST_FILE + 1);
    checkSize(name, bytes.length);
    return bytes;
  }

  static void checkSize(String name, long size) {
    if (size > LARGEST_FILE) {
      throw new IllegalArgumentException("it has a file of more than 5 MiB: '%s'".formatted(name));
    }
  }

  /** Charts in charts, those in archives among them. */
  static void checkDepth(int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(
          "its sub-charts are nested more than %d deep".formatted(DEEPEST));
    }
  }
}
