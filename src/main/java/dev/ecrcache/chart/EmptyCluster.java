package dev.ecrcache.chart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A Kubernetes API on the loopback interface in which there is nothing, so that {@code lookup}
 * answers as in {@code helm template}, which asks no cluster.
 */
final class EmptyCluster {
  private static final Pattern KINDS = Pattern.compile("/api/v1|/apis/[^/]+/[^/]+");

  private EmptyCluster() {}

  /** Starts it, and writes a kubeconfig that names it. */
  static void start(Path kubeconfig) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", EmptyCluster::answer);
    server.start();
    Files.writeString(
        kubeconfig,
        """
        {"apiVersion": "v1", "kind": "Config", "current-context": "none",
         "clusters": [{"name": "none", "cluster": {"server": "http://%s:%d"}}],
         "contexts": [{"name": "none", "context": {"cluster": "none", "user": "none"}}],
         "users": [{"name": "none", "user": {}}]}
        """
            .formatted(
                server.getAddress().getAddress().getHostAddress(), server.getAddress().getPort()));
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    // Who asks for an object takes nothing else; the path may be the same, for one that is named
    // v1.
    var accepted = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
    if (accepted.contains("*/*") && KINDS.matcher(path).matches()) {
      var version = path.replaceFirst("/apis?/", "");
      send(
          exchange,
          200,
          "{\"kind\": \"APIResourceList\", \"apiVersion\": \"v1\", \"groupVersion\": \"%s\","
                  .formatted(version.replaceAll("[^\\w./-]", ""))
              + " \"resources\": []}");
    } else {
      send(
          exchange,
          404,
          "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\","
              + " \"reason\": \"NotFound\", \"code\": 404}");
    }
  }

  private static void send(HttpExchange exchange, int code, String json) throws IOException {
    try (exchange) {
      var bytes = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(code, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
