package dev.ecrcache.chart;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** Reads the files of a {@code .tgz} archive into memory, within Helm's limits. */
final class TarArchive {
  private static final int BLOCK = 512;
  private static final int LARGEST_FILE = 5 << 20;
  private static final long LARGEST_ARCHIVE = 100L << 20;

  private final InputStream in;
  private long total;
  private String longName;

  private TarArchive(InputStream in) {
    this.in = in;
  }

  /**
   * The wanted files by their names without the archive's top folder.
   *
   * @throws IOException if it is no such archive, is too large or has a name that leads outside
   */
  static Map<String, byte[]> read(byte[] archive, Predicate<String> wanted) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
      return new TarArchive(in).files(wanted);
    }
  }

  private Map<String, byte[]> files(Predicate<String> wanted) throws IOException {
    var files = new LinkedHashMap<String, byte[]>();
    for (var header = take(BLOCK); !isEnd(header); header = take(BLOCK)) {
      long size = size(header);
      total += size + BLOCK;
      if (total > LARGEST_ARCHIVE) {
        throw new IOException("the archive unpacks to more than 100 MiB");
      }
      var type = (char) header[156];
      if (type == 'x' || type == 'L') {
        var body = body(size);
        longName = type == 'L' ? text(body, 0, body.length) : pathOfPax(body);
      } else {
        var name = longName != null ? longName : name(header);
        longName = null;
        var inside = belowTop(name);
        boolean file = type == '0' || type == 0;
        if (file && wanted.test(inside)) {
          files.put(inside, body(size));
        } else {
          in.skipNBytes(padded(size));
        }
      }
    }
    return files;
  }

  private static String belowTop(String name) throws IOException {
    var clean = name.startsWith("./") ? name.substring(2) : name;
    if (clean.startsWith("/") || clean.contains("\\") || ("/" + clean + "/").contains("/../")) {
      throw new IOException("the archive has a file outside of its folder: '%s'".formatted(name));
    }
    return clean.substring(clean.indexOf('/') + 1);
  }

  private byte[] body(long size) throws IOException {
    if (size > LARGEST_FILE) {
      throw new IOException("the archive has a file of more than 5 MiB");
    }
    var body = take((int) size);
    in.skipNBytes(padded(size) - size);
    return body;
  }

  private byte[] take(int size) throws IOException {
    var bytes = in.readNBytes(size);
    if (bytes.length < size && !(size == BLOCK && bytes.length == 0)) {
      throw new IOException("the archive is cut off");
    }
    return bytes;
  }

  private static boolean isEnd(byte[] header) {
    return header.length == 0 || header[0] == 0;
  }

  private static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  private static long size(byte[] header) throws IOException {
    try {
      return Long.parseUnsignedLong("0" + text(header, 124, 12).trim(), 8);
    } catch (NumberFormatException e) {
      throw new IOException("it is not a tar archive", e);
    }
  }

  private static String name(byte[] header) {
    var ustar = text(header, 257, 5).equals("ustar");
    var prefix = ustar ? text(header, 345, 155) : "";
    var name = text(header, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String pathOfPax(byte[] body) {
    for (var line : new String(body, StandardCharsets.UTF_8).split("\n")) {
      int start = line.indexOf(" path=");
      if (start > 0) {
        return line.substring(start + " path=".length());
      }
    }
    return null;
  }

  private static String text(byte[] bytes, int from, int length) {
    var text = new String(bytes, from, length, StandardCharsets.UTF_8);
    int end = text.indexOf(0);
    return end < 0 ? text : text.substring(0, end);
  }
}
