package dev.ecrcache.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.jni.HelmLib;
import com.marcnuri.helm.jni.NativeLibrary;
import com.sun.jna.Library;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fetches charts with Helm in a process of its own: it can be ended, for Helm waits without end for
 * a registry that never answers, and what it writes stays in a folder that goes.
 */
final class ChartFetch {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Duration longest;
  private final Map<String, String> environment;

  ChartFetch() {
    this(LONGEST, System.getenv());
  }

  /**
   * @param longest how long Helm may take for all of it
   * @param environment the environment that Helm sees, but for where it keeps what it fetches
   */
  ChartFetch(Duration longest, Map<String, String> environment) {
    this.longest = longest;
    this.environment = environment;
  }

  /**
   * The archive of a chart, somewhere in a folder.
   *
   * @throws UnreadableChartException if Helm cannot fetch it
   */
  Path fetch(ChartSource source, Path folder) throws IOException {
    var answer = folder.resolve("answer");
    int code = run(source, folder, answer);
    var text = Files.readString(answer).strip();
    if (code != 0) {
      var reason =
          text.isEmpty()
              ? "Helm ended with exit code " + code
              : oneLine(text.replace(cache(folder) + "/", ""));
      throw new UnreadableChartException(source, reason, null);
    }
    // Helm may print before it.
    return Path.of(text.substring(text.lastIndexOf('\n') + 1));
  }

  private int run(ChartSource source, Path folder, Path answer) throws IOException {
    var process = process(folder).redirectOutput(answer.toFile()).start();
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      // Not arguments, which everybody on the machine can read.
      in.write(String.join("\n", source.chart(), source.version(), source.repository(), ""));
      in.flush();
      if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new UnreadableChartException(
            source, "no answer in %d seconds".formatted(longest.toSeconds()), null);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      end(process);
    }
  }

  private ProcessBuilder process(Path folder) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            java,
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            classPath(),
            ChartFetchProcess.class.getName());
    var builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment(folder));
    return builder;
  }

  private Map<String, String> environment(Path folder) throws IOException {
    var changed = new HashMap<>(environment);
    var logins = environment.get("HELM_REGISTRY_CONFIG");
    if (logins != null && Files.isReadable(Path.of(logins))) {
      // helm-java knows no other place.
      var place = Files.createDirectories(folder.resolve("config/registry"));
      Files.copy(Path.of(logins), place.resolve("config.json"));
      changed.put("HELM_CONFIG_HOME", folder.resolve("config").toString());
    }
    // A debugger or an agent is for one process.
    changed.keySet().removeAll(List.of("HELM_REPOSITORY_CACHE", "JAVA_TOOL_OPTIONS"));
    changed.put("HELM_CACHE_HOME", cache(folder).getParent().toString());
    changed.put("HELM_REPOSITORY_CONFIG", folder.resolve("repositories.yaml").toString());
    return changed;
  }

  private static String classPath() {
    return Stream.of(
            ChartFetchProcess.class,
            Helm.class,
            HelmLib.class,
            Library.class,
            NativeLibrary.getInstance().getClass())
        .map(ChartFetch::location)
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

  private static void end(Process process) throws IOException {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path cache(Path folder) {
    return folder.resolve("cache/repository");
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", "; ")
        .replaceFirst(
            "^(looks like \".*\" is not a valid chart repository|chart \".*\" matching)[^:]*: ",
            "");
  }
}
