package dev.ecrcache.chart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes a chart anew, as the archive that Helm renders: what another reader of archives could take
 * otherwise is not in it, and its hooks are ordinary objects, which helm-java's {@code template}
 * leaves out otherwise.
 */
final class ChartCopy {
  private static final String HOOK = "helm.sh/hook";
  // As long, for charts that cut texts off, and not to be met elsewhere.
  private static final String NO_HOOK = "helm.sh/h00k";
  private static final String SCHEMA = "(.*/)?values\\.schema\\.json";

  private ChartCopy() {}

  /** Writes an archive. */
  static void write(List<ChartEntry> entries, OutputStream out) throws IOException {
    try (var tar = new TarArchiveOutputStream(new Gzip(out), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (var entry : entries) {
        var data = data(entry);
        var header = new TarArchiveEntry("chart/" + entry.name());
        header.setSize(data.length);
        tar.putArchiveEntry(header);
        tar.write(data);
        tar.closeArchiveEntry();
      }
    }
  }

  /** Makes hooks in values ordinary objects. */
  static String withoutHooks(String text) {
    return text.replace(HOOK, NO_HOOK);
  }

  /** Makes what were hooks in manifests hooks again. */
  static byte[] withHooks(byte[] manifests) {
    return replace(manifests, NO_HOOK, HOOK);
  }

  private static byte[] data(ChartEntry entry) throws IOException {
    if (entry.inner().isPresent()) {
      var archive = new ByteArrayOutputStream();
      write(entry.inner().get(), archive);
      return archive.toByteArray();
    }
    var data = entry.name().matches(SCHEMA) ? SchemaCopy.of(entry.data()) : entry.data();
    return replace(data, HOOK, NO_HOOK);
  }

  // Every byte is a character of this charset, so that no text is broken.
  private static byte[] replace(byte[] bytes, String from, String to) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.contains(from)
        ? text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1)
        : bytes;
  }

  /** Fast: it is read once or a few times. */
  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
