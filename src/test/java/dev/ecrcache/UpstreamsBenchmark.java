package dev.ecrcache;

import dev.ecrcache.inputs.RepositoriesArgs;
import dev.ecrcache.inputs.UpstreamArgs;
import java.util.Arrays;

/** Times the building of caches with 5 and with 50 upstreams under Pulumi's mocks, in turn. */
final class UpstreamsBenchmark {
  private static final int WARM_UP = 30;
  private static final int ROUNDS = 60;

  private UpstreamsBenchmark() {}

  /** Prints the medians in milliseconds, and their ratio. */
  public static void main(String[] arguments) {
    var few = new double[ROUNDS];
    var many = new double[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      var fewTime = time(5);
      var manyTime = time(50);
      if (round >= 0) {
        few[round] = fewTime;
        many[round] = manyTime;
      }
    }
    System.out.printf(
        "5 upstreams: %.1f ms, 50 upstreams: %.1f ms, ratio: %.1f (medians of %d)%n",
        median(few), median(many), median(many) / median(few), ROUNDS);
  }

  private static double time(int upstreams) {
    var recorder = new Recorder();
    var start = System.nanoTime();
    recorder.run(
        context -> {
          var args = RegistryCacheArgs.builder().repositories(RepositoriesArgs.builder().build());
          for (int i = 0; i < upstreams; i++) {
            args.upstream("quay-" + i, UpstreamArgs.builder().registry("quay.io").build());
          }
          new RegistryCache("cache", args.build(), null);
        });
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(double[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }
}
