package dev.ecrcache.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/**
 * Renders a chart in process, with Helm itself.
 *
 * @param chart a folder, an archive, the URL of an archive, an {@code oci://} reference, or the
 *     chart's name in its repository
 * @param version the version; empty for the latest, or where the chart is one
 * @param repository the URL of the Helm repository; empty unless the chart is a name in one
 */
public record ChartRenderer(String chart, String version, String repository) {

  /** A renderer for a chart in a folder or an archive. */
  public ChartRenderer(Path chart) {
    this(chart.toAbsolutePath().toString(), "", "");
  }

  /**
   * The manifests that Helm would apply, as a stream of YAML documents. Hooks are among them if the
   * chart is a folder or an archive on this machine.
   *
   * @param release the name of the release
   * @param namespace its namespace
   * @param values the values over the chart's own
   * @throws IllegalArgumentException in one line, with what Helm says, if the chart cannot be read
   *     or rendered
   */
  public String render(String release, String namespace, Map<String, Object> values) {
    try {
      var folder = Files.createTempDirectory("ecr-cache-chart");
      try {
        var text = ChartCopy.withoutHooks(YamlText.write(values));
        var file = Files.writeString(folder.resolve("values.yaml"), text);
        var command = command(folder).withName(release).withNamespace(namespace);
        return command.withValuesFile(file).call();
      } catch (IllegalArgumentException | IllegalStateException | IOException e) {
        var message = String.valueOf(e.getMessage()).replace(folder + "/", "");
        throw new IllegalArgumentException(
            "chart %s cannot be rendered: %s".formatted(chart, oneLine(message)), e);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TemplateCommand command(Path folder) throws IOException {
    if (repository.isEmpty() && isLocal()) {
      var copy = Files.createDirectory(folder.resolve("chart"));
      ChartCopy.copy(Path.of(chart), copy);
      return Helm.template(copy.toString());
    }
    var command = repository.isEmpty() ? Helm.template(chart) : inRepository(folder);
    return version.isEmpty() ? command : command.withVersion(version);
  }

  private boolean isLocal() {
    return !chart.contains("://") && Files.exists(Path.of(chart));
  }

  private TemplateCommand inRepository(Path folder) throws IOException {
    var config = Files.createFile(folder.resolve("repositories.yaml"));
    // Helm caches the index under the name, whose owner must not change.
    var name = "ecr-cache-" + Integer.toHexString(repository.hashCode());
    Helm.repo()
        .add()
        .withRepositoryConfig(config)
        .withName(name)
        .withUrl(URI.create(repository))
        .call();
    return Helm.template(name + "/" + chart).withRepositoryConfig(config);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
