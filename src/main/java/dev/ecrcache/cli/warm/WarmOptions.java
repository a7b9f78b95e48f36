package dev.ecrcache.cli.warm;

import dev.ecrcache.cli.console.InputFile;
import dev.ecrcache.cli.options.PlatformOption;
import dev.ecrcache.distribution.Login;
import dev.ecrcache.distribution.Platform;
import dev.ecrcache.image.Upstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What is done with images, and how fast. */
public final class WarmOptions {
  private static final int MOST = 64;

  @Mixin private PlatformOption platforms;

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

  @Option(
      names = "--watch-upstream",
      description =
          "import nothing, and tell which tags are another image upstream: of the images given, or"
              + " of all that are cached")
  private boolean watch;

  @Option(
      names = "--authfile",
      paramLabel = "FILE",
      description =
          "with --watch-upstream, logins of upstream registries as docker login writes them; by"
              + " default nobody's")
  private Path authFile;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  /** Whether nothing is to be imported. */
  boolean watch() {
    return watch;
  }

  /** What upstreams are asked with. */
  Map<Upstream, Login> logins() {
    return authFile == null ? Map.of() : read(authFile);
  }

  private Map<Upstream, Login> read(Path file) {
    try {
      return AuthFile.read(new InputFile("--authfile", file));
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage());
    }
  }

  List<Platform> platforms() {
    return platforms.platforms();
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
    if (!watch && authFile != null) {
      throw refusal("--authfile: is for --watch-upstream; ECR itself logs in to import");
    }
    if (concurrency < 1 || concurrency > MOST) {
      throw refusal("--concurrency %d: is none of 1 to %d".formatted(concurrency, MOST));
    }
    if (wait < 0 || wait > 3600) {
      throw refusal("--wait %d: is none of 0 to 3600 seconds".formatted(wait));
    }
  }

  private ParameterException refusal(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
