package dev.ecrcache.cli.images;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.chart.OpenChart;
import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.ChartOptions;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.cli.options.RuleOptions;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.overlay.Overlay;
import dev.ecrcache.overlay.OverlayProof;
import dev.ecrcache.overlay.ProvenOverlay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ecr-cache values}: the values with which a chart's images come from the cache. */
@Command(
    name = "values",
    description = {
      "Values with which the images of a chart come from the cache, and nothing else changes.",
      "The chart is rendered with them, place by place. As YAML for helm -f, behind all other",
      "values; what stays elsewhere goes to standard error."
    })
public final class ValuesCommand implements Callable<Integer> {
  /** The overlay for scripts. */
  private record Answer(
      Map<String, Object> values,
      List<Row> moved,
      List<Row> notMoved,
      List<String> hashes,
      List<String> unused) {}

  /** One image. Absent parts are null. */
  private record Row(
      String image,
      String cached,
      String value,
      String object,
      String container,
      String path,
      String role,
      String reason) {}

  private final StandardOutput out;

  @Spec private CommandSpec spec;
  @ParentCommand private EcrCacheCommand common;
  @Mixin private RuleOptions rules;
  @Mixin private ChartOptions options;

  @Option(
      names = "--unchecked",
      description =
          "go by the shapes of the values alone, for a chart that does not render; no more is known"
              + " of what the values do")
  private boolean unchecked;

  @Parameters(
      paramLabel = "CHART",
      description =
          "a folder, an archive or its URL, an oci:// reference, or a name with --repository")
  private String chart;

  public ValuesCommand(StandardOutput out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    var images = rules.images();
    var values = options.values();
    if (unchecked) {
      return unproven(options.read(chart, open -> Overlay.of(open.chart(), values, images)));
    }
    return proven(options.read(chart, open -> prove(open, values, images)));
  }

  private static String orUnchecked(IllegalArgumentException e) {
    return e.getMessage()
        + "; give what it asks for with --values, or take --unchecked, which goes by the shapes of"
        + " its values alone";
  }

  private ProvenOverlay prove(OpenChart open, Map<String, Object> values, CachedImages images) {
    var name = open.chart().name();
    try {
      return OverlayProof.of(
          open.chart(),
          values,
          images,
          tried -> open.render(name, "default", options.kubernetes(), tried));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(orUnchecked(e), e);
    }
  }

  private int proven(ProvenOverlay overlay) throws IOException {
    var stay = overlay.images().stream().filter(it -> it.reason().isPresent()).toList();
    var lines =
        Stream.concat(
            stay.stream()
                .map(
                    it ->
                        (it.isFinding() ? "" : "(%s) ".formatted(it.image().role().word()))
                            + it.explanation()),
            overlay.unused().stream());
    print(overlay.toYaml(), answer(overlay), lines);
    return stay.stream().anyMatch(ProvenOverlay.Proven::isFinding)
        ? ExitCode.SOFTWARE
        : ExitCode.OK;
  }

  private int unproven(Overlay overlay) throws IOException {
    var lines = overlay.notMoved().stream().map(it -> "%s: %s".formatted(it.path(), it.reason()));
    print(overlay.toYaml(), answer(overlay), lines);
    return overlay.notMoved().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void print(String yaml, Answer answer, Stream<String> lines) throws IOException {
    switch (common.output()) {
      case JSON -> print(new JsonMapper().writeValueAsString(answer) + "\n");
      case TABLE -> {
        print(yaml);
        lines.forEach(line -> spec.commandLine().getErr().println(Printable.of(line)));
      }
    }
  }

  private void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Answer answer(ProvenOverlay overlay) {
    var rows = overlay.images().stream().map(ValuesCommand::row).toList();
    return new Answer(
        overlay.values(),
        rows.stream().filter(it -> it.cached() != null).toList(),
        rows.stream().filter(it -> it.reason() != null).toList(),
        overlay.hashes(),
        overlay.unused());
  }

  private static Row row(ProvenOverlay.Proven proven) {
    var image = proven.image();
    return new Row(
        image.image().map(ImageReference::toString).orElse(image.text()),
        proven.cached().map(ImageReference::toString).orElse(null),
        proven.value().orElse(null),
        image.object(),
        image.container().isEmpty() ? null : image.container(),
        image.path(),
        image.role().word(),
        proven.reason().orElse(null));
  }

  private static Answer answer(Overlay overlay) {
    return new Answer(
        overlay.values(),
        overlay.moved().stream()
            .map(it -> row(it.path(), it.upstream(), it.cached().toString(), null))
            .toList(),
        overlay.notMoved().stream()
            .map(it -> row(it.path(), it.image(), null, it.reason()))
            .toList(),
        List.of(),
        List.of());
  }

  private static Row row(String value, ImageReference image, String cached, String reason) {
    return new Row(image.toString(), cached, value, null, null, null, null, reason);
  }
}
