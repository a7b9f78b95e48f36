package dev.ecrcache;

import dev.ecrcache.ChartServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A Helm repository on this machine. */
public final class ChartRepository implements AutoCloseable {
  private final List<PackagedChart> charts = new ArrayList<>();
  private final ChartServer server = new ChartServer(this::answer);

  /** Serves the chart in a folder under any name and version. */
  public ChartRepository serve(Path folder, String name, String version) throws IOException {
    charts.add(PackagedChart.of(folder, name, version));
    return this;
  }

  /** Serves only those who give this name and password. */
  public ChartRepository onlyTo(String user, String password) {
    server.onlyTo(user, password);
    return this;
  }

  /** Sends half of each archive. */
  public ChartRepository cutOff() {
    server.cutOff();
    return this;
  }

  /** Its URL; archives are in it, moved ones in {@code moved}, and {@code to} redirects. */
  public String url() {
    return "http://" + server.address();
  }

  @Override
  public void close() {
    server.close();
  }

  private Answer answer(String path) {
    if (path.equals("/index.yaml")) {
      return Answer.text("text/yaml", index());
    }
    return charts.stream()
        .filter(it -> path.equals("/" + it.fileName()))
        .map(it -> new Answer("application/gzip", it.archive()))
        .findFirst()
        .orElse(null);
  }

  private String index() {
    var index = new StringBuilder("apiVersion: v1\nentries:\n");
    for (var name : new TreeSet<>(charts.stream().map(PackagedChart::name).toList())) {
      index.append("  %s:\n".formatted(name));
      charts.stream()
          .filter(it -> it.name().equals(name))
          .forEach(
              it ->
                  index.append(
                      "  - {apiVersion: v2, name: %s, version: %s, urls: [%s]}\n"
                          .formatted(name, it.version(), it.fileName())));
    }
    return index.toString();
  }
}
