package dev.ecrcache.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.overlay.Overlay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ecr-cache values}: the values with which a chart's images come from the cache. */
@Command(
    name = "values",
    description = {
      "The smallest values with which every image of a chart comes from the cache.",
      "As YAML for helm -f, behind all other values; what cannot move goes to standard error."
    })
final class ValuesCommand implements Callable<Integer> {
  /** The overlay for scripts. */
  private record Answer(Map<String, Object> values, List<Moved> moved, List<NotMoved> notMoved) {}

  private record Moved(String path, String upstream, String cached) {}

  private record NotMoved(String path, String image, String reason) {}

  private final StandardOutput out;

  @Spec private CommandSpec spec;
  @ParentCommand private EcrCacheCommand common;
  @Mixin private RuleOptions rules;
  @Mixin private ChartOptions options;

  @Parameters(
      paramLabel = "CHART",
      description =
          "a folder, an archive or its URL, an oci:// reference, or a name with --repository")
  private String chart;

  ValuesCommand(StandardOutput out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    var images = rules.images();
    var values = options.values();
    var overlay = options.read(chart, path -> Overlay.of(path, values, images));
    switch (common.output()) {
      case JSON -> print(new JsonMapper().writeValueAsString(answer(overlay)) + "\n");
      case TABLE -> {
        print(overlay.toYaml());
        for (var stays : overlay.notMoved()) {
          spec.commandLine()
              .getErr()
              .println(Printable.of("%s: %s".formatted(stays.path(), stays.reason())));
        }
      }
    }
    return overlay.notMoved().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Answer answer(Overlay overlay) {
    return new Answer(
        overlay.values(),
        overlay.moved().stream()
            .map(it -> new Moved(it.path(), it.upstream().toString(), it.cached().toString()))
            .toList(),
        overlay.notMoved().stream()
            .map(it -> new NotMoved(it.path(), it.image().toString(), it.reason()))
            .toList());
  }
}
