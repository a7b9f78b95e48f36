package dev.ecrcache.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.fleet.Outcome.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order of stacks, and what becomes of those behind one that fails. */
class FleetTest implements Progress {
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"UP", "PREVIEW"})
  void hostingStackComesFirst(Operation operation) {
    assertEquals(
        List.of("prod succeeded", "a succeeded", "b succeeded"),
        run(operation, Stacks.prodAnd("a", "b"), List.of()));
    assertEquals(
        List.of("+prod", "-prod succeeded", "+a", "-a succeeded", "+b", "-b succeeded"), heard);
  }

  @Test
  void hostingStackIsDestroyedLast() {
    assertEquals(
        List.of("a succeeded", "b succeeded", "prod succeeded"),
        run(Operation.DESTROY, Stacks.prodAnd("a", "b"), List.of()));
  }

  @Test
  void workloadsOfAHostingStackThatFailsAreSkipped() {
    var stacks = new ArrayList<>(Stacks.prodAnd("a"));
    stacks.add(Stacks.hosting("dev"));
    stacks.add(Stacks.workload("b", "dev"));
    stacks.add(Stacks.workload("c", "elsewhere"));

    assertEquals(
        List.of(
            "prod failed: on purpose",
            "dev succeeded",
            "a skipped: prod, whose cache it uses, failed",
            "b succeeded",
            "c succeeded"),
        run(Operation.UP, stacks, List.of(), "prod"));
    assertTrue(heard.contains("-a skipped: prod, whose cache it uses, failed"), heard::toString);
  }

  @Test
  void workloadThatFailsIsNoReasonToStop() {
    assertEquals(
        List.of("prod succeeded", "a failed: on purpose", "b succeeded"),
        run(Operation.UP, Stacks.prodAnd("a", "b"), List.of(), "a"));
  }

  @Test
  void hostingStackThatStillServesIsNotDestroyed() {
    var other = Stacks.workload("other", "prod");
    var strange = Stacks.workload("strange", "dev");

    assertEquals(
        List.of(
            "a succeeded", "b failed: on purpose", "prod skipped: its cache still serves b, other"),
        run(Operation.DESTROY, Stacks.prodAnd("a", "b"), List.of(other, strange), "b"));
  }

  @Test
  void asManyRunAtOnceAsAsked() {
    // A third stack could not pass before the first two have met.
    var both = new CyclicBarrier(2);
    var most = Collections.synchronizedList(new ArrayList<Integer>());
    var running = Collections.synchronizedSet(new HashSet<String>());
    var runner =
        new Runner() {
          @Override
          public Outcome run(FleetStack stack) {
            running.add(stack.name());
            if (!stack.hosts()) {
              await(both);
              most.add(running.size());
              await(both);
            }
            running.remove(stack.name());
            return success(stack);
          }
        };

    new Fleet(Operation.UP, List.of(), runner).run(Stacks.prodAnd("a", "b", "c", "d"), 2, this);

    assertEquals(List.of(2, 2, 2, 2), most);
  }

  @Test
  void interruptStartsNothingMore() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var runner =
        new Runner() {
          @Override
          public Outcome run(FleetStack stack) {
            if (stack.hosts()) {
              return success(stack);
            }
            begun.countDown();
            await(interrupted);
            return Outcome.without(stack.name(), Result.INTERRUPTED, "told to");
          }

          @Override
          public void interrupt() {
            interrupted.countDown();
          }
        };
    var fleet = new Fleet(Operation.UP, List.of(), runner);
    var user =
        new Thread(
            () -> {
              await(begun);
              fleet.interrupt();
            });
    user.start();

    assertEquals(
        List.of(
            "prod succeeded",
            "a interrupted: told to",
            "b not started: the run was interrupted",
            "c not started: the run was interrupted"),
        fleet.run(Stacks.prodAnd("a", "b", "c"), 1, this).stream().map(FleetTest::tell).toList());
    user.join();
  }

  @Override
  public void started(String stack) {
    heard.add("+" + stack);
  }

  @Override
  public void ended(Outcome outcome) {
    heard.add("-" + tell(outcome));
  }

  private List<String> run(
      Operation operation, List<FleetStack> stacks, List<FleetStack> others, String... failing) {
    var runner =
        new Runner() {
          @Override
          public Outcome run(FleetStack stack) {
            return Set.of(failing).contains(stack.name())
                ? Outcome.without(stack.name(), Result.FAILED, "on purpose")
                : success(stack);
          }
        };
    return new Fleet(operation, others, runner)
        .run(stacks, 1, this).stream().map(FleetTest::tell).toList();
  }

  private static Outcome success(FleetStack stack) {
    return Outcome.success(stack.name(), Map.of(), 0);
  }

  private static String tell(Outcome outcome) {
    return outcome.stack()
        + " "
        + outcome.result().word()
        + outcome.reason().map(reason -> ": " + reason).orElse("");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private abstract static class Runner implements StackRunner {
    @Override
    public void interrupt() {
      throw new AssertionError("nobody interrupted");
    }
  }
}
