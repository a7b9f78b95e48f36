package dev.ecrcache.chart;

import com.fasterxml.jackson.core.JsonFactory;
import com.marcnuri.helm.jni.HelmLib;
import com.sun.jna.Library;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.IOUtils;
import org.apache.commons.lang3.ArrayUtils;

/**
 * A process in which Helm works: it can be ended at any time, has limits, sees of the environment
 * what it is given, and is gone when this program is.
 */
final class HelmProcess implements AutoCloseable {
  /** The most memory that it takes, where the operating system tells (Linux). */
  static final long MOST_MEMORY = 1L << 30;

  private static final Path SHELL = Path.of("/bin/sh");
  // Of addresses, of which Java and Helm take 3 GiB to begin with. It ends Helm where a machine is
  // too busy for the other limit to be looked at in time.
  private static final String HARD_LIMIT = "ulimit -v 6291456 2>&-; exec \"$0\" \"$@\"";
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
        new ProcessBuilder(command(main, root.path(), folder))
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

  private static List<String> command(Class<?> main, Path root, Path folder) throws IOException {
    var command = new ArrayList<String>();
    if (Files.isExecutable(SHELL)) {
      command.addAll(List.of(SHELL.toString(), "-c", HARD_LIMIT));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+DisableAttachMechanism",
            "-Xmx512m",
            "-XX:CompressedClassSpaceSize=32m",
            "-XX:ReservedCodeCacheSize=32m",
            "-Dfile.encoding=UTF-8",
            "-Djna.encoding=UTF-8",
            "-Djava.io.tmpdir=" + folder,
            "-Djna.tmpdir=" + folder,
            "-cp",
            classPath(),
            main.getName(),
            root.toString(),
            Long.toString(MOST_MEMORY),
            new NativeHelm(System.getenv()).file().toString()));
    return command;
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

  private static String classPath() {
    return Stream.of(
            HelmProcess.class,
            HelmLib.class,
            Library.class,
            TarArchiveInputStream.class,
            IOUtils.class,
            ArrayUtils.class,
            JsonFactory.class)
        .map(HelmProcess::location)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
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
