package dev.ecrcache;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** A Kubernetes API that lists what a test lays down, page by page, and keeps what it was asked. */
public final class FakeCluster implements AutoCloseable {
  private static final Pattern LIMIT = Pattern.compile("limit=(\\d+)");
  private static final Pattern CONTINUE = Pattern.compile("continue=from(\\d+)");
  private static final String STATUS =
      "{\"kind\":\"Status\",\"metadata\":{%s},\"code\":%d,\"message\":\"%s\"}";

  private record Objects(int count, IntFunction<String> json) {}

  private final Map<String, Objects> lists = new HashMap<>();
  private final Map<String, String> refusals = new HashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final LoopbackServer server = new LoopbackServer(this::answer);
  private boolean expires;

  /**
   * A kubeconfig in a folder, with the contexts {@code prod}, which is current, and {@code dev}.
   */
  public Path kubeconfig(Path folder) {
    try {
      return Files.writeString(
          folder.resolve("kubeconfig"),
          """
          apiVersion: v1
          kind: Config
          current-context: prod
          contexts:
          - {name: prod, context: {cluster: here, user: auditor}}
          - {name: dev, context: {cluster: nowhere, user: auditor}}
          clusters:
          - {name: here, cluster: {server: "%s"}}
          - {name: nowhere, cluster: {server: "http://127.0.0.1:1"}}
          users:
          - {name: auditor, user: {token: token-of-auditor}}
          """
              .formatted(server.url()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The objects at a path. */
  public FakeCluster with(String path, String... objects) {
    return with(path, objects.length, at -> objects[at]);
  }

  /** Many objects at a path, made as they are asked for. */
  public FakeCluster with(String path, int count, IntFunction<String> json) {
    lists.put(path, new Objects(count, json));
    return this;
  }

  /** A path that these credentials may not list. */
  public FakeCluster forbidding(String path, String message) {
    refusals.put(path, message);
    return this;
  }

  /** Each second page comes too late, with the token of another list. */
  public FakeCluster expiring() {
    expires = true;
    return this;
  }

  /** An object of metadata and what follows it. */
  public static String object(String namespace, String name, String controller, String rest) {
    var owner = controller.split(" ");
    return "{\"metadata\":{\"namespace\":\"%s\",\"name\":\"%s\"%s}%s}"
        .formatted(
            namespace,
            name,
            controller.isEmpty()
                ? ""
                : ",\"ownerReferences\":[{\"kind\":\"%s\",\"name\":\"%s\",\"controller\":true}]"
                    .formatted(owner[0], owner[1]),
            rest);
  }

  /** What was asked for, in order, each with its credential. */
  public List<String> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    requests.add(uri + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    var path = uri.getPath();
    var query = String.valueOf(uri.getRawQuery());
    if (refusals.containsKey(path)) {
      send(exchange, 403, STATUS.formatted("", 403, refusals.get(path)));
    } else if (!lists.containsKey(path)) {
      send(exchange, 404, STATUS.formatted("", 404, "the server could not find it"));
    } else if (expires && query.contains("continue=")) {
      expires = false;
      var token = "\"continue\":\"from" + number(CONTINUE, query, 0) + "\"";
      send(
          exchange,
          410,
          STATUS.formatted(token, 410, "The provided continue parameter is too old"));
    } else {
      var objects = lists.get(path);
      var from = number(CONTINUE, query, 0);
      var to = Math.min(objects.count(), from + number(LIMIT, query, objects.count()));
      var items = new ArrayList<String>();
      for (var at = from; at < to; at++) {
        items.add(objects.json().apply(at));
      }
      var token = to < objects.count() ? "\"continue\":\"from" + to + "\"" : "";
      send(
          exchange,
          200,
          "{\"kind\":\"List\",\"metadata\":{%s},\"items\":[%s]}"
              .formatted(token, String.join(",", items)));
    }
  }

  private static int number(Pattern pattern, String query, int otherwise) {
    var found = pattern.matcher(query);
    return found.find() ? Integer.parseInt(found.group(1)) : otherwise;
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    var body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.close();
  }
}
