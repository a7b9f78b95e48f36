package dev.ecrcache;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * The archive of a chart.
 *
 * @param name the chart's name
 * @param version the chart's version
 * @param archive the bytes of its {@code .tgz}
 */
record PackagedChart(String name, String version, byte[] archive) {

  /** The chart in a folder under any name and version. */
  static PackagedChart of(Path folder, String name, String version) throws IOException {
    var work = Files.createTempDirectory("charts");
    try {
      var copy = work.resolve("chart");
      copy(folder, copy);
      var file = copy.resolve("Chart.yaml");
      Files.writeString(
          file,
          Files.readString(file)
              .replaceFirst("(?m)^name: .*$", "name: " + name)
              .replaceFirst("(?m)^version: .*$", "version: " + version));
      new Helm(copy).packageIt().withDestination(work).call();
      var archive = work.resolve(name + "-" + version + ".tgz");
      return new PackagedChart(name, version, Files.readAllBytes(archive));
    } finally {
      delete(work);
    }
  }

  String fileName() {
    return name + "-" + version + ".tgz";
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
