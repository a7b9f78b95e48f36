package dev.ecrcache.chart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Copies a chart so that its hooks are rendered as ordinary objects, which helm-java's {@code
 * template} leaves out otherwise.
 */
public final class ChartCopy {
  public static final String HOOK = "helm.sh/hook";
  public static final String NO_HOOK = "ecr-cache.dev/hook";

  private static final String ARCHIVE = ".tgz";
  private static final int DEEPEST = 16;

  private final int depth;

  private ChartCopy(int depth) {
    this.depth = depth;
  }

  /** Copies a folder or an archive into a folder. */
  static void copy(Path chart, Path target) throws IOException {
    var copy = new ChartCopy(0);
    if (!Files.isDirectory(chart)) {
      copy.unpack(Files.readAllBytes(chart), target);
      return;
    }
    try (var files = Files.walk(chart, FileVisitOption.FOLLOW_LINKS)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        copy.write(target, chart.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  /** Makes hooks in a text ordinary objects. */
  static String withoutHooks(String text) {
    return text.replace(HOOK, NO_HOOK);
  }

  private void unpack(byte[] archive, Path target) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("its sub-charts are nested more than %d deep".formatted(DEEPEST));
    }
    for (var file : TarArchive.read(archive, name -> true).entrySet()) {
      write(target, file.getKey(), file.getValue());
    }
  }

  private void write(Path target, String name, byte[] bytes) throws IOException {
    var file = target.resolve(name);
    if (name.matches("(.*/)?charts/[^/._][^/]*\\.tgz")) {
      var folder = name.substring(0, name.length() - ARCHIVE.length());
      new ChartCopy(depth + 1).unpack(bytes, target.resolve(folder));
    } else {
      Files.createDirectories(file.getParent());
      Files.write(file, name.matches(".*\\.(ya?ml|tpl|json)") ? withoutHooks(bytes) : bytes);
    }
  }

  // Every byte is a character of this charset, so that no text is broken.
  private static byte[] withoutHooks(byte[] bytes) {
    return withoutHooks(new String(bytes, StandardCharsets.ISO_8859_1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
