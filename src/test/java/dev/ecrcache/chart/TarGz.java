package dev.ecrcache.chart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** An archive written byte by byte, with whatever no tool would write. */
final class TarGz {
  private static final int BLOCK = 512;

  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  /** A chart of this name that renders to nothing. */
  static TarGz chart(String name) {
    return new TarGz()
        .file("app/Chart.yaml", "{apiVersion: v2, name: %s, version: 1.0.0}".formatted(name));
  }

  TarGz file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  TarGz file(String name, byte[] data) {
    return entry(name, '0', "", data.length, data);
  }

  /** An entry of a type that tar knows, such as 1 and 2 for links. */
  TarGz entry(String name, char type, String link) {
    return entry(name, type, link, 0, new byte[0]);
  }

  /** A PAX header for the entry that follows. */
  TarGz pax(String records) {
    var data = records.getBytes(StandardCharsets.UTF_8);
    return entry("PaxHeaders/x", 'x', "", data.length, data);
  }

  /** A record of a PAX header. */
  static String record(String key, String value) {
    var rest = " %s=%s\n".formatted(key, value);
    int length = rest.length() + 1;
    while (Integer.toString(length).length() + rest.length() != length) {
      length++;
    }
    return length + rest;
  }

  /** An entry whose header says another size than its data has. */
  TarGz entry(String name, char type, String link, long size, byte[] data) {
    var header = new byte[BLOCK];
    put(header, 0, 100, name);
    put(header, 100, 8, "0000644\0");
    put(header, 124, 12, "%011o".formatted(size));
    put(header, 148, 8, "        ");
    header[156] = (byte) type;
    put(header, 157, 100, link);
    put(header, 257, 8, "ustar\00000");
    int sum = 0;
    for (var b : header) {
      sum += b & 0xff;
    }
    put(header, 148, 8, "%06o\0 ".formatted(sum));
    tar.writeBytes(header);
    tar.writeBytes(data);
    tar.writeBytes(new byte[(BLOCK - data.length % BLOCK) % BLOCK]);
    return this;
  }

  byte[] bytes() {
    var end = new ByteArrayOutputStream();
    end.writeBytes(tar.toByteArray());
    end.writeBytes(new byte[2 * BLOCK]);
    return gzip(end.toByteArray());
  }

  /** Without the blocks that end an archive. */
  byte[] cutOff(int bytes) {
    var whole = tar.toByteArray();
    return gzip(Arrays.copyOf(whole, whole.length - bytes));
  }

  Path write(Path file) {
    try {
      return Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void put(byte[] header, int offset, int length, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, offset, Math.min(length, bytes.length));
  }
}
