package dev.ecrcache.chart;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process in which Helm works: it can be ended at any time, has limits, sees of the environment
 * what it is given, and is gone when this program is.
 */
final class HelmProcess implements AutoCloseable {
  /** The most memory that it takes, where the operating system tells (Linux). */
  static final long MOST_MEMORY = 1L << 30;

  private static final int ABORTED = 134;
  private static final Duration ENDING = Duration.ofSeconds(5);
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final Process process;
  private final DataOutputStream out;
  private final DataInputStream in;

  /** Why there is no answer, in words that go behind "cannot be …: ". */
  static final class Ended extends IOException {
    private static final long serialVersionUID = 1;

    Ended(String reason) {
      super(reason);
    }
  }

  /**
   * Starts one.
   *
   * @param main what it runs
   * @param folder where it works
   * @param environment all that it sees of the environment
   */
  HelmProcess(Class<?> main, Path folder, Map<String, String> environment) throws IOException {
    var root = TemporaryRoot.get();
    var builder =
        new ProcessBuilder(HelmCommand.of(main, root.path(), folder))
            .directory(folder.toFile())
            .redirectError(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("GOMEMLIMIT", Long.toString(MOST_MEMORY / 4 * 3));
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    // Java reads file names in the locale's encoding.
    builder.environment().put("LC_ALL", "C.UTF-8");
    process = builder.start();
    root.add(process);
    out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  /** Asks for something; only one thing at a time. */
  synchronized Message ask(Message question, Duration longest) throws Ended {
    var late = new AtomicBoolean();
    var end =
        after(
            longest,
            () -> {
              late.set(true);
              process.destroyForcibly();
            });
    try {
      question.write(out);
      return Message.read(in);
    } catch (IOException e) {
      int exitCode = exitCode();
      throw new Ended(
          late.get() ? "no answer in %d seconds".formatted(longest.toSeconds()) : reason(exitCode));
    } finally {
      end.cancel(false);
    }
  }

  /** Does something after a while, unless it is cancelled. */
  static Future<?> after(Duration delay, Runnable task) {
    return TIMER.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String reason(int exitCode) {
    return switch (exitCode) {
      case HelmService.OUT_OF_MEMORY ->
          "it takes more than %d MiB of memory".formatted(MOST_MEMORY >> 20);
      case ABORTED -> "Helm ended with exit code 134, as it does without memory";
      default -> "Helm ended with exit code " + exitCode;
    };
  }

  private int exitCode() {
    try {
      // What broke off is about to end, with a code that says why.
      process.waitFor(ENDING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private static ScheduledThreadPoolExecutor timer() {
    var timer =
        new ScheduledThreadPoolExecutor(
            1,
            runnable -> {
              var thread = new Thread(runnable, "ecr-cache-limits");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
