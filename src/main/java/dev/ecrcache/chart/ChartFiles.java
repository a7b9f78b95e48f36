package dev.ecrcache.chart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The files of a chart that say what its values are, sub-charts included.
 *
 * @param place where they come from, for messages
 * @param files their bytes by their paths within the chart
 */
record ChartFiles(String place, Map<String, byte[]> files) {
  private static final Set<String> OWN =
      Set.of("Chart.yaml", "Chart.lock", "values.yaml", "requirements.yaml");
  private static final String CHARTS = "charts/";
  // Helm skips sub-charts whose names begin with a dot or an underscore.
  private static final Pattern WANTED =
      Pattern.compile(
          "(charts/[^/._][^/]*/)*(Chart\\.(yaml|lock)|values\\.yaml|requirements\\.yaml"
              + "|charts/[^/._][^/]*\\.tgz)");
  private static final int DEEPEST = 16;
  private static final long LARGEST_ARCHIVE = 20L << 20;

  static ChartFiles of(Path path) {
    try {
      if (Files.isDirectory(path)) {
        var files = new TreeMap<String, byte[]>();
        collect(path, "", files, 0);
        return new ChartFiles(path.toString(), files);
      }
      if (Files.isRegularFile(path)) {
        if (Files.size(path) > LARGEST_ARCHIVE) {
          throw refusal(path.toString(), "the archive is larger than 20 MiB");
        }
        return ofArchive(path.toString(), Files.readAllBytes(path));
      }
      throw refusal(path.toString(), "there is no such folder or archive");
    } catch (IOException e) {
      throw refusal(path.toString(), "cannot be read: " + e.getMessage());
    }
  }

  private static ChartFiles ofArchive(String place, byte[] archive) {
    try {
      return new ChartFiles(
          place, TarArchive.read(archive, name -> WANTED.matcher(name).matches()));
    } catch (IOException e) {
      throw refusal(place, "not the archive of a chart: " + e.getMessage());
    }
  }

  private static void collect(Path folder, String prefix, Map<String, byte[]> files, int depth)
      throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("its sub-charts are nested more than %d deep".formatted(DEEPEST));
    }
    for (var name : OWN) {
      var file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        files.put(prefix + name, Files.readAllBytes(file));
      }
    }
    var charts = folder.resolve("charts");
    if (!Files.isDirectory(charts)) {
      return;
    }
    try (var inner = Files.newDirectoryStream(charts)) {
      for (var path : inner) {
        var name = prefix + CHARTS + path.getFileName();
        if (Files.isDirectory(path) && WANTED.matcher(name + "/Chart.yaml").matches()) {
          collect(path, name + "/", files, depth + 1);
        } else if (Files.isRegularFile(path) && WANTED.matcher(name).matches()) {
          files.put(name, Files.readAllBytes(path));
        }
      }
    }
  }

  /** The files of each sub-chart, by folder or archive. */
  Iterable<ChartFiles> subcharts() {
    var names = new TreeSet<String>();
    for (var path : files.keySet()) {
      if (path.startsWith(CHARTS)) {
        names.add(path.substring(CHARTS.length()).split("/", 2)[0]);
      }
    }
    return names.stream().map(this::subchart).toList();
  }

  private ChartFiles subchart(String name) {
    var archive = files.get(CHARTS + name);
    if (archive != null) {
      return ofArchive(place + "/" + CHARTS + name, archive);
    }
    var prefix = CHARTS + name + "/";
    var inner = new LinkedHashMap<String, byte[]>();
    files.forEach(
        (path, bytes) -> {
          if (path.startsWith(prefix)) {
            inner.put(path.substring(prefix.length()), bytes);
          }
        });
    return new ChartFiles(place + "/" + prefix.substring(0, prefix.length() - 1), inner);
  }

  /** The block in a file; empty if there is no such file or nothing in it. */
  Map<String, Object> read(String name) {
    var bytes = files.get(name);
    if (bytes == null) {
      return Map.of();
    }
    Object document;
    try {
      document = YamlText.read(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw refusal(place, name + ": " + e.getMessage());
    }
    if (document != null && !(document instanceof Map<?, ?>)) {
      throw refusal(place, name + " is not a block of keys");
    }
    return document == null ? Map.of() : Values.copy((Map<?, ?>) document);
  }

  IllegalArgumentException refusal(String reason) {
    return refusal(place, reason);
  }

  private static IllegalArgumentException refusal(String place, String reason) {
    return new IllegalArgumentException("chart %s: %s".formatted(place, reason));
  }
}
