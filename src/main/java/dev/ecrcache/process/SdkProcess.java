package dev.ecrcache.process;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** A process in which Pulumi's SDK runs programs. */
public final class SdkProcess {
  private static final String POOL = "java.util.concurrent.ForkJoinPool.common.parallelism";
  // For more programs than anyone runs at once: workers are started as they are needed.
  private static final int WORKERS = 256;

  // The log manager alone would let go of it.
  private static final Logger PACED = new PacedLogger();

  private SdkProcess() {}

  /**
   * Prepares this process, before anything of the SDK is used.
   *
   * @see <a href="https://github.com/pulumi/pulumi-java/issues/2270">The SDK's runner and the
   *     common pool</a>
   */
  public static void prepare() {
    // For each program that runs, the SDK keeps a worker of the common pool to itself. With two
    // processors, JDK 25 has no other; earlier ones make a thread for each task instead.
    if (Runtime.version().feature() >= 25 && System.getProperty(POOL) == null) {
      widenCommonPool();
    }
    var logs = LogManager.getLogManager();
    // The engine prints errors; the SDK's logger would print them a second time.
    logs.reset();
    logs.addLogger(PACED);
  }

  // Where Maven runs the program, the pool is there already, and no property counts any more. JDK
  // 17
  // does not have the method.
  private static void widenCommonPool() {
    try {
      ForkJoinPool.class
          .getMethod("setParallelism", int.class)
          .invoke(ForkJoinPool.commonPool(), WORKERS);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Makes the SDK's runner wait. Until all of a program's tasks are done it asks again and again
   * whether they are, without a pause, which keeps a processor from the engine and the providers;
   * what it logs each time is the one place where it can be slowed down.
   */
  private static final class PacedLogger extends Logger {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

    PacedLogger() {
      super("com.pulumi.deployment.internal.DeploymentImpl", null);
    }

    @Override
    public void log(Level level, String message) {
      if (message.startsWith("Remaining tasks [")) {
        LockSupport.parkNanos(PAUSE);
      }
      super.log(level, message);
    }
  }
}
