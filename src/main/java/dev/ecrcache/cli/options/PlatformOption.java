package dev.ecrcache.cli.options;

import dev.ecrcache.distribution.Platform;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which images of an index are wanted. */
public final class PlatformOption {
  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      split = ",",
      converter = Converter.class,
      description = "only images for this, such as linux/amd64; by default all of a manifest list")
  private List<Platform> platforms = List.of();

  /** Their platforms; none where all are wanted. */
  public List<Platform> platforms() {
    return platforms;
  }

  /** Reads a platform. */
  static final class Converter implements ITypeConverter<Platform> {
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
