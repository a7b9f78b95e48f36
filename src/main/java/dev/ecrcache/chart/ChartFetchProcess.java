package dev.ecrcache.chart;

import com.marcnuri.helm.Helm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The process of {@link ChartFetch}. Reads a chart, its version and its repository, a line each,
 * and prints where the archive is, or with exit code 1 why there is none.
 */
final class ChartFetchProcess {
  private static final String REPOSITORY = "r";
  private static final Set<String> INDEX = Set.of("r-index.yaml", "r-charts.txt");
  // As Docker has it: the registries of one's own machine need no certificate.
  private static final Pattern PLAIN_HTTP =
      Pattern.compile("(?i)oci://(localhost|127\\.[\\d.]+|\\[::1])(:\\d+)?/.*");

  private ChartFetchProcess() {}

  /** What the process runs. */
  public static void main(String[] args) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var chart = in.readLine();
    var version = in.readLine();
    var repository = in.readLine();
    endWith(in);
    try {
      pull(repository.isEmpty() ? chart : named(chart, repository), version);
      out.println(archive());
    } catch (IllegalStateException e) {
      out.println(e.getMessage());
      Runtime.getRuntime().halt(1);
    }
  }

  // Who started it may be killed, and Helm may wait without end.
  private static void endWith(BufferedReader in) {
    var thread =
        new Thread(
            () -> {
              try {
                in.read();
              } catch (IOException e) {
                // Nobody is there any more.
              }
              Runtime.getRuntime().halt(1);
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static String named(String chart, String repository) {
    Helm.repo().add().withName(REPOSITORY).withUrl(URI.create(repository)).call();
    return REPOSITORY + "/" + chart;
  }

  // Helm has no command here that only pulls.
  private static void pull(String chart, String version) {
    var show = Helm.show(chart).chart();
    if (!version.isEmpty()) {
      show.withVersion(version);
    }
    if (PLAIN_HTTP.matcher(chart).matches()) {
      show.plainHttp();
    }
    show.call();
  }

  private static Path archive() throws IOException {
    var cache = Path.of(System.getenv("HELM_CACHE_HOME"), "repository");
    try (var files = Files.list(cache)) {
      return files
          .filter(file -> !INDEX.contains(file.getFileName().toString()))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("Helm has kept no archive"));
    }
  }
}
