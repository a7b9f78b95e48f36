package dev.ecrcache.rewrite;

import dev.ecrcache.chart.ChartSource;
import dev.ecrcache.input.LimitedInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Helm repositories and charts in registries that objects of Flux name. */
final class HelmRepositories {
  /** A repository, or a chart in a registry with its version. */
  private record Place(String url, String version) {}

  private final Map<String, Place> places = new HashMap<>();
  private final Collection<Path> files;
  private boolean read;

  /**
   * @param given the URL of each repository by its name, which goes before that in files
   * @param files the files in which others are
   */
  HelmRepositories(Map<String, String> given, Collection<Path> files) {
    this.files = files;
    given.forEach((name, url) -> places.put("HelmRepository " + name, new Place(url, "")));
  }

  /** Takes the repositories of a text. */
  void add(YamlSource source) {
    for (var document : source.documents()) {
      for (var object : YamlImages.objects(source, document)) {
        var kind = source.valueAt(object, "kind");
        if (List.of("HelmRepository", "OCIRepository").contains(kind)) {
          places.putIfAbsent(
              kind + " " + source.valueAt(object, "metadata", "name"),
              new Place(
                  source.valueAt(object, "spec", "url"),
                  source.valueAt(object, "spec", "ref", "tag")));
        }
      }
    }
  }

  /**
   * Where a chart is.
   *
   * @param kind the kind of the object that says so
   * @param name its name
   * @param chart the name of the chart in it
   * @throws IllegalArgumentException in the end of one line, if that is not known
   */
  ChartSource chart(String kind, String name, String chart, String version) {
    if (!List.of("HelmRepository", "OCIRepository").contains(kind)) {
      throw new IllegalArgumentException(
          "its chart is in a %s, which is not read here".formatted(kind));
    }
    var key = kind + " " + name;
    if (!places.containsKey(key)) {
      readAll();
    }
    var place = places.get(key);
    if (place == null) {
      throw new IllegalArgumentException(
          "%s is in none of the files; give its file too%s"
              .formatted(
                  key,
                  kind.equals("OCIRepository") ? "" : ", or --helm-repository " + name + "=URL"));
    }
    return kind.equals("OCIRepository")
        ? source(place.url(), place.version(), "")
        : source(place.url(), chart, version, place.url().startsWith("oci://"));
  }

  /** A chart of a repository by its URL. */
  static ChartSource source(String url, String chart, String version, boolean registry) {
    return registry
        ? source(url.replaceFirst("/+$", "") + "/" + chart, version, "")
        : source(chart, version, url);
  }

  private static ChartSource source(String chart, String version, String repository) {
    if (ImageTemplate.hasVariable(chart + version + repository)) {
      throw new IllegalArgumentException("its chart has a variable");
    }
    if (!ChartSource.isExact(version)) {
      throw new IllegalArgumentException(
          version.isEmpty()
              ? "its chart has no version, and the newest is another one every time"
              : "its chart may have any version of '%s'".formatted(version));
    }
    return new ChartSource(chart, version, repository);
  }

  private void readAll() {
    if (read) {
      return;
    }
    read = true;
    for (var file : files) {
      try {
        if (FileKind.of(file.toString()).filter(it -> it == FileKind.YAML).isPresent()) {
          var text = new String(LimitedInput.read(file, LimitedInput.FILE), StandardCharsets.UTF_8);
          if (text.contains("HelmRepository") || text.contains("OCIRepository")) {
            add(YamlSource.of(text));
          }
        }
      } catch (IOException | IllegalArgumentException e) {
        // It is told where the file itself is read.
        continue;
      }
    }
  }
}
