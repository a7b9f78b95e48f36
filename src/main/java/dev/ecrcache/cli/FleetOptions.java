package dev.ecrcache.cli;

import dev.ecrcache.fleet.Operation;
import dev.ecrcache.fleet.Plan;
import dev.ecrcache.fleet.Project;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which stacks of which project, and how many at once. */
final class FleetOptions {
  /** Each has an engine and providers of its own, in hundreds of megabytes. */
  private static final int MOST = 8;

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
      names = "--only-failed",
      description = "only stacks that did not succeed when they were last begun")
  private boolean onlyFailed;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  /**
   * What to do.
   *
   * @throws ParameterException if it cannot be done
   */
  Plan plan(Operation operation) {
    try {
      return Plan.of(Project.open(project), operation, stacks, onlyFailed);
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
}
