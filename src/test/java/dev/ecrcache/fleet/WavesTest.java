package dev.ecrcache.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.fleet.Waves.Part;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An operation in waves, and a wave in shards. */
class WavesTest {
  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"UP", "PREVIEW"})
  void hostingStacksAreTheFirstWave(Operation operation) {
    assertEquals(
        List.of(
            new Part(1, 1, 1, List.of("prod")),
            new Part(2, 1, 2, List.of("a", "c")),
            new Part(2, 2, 2, List.of("b"))),
        Waves.of(operation, Stacks.prodAnd("a", "b", "c")).parts(2));
  }

  @Test
  void andTheLastToBeDestroyed() {
    assertEquals(
        List.of(new Part(1, 1, 1, List.of("a", "b")), new Part(2, 1, 1, List.of("prod"))),
        Waves.of(Operation.DESTROY, Stacks.prodAnd("a", "b")).parts(1));
  }

  @Test
  void aWaveWithoutStacksHasNoPart() {
    assertEquals(
        List.of(new Part(2, 1, 1, List.of("a"))),
        Waves.of(Operation.UP, List.of(Stacks.workload("a", "prod"))).parts(3));
  }

  @ParameterizedTest
  @CsvSource({"1000, 10, 100, 100", "1000, 7, 142, 143", "3, 10, 1, 1", "20, 4, 5, 5"})
  void shardsAreBalancedAndHaveEachStackOnce(int stacks, int shards, int least, int most) {
    var names = IntStream.range(0, stacks).mapToObj("team-%04d"::formatted).toList();
    var waves = Waves.of(Operation.UP, Stacks.prodAnd(names.toArray(String[]::new)));

    var parts = waves.parts(shards).stream().filter(it -> it.number() == 2).toList();

    var sizes = parts.stream().mapToInt(it -> it.stacks().size()).summaryStatistics();
    assertEquals(List.of(least, most), List.of(sizes.getMin(), sizes.getMax()));
    var all = parts.stream().flatMap(it -> it.stacks().stream()).toList();
    assertEquals(names, List.copyOf(new TreeSet<>(all)));
    assertEquals(stacks, all.size());
    for (var part : parts) {
      assertEquals(
          part.stacks(),
          waves.select(2, part.shard(), part.shards()).stream().map(FleetStack::name).toList());
    }
  }

  @Test
  void stacksThatFightAreTold() {
    var single =
        """
        aws:region: eu-west-1
        aws:allowedAccountIds: ["111111111111"]
        ecr-cache:cache: { upstreams: { k8s: { registry: registry.k8s.io } } }
        """;
    var stacks = Stream.of("a", "b").map(name -> Stacks.of(name, single)).toList();

    assertEquals(
        List.of(
            "the stacks a and b both own the pull-through cache rule k8s of the account 111111111111 in"
                + " eu-west-1; leave it to one of them"),
        Waves.of(Operation.UP, stacks).fights().subList(0, 1));
    assertEquals(List.of(), Waves.of(Operation.DESTROY, stacks).fights());
  }
}
