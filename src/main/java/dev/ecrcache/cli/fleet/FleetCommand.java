package dev.ecrcache.cli.fleet;

import dev.ecrcache.cli.console.Interrupts;
import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.Confirmation;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.fleet.Operation;
import dev.ecrcache.fleet.Outcome;
import dev.ecrcache.fleet.Plan;
import dev.ecrcache.fleet.Waves;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ecr-cache fleet}: an operation of Pulumi's on many stacks of a project. */
@Command(
    name = "fleet",
    description = {
      "Deploys many stacks of a project: those with a cache first, then those that use it.",
      "What Pulumi prints for a stack that fails is in the folder .ecr-cache/fleet of the project."
    })
public final class FleetCommand {
  /** What became of one stack. Absent parts are null. */
  private record Row(
      String stack,
      String result,
      Map<String, Integer> changes,
      long seconds,
      String reason,
      String log) {

    static Row of(Outcome outcome) {
      return new Row(
          outcome.stack(),
          outcome.result().word(),
          new TreeMap<>(outcome.changes()),
          outcome.seconds(),
          outcome.reason().orElse(null),
          outcome.log().map(Path::toString).orElse(null));
    }

    List<String> cells(Operation operation) {
      return List.of(
          stack, result, seconds + " s", reason == null ? operation.tell(changes) : reason);
    }
  }

  /** A part of a plan. */
  private record PartRow(int wave, String shard, List<String> stacks) {
    static PartRow of(Waves.Part part) {
      return new PartRow(
          part.number(), "%d/%d".formatted(part.shard(), part.shards()), part.stacks());
    }

    List<String> cells() {
      return List.of("wave " + wave, shard, String.join(" ", stacks));
    }
  }

  private final StandardOutput out;

  @Spec private CommandSpec spec;
  @ParentCommand private EcrCacheCommand common;

  public FleetCommand(StandardOutput out) {
    this.out = out;
  }

  @Command(name = "up", description = "Makes of each stack what its file says.")
  int up(@Mixin FleetOptions options, @Mixin Confirmation confirmation) throws Exception {
    return run(Operation.UP, options, Optional.of(confirmation));
  }

  @Command(name = "preview", description = "Tells what up would change, and changes nothing.")
  int preview(@Mixin FleetOptions options) throws Exception {
    return run(Operation.PREVIEW, options, Optional.empty());
  }

  @Command(
      name = "destroy",
      description = "Deletes all resources: of stacks that use a cache first, then of the cache.")
  int destroy(@Mixin FleetOptions options, @Mixin Confirmation confirmation) throws Exception {
    return run(Operation.DESTROY, options, Optional.of(confirmation));
  }

  private int run(Operation operation, FleetOptions options, Optional<Confirmation> confirmation)
      throws Exception {
    options.check();
    if (options.planOnly()) {
      return print(options.waves(operation), options.shards());
    }
    confirmation.ifPresent(Confirmation::checkPossible);
    var concurrency = options.concurrency();
    var plan = options.plan(operation);
    var errors = spec.commandLine().getErr();
    if (refuse(plan.fights())) {
      return ExitCode.USAGE;
    }
    if (!plan.stacks().isEmpty()) {
      confirmation.ifPresent(it -> it.ask(question(operation, plan)));
    }
    var progress = new FleetProgress(operation, plan.stacks(), errors);
    return Interrupts.handle(
        () -> {
          progress.interrupted();
          plan.interrupt();
        },
        () -> {
          var outcomes = plan.run(concurrency, progress);
          print(outcomes, operation);
          progress.summary(outcomes, plan.logs());
          return outcomes.stream().allMatch(Outcome::succeeded) ? ExitCode.OK : ExitCode.SOFTWARE;
        });
  }

  private boolean refuse(List<String> fights) {
    var errors = spec.commandLine().getErr();
    fights.forEach(fight -> errors.println("ecr-cache: " + Printable.of(fight)));
    return !fights.isEmpty();
  }

  private int print(Waves waves, int shards) throws IOException {
    if (refuse(waves.fights())) {
      return ExitCode.USAGE;
    }
    var writer = common.output().<PartRow>writer(out, PartRow::cells);
    for (var part : waves.parts(shards)) {
      writer.write(PartRow.of(part));
    }
    writer.end();
    return ExitCode.OK;
  }

  private void print(List<Outcome> outcomes, Operation operation) throws IOException {
    var writer = common.output().<Row>writer(out, row -> row.cells(operation));
    for (var outcome : outcomes) {
      writer.write(Row.of(outcome));
    }
    writer.end();
    out.flush();
  }

  private static String question(Operation operation, Plan plan) {
    return "%s %d stacks: %s"
        .formatted(operation.word(), plan.stacks().size(), String.join(", ", plan.stacks()));
  }
}
