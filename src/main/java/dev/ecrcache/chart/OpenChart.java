package dev.ecrcache.chart;

import dev.ecrcache.image.PublicText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A chart, read once and rendered as often as asked, by Helm in a process of its own that sees
 * nothing of the user's: no cluster, no kubeconfig, no home, no credentials and no network. What a
 * chart may take of time, memory and output is limited.
 */
public final class OpenChart implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int MOST_IN_ALL = 5;
  private static final String NO_FLAG_HERE = "Use --debug flag to render out invalid YAML";

  private final String place;
  private final Duration longest;
  private final TemporaryFolder folder;
  private final Chart chart;
  private Duration left;

  private OpenChart(Path path, String place, Duration longest) throws IOException {
    this.place = place;
    this.longest = longest;
    left = longest.multipliedBy(MOST_IN_ALL);
    folder = new TemporaryFolder();
    try {
      var question =
          Message.of(ChartService.OPEN, path.toAbsolutePath().toString(), copy().toString());
      chart = ChartReader.read(files(ask(question, "chart %s: %s")), 0);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Reads a folder or an archive.
   *
   * @throws IllegalArgumentException in one line, if there is none, or if it is broken or larger
   *     than any chart
   */
  public static OpenChart open(Path path) {
    return open(path, path.toString(), LONGEST);
  }

  /**
   * Reads a chart, fetched first where it is not on this machine.
   *
   * @throws UnreadableChartException if it cannot be fetched
   * @throws IllegalArgumentException in one line, as {@link #open(Path)}, or if the chart has
   *     another version
   */
  public static OpenChart open(ChartSource source) {
    if (source.isLocal()) {
      return open(Path.of(source.chart()), source);
    }
    try (var folder = new TemporaryFolder()) {
      return open(new ChartFetch().fetch(source, folder.path()), source);
    } catch (IOException e) {
      throw new UnreadableChartException(source, e.getMessage(), e);
    }
  }

  private static OpenChart open(Path path, ChartSource source) {
    var open = open(path, PublicText.ofUrl(source.chart()), LONGEST);
    try {
      source.checkVersion(open.chart().version());
      return open;
    } catch (IllegalArgumentException e) {
      open.close();
      throw e;
    }
  }

  /**
   * @param place what the chart is called in messages
   * @param longest how long it may take to read or render it once; all in all, five times as long
   */
  static OpenChart open(Path path, String place, Duration longest) {
    try {
      return new OpenChart(path, place, longest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the chart says of itself, and its default values. */
  public Chart chart() {
    return chart;
  }

  /**
   * The manifests that Helm would apply, hooks among them, as a stream of YAML documents; empty if
   * there are none.
   *
   * @param release the name of the release
   * @param namespace its namespace
   * @param kubernetes the version of the cluster, which charts ask for
   * @param values the values over the chart's own
   * @throws IllegalArgumentException in one line, with what Helm says, if it cannot be rendered, or
   *     with the limit that it goes beyond
   */
  public String render(
      String release, String namespace, KubernetesVersion kubernetes, Map<String, Object> values) {
    try {
      var file = folder.path().resolve("values.yaml");
      Files.writeString(file, ChartCopy.withoutHooks(YamlText.write(values)));
      var question =
          Message.of(
              ChartService.RENDER,
              copy().toString(),
              file.toString(),
              release,
              namespace,
              kubernetes.version());
      return ask(question, "chart %s cannot be rendered: %s").text(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      folder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path copy() {
    return folder.path().resolve("chart.tgz");
  }

  private Message ask(Message question, String refusal) throws IOException {
    if (left.isNegative()) {
      throw refusal(
          refusal, "it has taken %d seconds in all".formatted(longest.toSeconds() * MOST_IN_ALL));
    }
    long start = System.nanoTime();
    try {
      var answer = ChartProcess.shared().ask(question, longest);
      if (answer.text(0).equals(Message.DONE)) {
        return answer;
      }
      throw refusal(refusal, answer.text(1));
    } catch (HelmProcess.Ended e) {
      throw refusal(refusal, e.getMessage());
    } finally {
      left = left.minusNanos(System.nanoTime() - start);
    }
  }

  private IllegalArgumentException refusal(String refusal, String reason) {
    var line =
        reason
            .replace(copy().toString(), place)
            .replace(NO_FLAG_HERE, "")
            .strip()
            .replaceAll("\\s*\\R\\s*", "; ");
    // Of templates that call each other, the last says most.
    int end = line.length();
    var text = end > 1000 ? line.substring(0, 300) + " … " + line.substring(end - 600) : line;
    return new IllegalArgumentException(refusal.formatted(place, text));
  }

  private ChartFiles files(Message answer) {
    var files = new TreeMap<String, byte[]>();
    for (int i = 1; i + 1 < answer.parts().size(); i += 2) {
      files.put(answer.text(i), answer.parts().get(i + 1));
    }
    return new ChartFiles(place, files);
  }
}
