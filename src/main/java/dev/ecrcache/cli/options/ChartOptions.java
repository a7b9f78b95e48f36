package dev.ecrcache.cli.options;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.ChartSource;
import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.chart.OpenChart;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.overlay.OverlayProof;
import dev.ecrcache.overlay.RenderedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of commands that read a chart. */
public final class ChartOptions {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      defaultValue = "",
      description = "version of the chart; required with --repository and for oci://")
  private String version;

  @Option(
      names = "--repository",
      paramLabel = "URL",
      defaultValue = "",
      description = "the Helm repository in which CHART is a name")
  private String repository;

  @Option(
      names = "--values",
      paramLabel = "FILE",
      description = "values over the chart's own, as helm -f takes them")
  private Path values;

  @Option(
      names = "--kube-version",
      paramLabel = "VERSION",
      description = "version of Kubernetes, which charts ask for, such as 1.34; by default 1.35")
  private String kubernetes;

  /** The user's values; empty without a file. */
  public Map<String, Object> values() {
    return values == null ? Map.of() : read(() -> Chart.valuesOf(values));
  }

  /** The version of Kubernetes for which a chart is rendered. */
  public KubernetesVersion kubernetes() {
    return kubernetes == null
        ? KubernetesVersion.NEWEST
        : read(() -> KubernetesVersion.parse(kubernetes));
  }

  /** What is read from a chart, wherever it is; a refusal becomes wrong usage. */
  public <T> T read(String chart, Function<OpenChart, T> reader) {
    return read(
        () -> {
          try (var open = OpenChart.open(new ChartSource(chart, version, repository))) {
            return reader.apply(open);
          }
        });
  }

  /** Every image of the objects that a chart renders to, as a release of its name. */
  public List<RenderedImage> images(String chart, CachedImages cache) {
    var values = values();
    return read(
        chart,
        open ->
            OverlayProof.images(
                open.chart(),
                values,
                cache,
                tried -> open.render(open.chart().name(), "default", kubernetes(), tried)));
  }

  /** What is read; a refusal becomes wrong usage. */
  public <T> T read(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
