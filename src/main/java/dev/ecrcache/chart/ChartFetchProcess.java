package dev.ecrcache.chart;

import com.marcnuri.helm.jni.RepoOptions;
import com.marcnuri.helm.jni.ShowOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the process of {@link ChartFetch} runs: fetches a chart with Helm. */
final class ChartFetchProcess {
  private static final String REPOSITORY = "r";
  private static final Set<String> INDEX = Set.of("r-index.yaml", "r-charts.txt");
  // As Docker has it: the registries of one's own machine need no certificate.
  private static final Pattern PLAIN_HTTP =
      Pattern.compile("(?i)oci://(localhost|127\\.[\\d.]+|\\[::1])(:\\d+)?/.*");
  private static final int LARGEST_ANSWER = 1 << 20;

  private final HelmLibrary helm;

  private ChartFetchProcess(HelmLibrary helm) {
    this.helm = helm;
  }

  /**
   * What the process runs.
   *
   * @param args as for {@link ChartService#main}
   */
  public static void main(String[] args) {
    var fetch = new ChartFetchProcess(HelmLibrary.load(Path.of(args[2])));
    new HelmService(Path.of(args[0]), Long.parseLong(args[1])).serve(fetch::answer);
  }

  /** A chart, its version and its repository; answers where the archive is. */
  private List<byte[]> answer(Message message) throws IOException {
    var chart = message.text(0);
    var repository = message.text(2);
    pull(repository.isEmpty() ? chart : named(chart, repository), message.text(1));
    return List.of(archive().toString().getBytes(StandardCharsets.UTF_8));
  }

  private String named(String chart, String repository) throws IOException {
    helm.RepoAdd(
            new RepoOptions(null, REPOSITORY, null, repository, null, null, null, null, null, 0))
        .get(helm, LARGEST_ANSWER);
    return REPOSITORY + "/" + chart;
  }

  // Helm has no command here that only pulls.
  private void pull(String chart, String version) throws IOException {
    int plainHttp = PLAIN_HTTP.matcher(chart).matches() ? 1 : 0;
    helm.Show(new ShowOptions(chart, "chart", version, null, null, null, 0, plainHttp, 0))
        .get(helm, LARGEST_ANSWER);
  }

  private static Path archive() throws IOException {
    var cache = Path.of(System.getenv("HELM_CACHE_HOME"), "repository");
    try (var files = Files.list(cache)) {
      return files
          .filter(file -> !INDEX.contains(file.getFileName().toString()))
          .findFirst()
          .orElseThrow(() -> new IOException("Helm has kept no archive"));
    }
  }
}
