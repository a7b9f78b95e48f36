package dev.ecrcache.cli.fleet;

import dev.ecrcache.fleet.Operation;
import dev.ecrcache.fleet.Plan;
import dev.ecrcache.fleet.Project;
import dev.ecrcache.fleet.Waves;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;

/** Which stacks of which project, and how many at once. */
final class FleetOptions {
  /** Each has an engine and providers of its own, in hundreds of megabytes. */
  private static final int MOST = 8;

  /** So many jobs GitHub makes of one matrix. */
  private static final int MOST_SHARDS = 256;

  @Option(
      names = "--stacks",
      paramLabel = "NAMES",
      required = true,
      split = ",",
      description = "names of stacks such as 'prod,team-*', where * stands for any characters")
  private List<String> stacks;

  @Option(
      names = "--project",
      paramLabel = "DIR",
      defaultValue = "",
      description = "the folder of Pulumi.yaml; the current one by default")
  private Path project;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "how many stacks at once; by default two for each processor, up to " + MOST)
  private Integer concurrency;

  @Option(
      names = "--plan",
      description = "do nothing, and print the waves, each at its end before the next one begins")
  private boolean plan;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description = "with --plan, into how many shards a wave is divided; 1 by default")
  private Integer shards;

  @Option(names = "--wave", paramLabel = "N", description = "only the stacks of this wave")
  private Integer wave;

  @Option(
      names = "--shard",
      paramLabel = "K/N",
      converter = ShardConverter.class,
      description = "with --wave, only every N-th of its stacks by name, from the K-th")
  private Shard shard;

  @Option(
      names = "--only-failed",
      description = "only stacks that did not succeed when they were last begun")
  private boolean onlyFailed;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  /**
   * One shard of a wave.
   *
   * @param number from 1
   * @param of how many there are
   */
  private record Shard(int number, int of) {}

  /** Whether only to print the waves. */
  boolean planOnly() {
    return plan;
  }

  /**
   * The waves.
   *
   * @throws ParameterException if they cannot be told
   */
  Waves waves(Operation operation) {
    try {
      return Waves.of(Project.open(project), operation, stacks);
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage());
    }
  }

  /** Into how many shards a wave is divided. */
  int shards() {
    return shards == null ? 1 : shards;
  }

  /**
   * Looks whether the options can stand together.
   *
   * @throws ParameterException if not
   */
  void check() {
    if (plan && (wave != null || shard != null || onlyFailed)) {
      throw refusal("--plan: is of all stacks; leave out --wave, --shard and --only-failed");
    }
    if (shards != null && !plan) {
      throw refusal("--shards: is for --plan; one part of it is run by --wave and --shard");
    }
    if (shards() < 1 || shards() > MOST_SHARDS) {
      throw refusal("--shards %d: is none of 1 to %d".formatted(shards, MOST_SHARDS));
    }
    if (shard != null && wave == null) {
      throw refusal("--shard: is a part of one wave; add --wave");
    }
    if (wave != null && (wave < 1 || wave > 2)) {
      throw refusal("--wave %d: there are two, 1 and 2".formatted(wave));
    }
  }

  /**
   * What to do.
   *
   * @throws ParameterException if it cannot be done
   */
  Plan plan(Operation operation) {
    try {
      var part = shard == null ? new Shard(1, 1) : shard;
      return Plan.of(
          Project.open(project),
          operation,
          stacks,
          wave == null ? 0 : wave,
          part.number(),
          part.of(),
          onlyFailed);
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage());
    }
  }

  /** How many stacks at once. */
  int concurrency() {
    if (concurrency == null) {
      // Half of the time, a stack waits for AWS.
      return Math.min(MOST, 2 * Runtime.getRuntime().availableProcessors());
    }
    if (concurrency < 1) {
      throw refusal("--concurrency %d: is no number of stacks; 1 or more".formatted(concurrency));
    }
    return concurrency;
  }

  ParameterException refusal(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  /** Reads a shard, such as {@code 3/10}. */
  static final class ShardConverter implements ITypeConverter<Shard> {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,3})/([0-9]{1,3})");

    @Override
    public Shard convert(String text) {
      var parts = TEXT.matcher(text);
      if (parts.matches()) {
        var shard = new Shard(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
        if (shard.number() >= 1 && shard.number() <= shard.of() && shard.of() <= MOST_SHARDS) {
          return shard;
        }
      }
      throw new TypeConversionException(
          "'%s' is no shard such as 3/10, up to %2$d/%2$d".formatted(text, MOST_SHARDS));
    }
  }
}
