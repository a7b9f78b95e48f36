package dev.ecrcache.cli.warm;

import dev.ecrcache.cli.console.InputFile;
import dev.ecrcache.cli.images.CachedImage;
import dev.ecrcache.cli.options.ChartOptions;
import dev.ecrcache.cli.options.References;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.warm.Wanted;
import dev.ecrcache.program.LocalStackFile;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which images are meant. */
final class WantedImages {
  /**
   * An image that is meant.
   *
   * @param image the image in full, else the text that is none
   * @param wanted where it is in the cache; empty if it cannot be there
   * @param reason why not
   */
  record Chosen(String image, Optional<Wanted> wanted, Optional<String> reason) {}

  @Parameters(
      paramLabel = "IMAGE",
      arity = "0..*",
      description = "image references such as nats:2.10, or - for standard input, one a line")
  private List<String> references = List.of();

  @Option(
      names = "--chart",
      paramLabel = "CHART",
      description = "the images of a chart: a folder, an archive, an oci:// reference, or a name")
  private String chart;

  @Mixin private ChartOptions chartOptions;

  @Option(
      names = "--stack-file",
      paramLabel = "FILE",
      description =
          "the images of the samples of a Pulumi stack file, and its rules if it has some")
  private Path stackFile;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  /** Whether none is given. */
  boolean none() {
    return references.isEmpty() && chart == null && stackFile == null;
  }

  /** The stack file, which also tells the account. */
  Optional<InputFile> stackFileInput() {
    return Optional.ofNullable(stackFile).map(it -> new InputFile("--stack-file", it));
  }

  /**
   * The images that are given one by one, in the order in which they are.
   *
   * @throws ParameterException if they are given as arguments and on standard input
   */
  List<String> given(InputStream in) {
    return References.of(references, in, spec).toList();
  }

  /**
   * The images, each once, in the order in which they are given: one by one, of the chart, of the
   * samples.
   *
   * @param given those that are given one by one
   * @throws ParameterException if the chart or a sample cannot be read
   */
  List<Chosen> choose(Account account, List<String> given, CachedImages cache) {
    var chosen = new LinkedHashMap<String, Chosen>();
    for (var text : given) {
      var image = CachedImage.of(text, cache);
      if (image.registry() == null) {
        chosen.put(
            text, new Chosen(image.reference(), Optional.empty(), Optional.of(image.reason())));
      } else {
        add(ImageReference.parse(text), cache, chosen);
      }
    }
    ofChart(cache).forEach(it -> add(it, cache, chosen));
    WantedCache.told(spec, stackFileInput(), () -> ofSamples(account.file(), cache).toList())
        .forEach(it -> add(it, cache, chosen));
    return List.copyOf(chosen.values());
  }

  private static void add(ImageReference image, CachedImages cache, Map<String, Chosen> chosen) {
    var resolution = cache.resolve(image);
    var cached = resolution.fromEcr().filter(it -> it.registry().equals(cache.host()));
    if (cached.isEmpty()) {
      var reason =
          resolution.reason().orElse("is in another ECR registry, %s".formatted(image.registry()));
      chosen.put(
          image.toString(), new Chosen(image.toString(), Optional.empty(), Optional.of(reason)));
      return;
    }
    var at = cached.get();
    var upstream = image.equals(at) ? cache.upstreamOf(at).orElse(image) : image;
    chosen.putIfAbsent(
        at.toString(),
        new Chosen(upstream.toString(), Optional.of(new Wanted(upstream, at)), Optional.empty()));
  }

  /** The images of the chart, of those containers and operators that an installation has. */
  private Stream<ImageReference> ofChart(CachedImages images) {
    return chart == null
        ? Stream.of()
        : chartOptions.images(chart, images).stream()
            .filter(it -> it.role().isNeeded())
            .flatMap(it -> it.image().stream());
  }

  /** The images of the samples of the stack file. */
  private Stream<ImageReference> ofSamples(Optional<LocalStackFile> file, CachedImages images) {
    return stackFile == null
        ? Stream.of()
        : file.flatMap(LocalStackFile::samples).stream()
            .flatMap(it -> it.images(images.rules(), images.host()).keySet().stream())
            .map(ImageReference::parse);
  }

  private ParameterException refusal(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
