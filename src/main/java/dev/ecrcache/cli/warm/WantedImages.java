package dev.ecrcache.cli.warm;

import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.cli.console.InputFile;
import dev.ecrcache.cli.console.InputLines;
import dev.ecrcache.cli.images.CachedImage;
import dev.ecrcache.cli.options.ChartOptions;
import dev.ecrcache.cli.options.ExportedRules;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.RegistryRules;
import dev.ecrcache.operate.warm.Wanted;
import dev.ecrcache.program.LocalStackFile;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Which images are meant, and in which cache. */
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

  @Option(
      names = "--cache",
      paramLabel = "FILE",
      description =
          "the cache: what 'pulumi stack output cacheEndpoint --json' prints; by default the"
              + " account's own registry, with the rules that it has")
  private Path cache;

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
   * Looks whether what is given can stand together.
   *
   * @throws ParameterException if not
   */
  void check() {
    if (references.contains("-") && references.size() > 1) {
      throw refusal("- stands alone; give references there or here, not both");
    }
  }

  /** The images that are given one by one, in the order in which they are. */
  List<String> given(InputStream in) {
    return references.contains("-") ? new InputLines(in).stream().toList() : references;
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
    told(() -> ofSamples(account.file(), cache).toList()).forEach(it -> add(it, cache, chosen));
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

  /**
   * The cache of an account that the options mean.
   *
   * @throws AwsRefusalException if ECR does not tell its rules
   * @throws ParameterException if a file cannot be used, or there is no rule
   */
  CachedImages cacheOf(Account account, EcrClient ecr) {
    return exported()
        .or(() -> told(() -> ofFile(account)))
        .orElseGet(
            () ->
                new CachedImages(
                    account.registry().host(),
                    ruled(account, RegistryRules.of(account.session(), ecr).known())));
  }

  private Optional<CachedImages> exported() {
    try {
      return Optional.ofNullable(cache)
          .map(it -> ExportedRules.read(new InputFile("--cache", it), Digests.KEEP));
    } catch (InvalidArgumentException | IllegalArgumentException e) {
      throw refusal(e.getMessage());
    }
  }

  /** The cache that the account's stack file uses or makes; empty if it tells of none. */
  private static Optional<CachedImages> ofFile(Account account) {
    return account
        .file()
        .flatMap(
            file ->
                file.cacheEndpoint()
                    .map(it -> new CachedImages(it.plainHost().orElseThrow(), it.rules()))
                    .or(
                        () ->
                            file.cache()
                                .map(
                                    it ->
                                        new CachedImages(account.registry().host(), it.rules()))));
  }

  private List<CacheRule> ruled(Account account, List<CacheRule> rules) {
    if (rules.isEmpty()) {
      throw refusal(
          "%s has no pull-through cache rule; give --cache, or credentials of the account that has"
                  .formatted(account.registry().host())
              + " the cache");
    }
    return rules;
  }

  /** What is read of a stack file. Whatever is wrong with it is told with the option, if given. */
  private <T> T told(Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidArgumentException | IllegalArgumentException e) {
      throw refusal(stackFileInput().map(it -> it + ": " + e.getMessage()).orElse(e.getMessage()));
    }
  }

  private ParameterException refusal(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
