package dev.ecrcache.chart;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Renders a chart in process, with Helm itself.
 *
 * @param chart a folder or an archive
 */
public record ChartRenderer(Path chart) {

  /**
   * The manifests that Helm would apply, hooks among them, as a stream of YAML documents.
   *
   * @param release the name of the release
   * @param namespace its namespace
   * @param values the values over the chart's own
   * @throws IllegalArgumentException in one line, with what Helm says, if the chart cannot be read
   *     or rendered
   */
  public String render(String release, String namespace, Map<String, Object> values) {
    try (var folder = new TemporaryFolder()) {
      return render(folder.path(), release, namespace, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String render(Path folder, String release, String namespace, Map<String, Object> values) {
    try {
      var copy = Files.createDirectory(folder.resolve("chart"));
      ChartCopy.copy(chart, copy);
      var text = ChartCopy.withoutHooks(YamlText.write(values));
      var file = Files.writeString(folder.resolve("values.yaml"), text);
      return Helm.template(copy.toString())
          .withName(release)
          .withNamespace(namespace)
          .withValuesFile(file)
          .call();
    } catch (IllegalArgumentException | IllegalStateException | IOException e) {
      var message = String.valueOf(e.getMessage()).replace(folder + "/", "");
      throw new IllegalArgumentException(
          "chart %s cannot be rendered: %s".formatted(chart, oneLine(message)), e);
    }
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
