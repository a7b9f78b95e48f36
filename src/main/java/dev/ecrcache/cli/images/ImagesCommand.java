package dev.ecrcache.cli.images;

import dev.ecrcache.cli.console.InputText;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.ChartOptions;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.cli.options.RuleOptions;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.PublicText;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.overlay.RenderedImage;
import dev.ecrcache.overlay.RenderedImage.Role;
import dev.ecrcache.overlay.RenderedImages;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ecr-cache images}: every image of a chart or of manifests. */
@Command(
    name = "images",
    description = {
      "Every image of a chart, or of manifests on standard input.",
      "Those of a chart are looked for in the objects that it renders to, as release of its name."
    })
public final class ImagesCommand implements Callable<Integer> {
  /** One image of one object. Absent parts are null. */
  private record Row(
      String image,
      String cached,
      boolean covered,
      String reason,
      String object,
      String container,
      String path,
      String role) {

    static Row of(RenderedImage rendered, CachedImages images) {
      var resolution = rendered.image().map(images::resolve);
      var cached = resolution.flatMap(Resolution::fromEcr).map(ImageReference::toString);
      return new Row(
          rendered
              .image()
              .map(ImageReference::toString)
              .orElseGet(() -> PublicText.ofUrl(rendered.text())),
          cached.orElse(null),
          cached.isPresent(),
          resolution
              .flatMap(Resolution::reason)
              .or(() -> rendered.problem().map(PublicText::of))
              .orElse(null),
          rendered.object(),
          rendered.container().isEmpty() ? null : rendered.container(),
          rendered.path(),
          rendered.role().word());
    }

    List<String> cells() {
      var place =
          container != null
              ? object + " " + container
              : object + (role.equals(Role.CONTAINER.word()) ? "" : " (%s)".formatted(role));
      return List.of(place, image, covered ? "-> " + cached : "not cached: " + reason);
    }
  }

  private final InputStream in;
  private final StandardOutput out;

  @ParentCommand private EcrCacheCommand common;
  @Mixin private RuleOptions rules;
  @Mixin private ChartOptions options;

  @Parameters(
      paramLabel = "CHART",
      description =
          "a folder, an archive or its URL, an oci:// reference, or a name with --repository; or -"
              + " for manifests on standard input")
  private String chart;

  public ImagesCommand(InputStream in, StandardOutput out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    var images = rules.images();
    var found = found(images);
    var writer = common.output().writer(out, Row::cells);
    var findings = false;
    for (var rendered : found) {
      var row = Row.of(rendered, images);
      findings |= !row.covered() && rendered.role().isNeeded();
      writer.write(row);
    }
    writer.end();
    return findings ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private List<RenderedImage> found(CachedImages images) {
    if (chart.equals("-")) {
      return options.read(() -> RenderedImages.find(InputText.manifests(in)));
    }
    return options.images(chart, images);
  }
}
