package dev.ecrcache.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Fetches charts with Helm in a process of its own: it can be ended, for Helm waits without end for
 * a registry that never answers, and what it writes stays in a folder that goes.
 */
final class ChartFetch {
  private static final Duration LONGEST = Duration.ofMinutes(2);
  // Where logins are, what Docker's credential helpers need, and how to reach registries.
  private static final Pattern PASSED =
      Pattern.compile(
          "HOME|USER|LOGNAME|PATH|DOCKER_CONFIG|REGISTRY_AUTH_FILE|HELM_(CONFIG_HOME|DATA_HOME|PLUGINS)"
              + "|XDG_.*|((?i:https?|no|all)_(?i:proxy))|SSL_CERT_(FILE|DIR)"
              + "|(AWS|AZURE|GOOGLE|CLOUDSDK)_.*"
              + "|DBUS_SESSION_BUS_ADDRESS|GNUPGHOME|PASSWORD_STORE_DIR");

  private final Duration longest;
  private final Map<String, String> environment;

  ChartFetch() {
    this(LONGEST, System.getenv());
  }

  /**
   * @param longest how long Helm may take for all of it
   * @param environment the environment that Helm sees, as far as it is of use for fetching
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
    // Not arguments, which everybody on the machine can read.
    var question = Message.of(source.chart(), source.version(), source.repository());
    try (var process = new HelmProcess(ChartFetchProcess.class, folder, environment(folder))) {
      var answer = process.ask(question, longest);
      if (answer.text(0).equals(Message.DONE)) {
        return Path.of(answer.text(1));
      }
      throw new UnreadableChartException(
          source, oneLine(answer.text(1).replace(cache(folder) + "/", "")), null);
    } catch (HelmProcess.Ended e) {
      throw new UnreadableChartException(source, e.getMessage(), e);
    }
  }

  private Map<String, String> environment(Path folder) throws IOException {
    var changed = new HashMap<String, String>();
    environment.forEach(
        (name, value) -> {
          if (PASSED.matcher(name).matches()) {
            changed.put(name, value);
          }
        });
    var logins = environment.get("HELM_REGISTRY_CONFIG");
    if (logins != null && Files.isReadable(Path.of(logins))) {
      // helm-java knows no other place.
      var place = Files.createDirectories(folder.resolve("config/registry"));
      Files.copy(Path.of(logins), place.resolve("config.json"));
      changed.put("HELM_CONFIG_HOME", folder.resolve("config").toString());
    }
    changed.put("HELM_CACHE_HOME", cache(folder).getParent().toString());
    changed.put("HELM_REPOSITORY_CONFIG", folder.resolve("repositories.yaml").toString());
    changed.put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    return changed;
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
