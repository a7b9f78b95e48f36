package dev.ecrcache.cli.contents;

import dev.ecrcache.cli.console.Words;
import dev.ecrcache.cli.options.PlatformOption;
import dev.ecrcache.cli.options.References;
import dev.ecrcache.distribution.Platform;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.InvalidImageReferenceException;
import dev.ecrcache.image.PublicText;
import dev.ecrcache.operate.contents.Severity;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whose findings are wanted, and which of them decide the exit code. */
final class FindingsOptions {
  /** What an image that was not scanned does to the exit code. */
  private enum Unscanned {
    FAIL,
    IGNORE
  }

  @Parameters(
      paramLabel = "IMAGE",
      arity = "0..*",
      description =
          "upstream or cached references such as nats:2.10, or - for standard input, one a line;"
              + " without, all images of the cache")
  private List<String> references = List.of();

  @Option(
      names = "--severity",
      paramLabel = "WORD",
      defaultValue = "high",
      converter = SeverityConverter.class,
      description =
          "findings as bad as this or worse make the exit code 1: critical, high (the default),"
              + " medium, low, informational or undefined")
  private Severity severity;

  @Option(
      names = "--unscanned",
      paramLabel = "WORD",
      defaultValue = "fail",
      converter = UnscannedConverter.class,
      description =
          "whether an image that was not scanned makes the exit code 1: fail (the default) or"
              + " ignore; it is shown as not scanned either way")
  private Unscanned unscanned;

  @Mixin private PlatformOption platforms;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  Severity severity() {
    return severity;
  }

  boolean unscannedFails() {
    return unscanned == Unscanned.FAIL;
  }

  List<Platform> platforms() {
    return platforms.platforms();
  }

  /**
   * The images, each once.
   *
   * @throws ParameterException if one is no reference
   */
  List<ImageReference> images(InputStream in) {
    return References.of(references, in, spec).map(this::parse).distinct().toList();
  }

  private ImageReference parse(String text) {
    try {
      return ImageReference.parse(text);
    } catch (InvalidImageReferenceException e) {
      throw refusal(PublicText.of(e.getMessage()));
    }
  }

  private ParameterException refusal(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  /** Reads the word for a severity. */
  static final class SeverityConverter implements ITypeConverter<Severity> {
    @Override
    public Severity convert(String word) {
      return Words.choose(
          word, Stream.of(Severity.values()).collect(Collectors.toMap(Severity::word, it -> it)));
    }
  }

  /** Reads the word for what becomes of images that were not scanned. */
  static final class UnscannedConverter implements ITypeConverter<Unscanned> {
    @Override
    public Unscanned convert(String word) {
      return Words.choose(word, Map.of("fail", Unscanned.FAIL, "ignore", Unscanned.IGNORE));
    }
  }
}
