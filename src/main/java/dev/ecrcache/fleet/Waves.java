package dev.ecrcache.fleet;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The order of an operation over several machines: waves, of which each is at its end before the
 * next one begins, and shards of a wave, which run at the same time.
 */
public final class Waves {
  private final Operation operation;
  private final List<FleetStack> stacks;

  private Waves(Operation operation, List<FleetStack> stacks) {
    this.operation = operation;
    this.stacks = stacks;
  }

  /**
   * The waves of stacks of a project. Pulumi is not asked.
   *
   * @param patterns names of stacks, in which {@code *} stands for any characters
   * @throws IllegalArgumentException if a pattern matches no stack file, or one cannot be read
   */
  public static Waves of(Project project, Operation operation, Collection<String> patterns) {
    return new Waves(operation, project.select(patterns));
  }

  static Waves of(Operation operation, List<FleetStack> stacks) {
    return new Waves(operation, stacks);
  }

  /**
   * A part of an operation.
   *
   * @param number of the wave, from 1
   * @param shard of the wave, from 1
   * @param shards how many the wave has
   * @param stacks the names of its stacks
   */
  public record Part(int number, int shard, int shards, List<String> stacks) {}

  /**
   * All parts, in the order of the waves. A wave has no more shards than stacks.
   *
   * @param shards how many shards a wave has at most
   */
  public List<Part> parts(int shards) {
    var waves = waves();
    return IntStream.range(0, waves.size())
        .boxed()
        .flatMap(
            wave -> {
              var of = Math.min(shards, waves.get(wave).size());
              return IntStream.rangeClosed(1, of)
                  .mapToObj(
                      shard ->
                          new Part(
                              wave + 1,
                              shard,
                              of,
                              shard(waves.get(wave), shard, of).stream()
                                  .map(FleetStack::name)
                                  .toList()));
            })
        .toList();
  }

  /** Why the stacks cannot stand beside each other: as {@link Plan#fights()}, of these alone. */
  public List<String> fights() {
    return operation == Operation.DESTROY ? List.of() : Fights.among(stacks);
  }

  /** The stacks of a wave, or of a shard of it; none if there is no such wave. */
  List<FleetStack> select(int wave, int shard, int shards) {
    var waves = waves();
    return wave > waves.size() ? List.of() : shard(waves.get(wave - 1), shard, shards);
  }

  /** Stacks with a cache before those that use one; the other way round where they are deleted. */
  private List<List<FleetStack>> waves() {
    var hosting = stacks.stream().filter(FleetStack::hosts).toList();
    var workloads = stacks.stream().filter(stack -> !stack.hosts()).toList();
    return operation == Operation.DESTROY
        ? List.of(workloads, hosting)
        : List.of(hosting, workloads);
  }

  /**
   * Every so manieth stack by name: the same ones each time, and of two shards one more at most.
   */
  private static List<FleetStack> shard(List<FleetStack> wave, int shard, int shards) {
    return Stream.iterate(shard - 1, it -> it < wave.size(), it -> it + shards)
        .map(wave::get)
        .toList();
  }
}
