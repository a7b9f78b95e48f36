package dev.ecrcache.cli;

import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.distribution.Platform;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.RegistryRules;
import dev.ecrcache.program.LocalStackFile;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Which images are wanted in which cache. */
final class WarmOptions {
  private static final int MOST = 64;

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

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      split = ",",
      converter = PlatformConverter.class,
      description = "only images for this, such as linux/amd64; by default all of a manifest list")
  private List<Platform> platforms = List.of();

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "8",
      description = "how many images at once; 8 by default, " + MOST + " at most")
  private int concurrency;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description =
          "how long ECR may take to import an image behind its first pull; 120 by default")
  private int wait;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  List<Platform> platforms() {
    return platforms;
  }

  Duration waiting() {
    return Duration.ofSeconds(wait);
  }

  int concurrency() {
    return concurrency;
  }

  /**
   * Looks, before AWS is asked, whether the options can work.
   *
   * @throws ParameterException if not
   */
  void check() {
    if (references.isEmpty() && chart == null && stackFile == null) {
      throw refusal("no image is given; give IMAGE, -, --chart or --stack-file");
    }
    if (references.contains("-") && references.size() > 1) {
      throw refusal("- stands alone; give references there or here, not both");
    }
    if (concurrency < 1 || concurrency > MOST) {
      throw refusal("--concurrency %d: is none of 1 to %d".formatted(concurrency, MOST));
    }
    if (wait < 0 || wait > 3600) {
      throw refusal("--wait %d: is none of 0 to 3600 seconds".formatted(wait));
    }
  }

  /** The images that are given one by one, in the order in which they are. */
  List<String> given(InputStream in) {
    return references.contains("-") ? new InputLines(in).stream().toList() : references;
  }

  /** The images of the chart, of those containers and operators that an installation has. */
  Stream<ImageReference> ofChart(CachedImages images) {
    return chart == null
        ? Stream.of()
        : chartOptions.images(chart, images).stream()
            .filter(it -> it.role().isNeeded())
            .flatMap(it -> it.image().stream());
  }

  /** The images of the samples of the stack file. */
  Stream<ImageReference> ofSamples(CachedImages images) {
    var samples = stackFile().flatMap(it -> told("--stack-file " + stackFile, it::samples));
    return samples
        .map(
            it -> told("--stack-file " + stackFile, () -> it.images(images.rules(), images.host())))
        .stream()
        .flatMap(it -> it.keySet().stream())
        .map(ImageReference::parse);
  }

  /**
   * The cache of an account that the options mean.
   *
   * @throws AwsRefusalException if ECR does not tell its rules
   * @throws ParameterException if a file cannot be used, or there is no rule
   */
  CachedImages cacheOf(Account account, EcrClient ecr) {
    if (cache != null) {
      return told("", () -> ExportedRules.read(new InputFile("--cache", cache), Digests.KEEP));
    }
    var file = stackFile().or(account::file);
    var endpoint = file.flatMap(it -> told("--stack-file " + stackFile, it::cacheEndpoint));
    if (endpoint.isPresent()) {
      return new CachedImages(endpoint.get().plainHost().orElseThrow(), endpoint.get().rules());
    }
    var rules =
        file.flatMap(it -> told("--stack-file " + stackFile, it::cache))
            .map(it -> it.rules())
            .orElseGet(() -> RegistryRules.of(account.session(), ecr));
    return new CachedImages(account.registry().host(), ruled(account, rules));
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

  private Optional<LocalStackFile> stackFile() {
    return Optional.ofNullable(stackFile)
        .map(
            it ->
                told(
                    "--stack-file " + it,
                    () -> LocalStackFile.parse(new InputFile("--stack-file", it).bytes())));
  }

  private <T> T told(String where, java.util.function.Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidArgumentException | IllegalArgumentException e) {
      var message = e.getMessage();
      throw refusal(
          where.isEmpty() || message.startsWith(where) ? message : where + ": " + message);
    }
  }

  private ParameterException refusal(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  /** Reads a platform. */
  static final class PlatformConverter implements ITypeConverter<Platform> {
    @Override
    public Platform convert(String text) {
      try {
        return Platform.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
