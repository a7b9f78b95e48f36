package dev.ecrcache.cli.console;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Interrupts that wait for the end of what they interrupt. */
public final class Interrupts {
  private Interrupts() {}

  /**
   * Does the work. An interrupt meanwhile ends this process only after it.
   *
   * @param interrupt lets the work come to an early end
   */
  public static <T> T handle(Runnable interrupt, Callable<T> work) throws Exception {
    var end = new CountDownLatch(1);
    var hook =
        new Thread(
            () -> {
              interrupt.run();
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.call();
    } finally {
      end.countDown();
      forget(hook);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is about to end, and the hook has run.
    }
  }
}
