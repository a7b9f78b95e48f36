package dev.ecrcache.fleet;

import dev.ecrcache.fleet.Outcome.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Stacks in the order that the cache needs: those that make one before those that use it. */
final class Fleet {
  private final Operation operation;
  private final Collection<FleetStack> others;
  private final StackRunner runner;
  private final Map<String, Outcome> outcomes = new HashMap<>();
  private volatile boolean stopping;

  /**
   * @param others further stacks that are deployed and not to be touched
   */
  Fleet(Operation operation, Collection<FleetStack> others, StackRunner runner) {
    this.operation = operation;
    this.others = others;
    this.runner = runner;
  }

  /** Runs the stacks, so many at once, and gives what became of them in the order of their run. */
  List<Outcome> run(List<FleetStack> stacks, int concurrency, Progress progress) {
    var hosting = stacks.stream().filter(FleetStack::hosts).toList();
    var workloads = stacks.stream().filter(stack -> !stack.hosts()).toList();
    var pool = Executors.newFixedThreadPool(concurrency);
    try {
      var all = new ArrayList<Outcome>();
      if (operation == Operation.DESTROY) {
        all.addAll(run(workloads, stack -> Optional.empty(), progress, pool));
        all.addAll(run(hosting, stack -> served(stack, workloads), progress, pool));
      } else {
        all.addAll(run(hosting, stack -> Optional.empty(), progress, pool));
        all.addAll(run(workloads, this::hostNotUp, progress, pool));
      }
      return all;
    } finally {
      pool.shutdown();
    }
  }

  /** Starts no further stack, and interrupts those that run. */
  void interrupt() {
    stopping = true;
    runner.interrupt();
  }

  private List<Outcome> run(
      List<FleetStack> stacks,
      Function<FleetStack, Optional<String>> obstacle,
      Progress progress,
      ExecutorService pool) {
    var ended =
        await(
            stacks.stream()
                .<Callable<Outcome>>map(stack -> () -> run(stack, obstacle.apply(stack), progress))
                .toList(),
            pool);
    ended.forEach(outcome -> outcomes.put(outcome.stack(), outcome));
    return ended;
  }

  private Outcome run(FleetStack stack, Optional<String> obstacle, Progress progress) {
    var outcome = outcome(stack, obstacle, progress);
    progress.ended(outcome);
    return outcome;
  }

  private Outcome outcome(FleetStack stack, Optional<String> obstacle, Progress progress) {
    if (stopping) {
      return Outcome.without(stack.name(), Result.NOT_STARTED, "the run was interrupted");
    }
    if (obstacle.isPresent()) {
      return Outcome.without(stack.name(), Result.SKIPPED, obstacle.get());
    }
    progress.started(stack.name());
    return runner.run(stack);
  }

  private Optional<String> hostNotUp(FleetStack workload) {
    return workload
        .cacheStack()
        .map(outcomes::get)
        .filter(host -> !host.succeeded())
        .map(host -> "%s, whose cache it uses, %s".formatted(host.stack(), host.result().word()));
  }

  private Optional<String> served(FleetStack host, List<FleetStack> workloads) {
    var remaining =
        Stream.concat(
                workloads.stream().filter(stack -> !outcomes.get(stack.name()).succeeded()),
                others.stream())
            .filter(stack -> stack.cacheStack().filter(host.name()::equals).isPresent())
            .map(FleetStack::name)
            .collect(Collectors.joining(", "));
    return remaining.isEmpty()
        ? Optional.empty()
        : Optional.of("its cache still serves " + remaining);
  }

  private static List<Outcome> await(List<Callable<Outcome>> runs, ExecutorService pool) {
    try {
      var outcomes = new ArrayList<Outcome>();
      for (var run : pool.invokeAll(runs)) {
        outcomes.add(run.get());
      }
      return outcomes;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
