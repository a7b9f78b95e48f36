package dev.ecrcache.fleet;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Which stacks of a project to run, and all that must be known before. */
public final class Plan {
  private final Operation operation;
  private final StateFolder state;
  private final List<FleetStack> stacks;
  private final List<FleetStack> others;
  private final Fleet fleet;

  private Plan(
      Operation operation,
      StateFolder state,
      List<FleetStack> stacks,
      List<FleetStack> others,
      StackRunner engine) {
    this.operation = operation;
    this.state = state;
    this.stacks = stacks;
    this.others = others;
    this.fleet = new Fleet(operation, others, engine);
  }

  /**
   * @param patterns names of stacks, in which {@code *} stands for any characters
   * @param wave whose stacks are run; 0 for all, one wave after the other
   * @param shard of that wave
   * @param shards how many it has
   * @param onlyFailed whether to leave out stacks that have nothing to repeat
   * @throws IllegalArgumentException if a stack file or Pulumi itself cannot be used
   */
  public static Plan of(
      Project project,
      Operation operation,
      Collection<String> patterns,
      int wave,
      int shard,
      int shards,
      boolean onlyFailed) {
    var state = new StateFolder(project);
    var matching = project.select(patterns);
    var selected = wave == 0 ? matching : Waves.of(operation, matching).select(wave, shard, shards);
    var stacks =
        onlyFailed
            ? selected.stream()
                .filter(stack -> state.unfinished(operation.repeats()).contains(stack.name()))
                .toList()
            : selected;
    var engine = Engine.open(project, operation, state);
    var names = stacks.stream().map(FleetStack::name).toList();
    var others =
        project.readable().stream()
            .filter(stack -> !names.contains(stack.name()) && engine.isDeployed(stack))
            .toList();
    return new Plan(operation, state, stacks, others, engine);
  }

  /** The names of the stacks. */
  public List<String> stacks() {
    return stacks.stream().map(FleetStack::name).toList();
  }

  /**
   * Why the stacks cannot stand beside each other and those that are deployed: one line for each
   * single thing of a registry that two of them would own.
   */
  public List<String> fights() {
    return operation == Operation.DESTROY
        ? List.of()
        : Fights.among(Stream.concat(others.stream(), stacks.stream()).toList());
  }

  /** The folder for logs of stacks that did not succeed. */
  public Path logs() {
    return state.folder();
  }

  /**
   * Runs the stacks and gives what became of them, in the order of their run.
   *
   * @param concurrency how many at once
   */
  public List<Outcome> run(int concurrency, Progress progress) {
    if (operation == Operation.PREVIEW) {
      return fleet.run(stacks, concurrency, progress);
    }
    state.begin(operation, stacks());
    return fleet.run(
        stacks,
        concurrency,
        new Progress() {
          @Override
          public void started(String stack) {
            progress.started(stack);
          }

          @Override
          public void ended(Outcome outcome) {
            if (outcome.succeeded()) {
              state.succeeded(outcome.stack());
            }
            progress.ended(outcome);
          }
        });
  }

  /** Starts no further stack, and lets those that run end as soon as they can without harm. */
  public void interrupt() {
    fleet.interrupt();
  }
}
