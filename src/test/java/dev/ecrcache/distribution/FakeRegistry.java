package dev.ecrcache.distribution;

import com.sun.net.httpserver.HttpExchange;
import dev.ecrcache.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A registry on a free port of this machine, which answers as a test lays down. */
public final class FakeRegistry implements AutoCloseable {
  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  /** What is answered: a status, headers and a body. */
  public record Answer(int status, Map<String, String> headers, String body) {}

  private static final Answer MISSING =
      refusal(404, "MANIFEST_UNKNOWN", "Requested image not found", Map.of());

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> throttled = new HashMap<>();
  private final Map<String, AtomicInteger> missing = new HashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final LoopbackServer server = new LoopbackServer(this::answer);
  private String wanted = "";
  private String challenge = "";
  private CountDownLatch challenged = new CountDownLatch(0);

  /** A registry without anything. */
  public FakeRegistry() {
    answers.put("/v2/", new Answer(200, Map.of(), "{}"));
  }

  /** Where it listens. */
  public URI url() {
    return server.url();
  }

  /** Only requests with this header Authorization are answered; others get the challenge. */
  public FakeRegistry onlyTo(String authorization, String challenge) {
    wanted = authorization;
    this.challenge = challenge;
    return this;
  }

  /** Challenges wait until there are so many. */
  public FakeRegistry challengingAtOnce(int requests) {
    challenged = new CountDownLatch(requests);
    return this;
  }

  private void awaitOthers() {
    challenged.countDown();
    try {
      challenged.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is at a path. */
  public FakeRegistry with(String path, int status, Map<String, String> headers, String body) {
    answers.put(path, new Answer(status, headers, body));
    return this;
  }

  /** The first requests for a path are refused: there are too many. */
  public FakeRegistry throttling(String path, int times) {
    throttled.put(path, new AtomicInteger(times));
    return this;
  }

  /** What is at a path is not there for the first requests. */
  public FakeRegistry missing(String path, int times) {
    missing.put(path, new AtomicInteger(times));
    return this;
  }

  /** An image with a configuration and a layer, by a tag unless that is empty; gives its digest. */
  public String image(String repository, String tag, String content) {
    var config = blob(repository, content + " config");
    var layer = blob(repository, content + " layer");
    return manifest(
        repository,
        tag,
        IMAGE,
        "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}".formatted(config, layer));
  }

  /** An index of images by their platforms, such as {@code linux/amd64}; gives its digest. */
  public String index(String repository, String tag, Map<String, String> digests) {
    var children =
        digests.entrySet().stream()
            .map(
                it -> {
                  var platform = it.getKey().split("/");
                  return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":100,\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"}}"
                      .formatted(IMAGE, it.getValue(), platform[0], platform[1]);
                })
            .collect(Collectors.joining(","));
    return manifest(
        repository, tag, INDEX, "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(children));
  }

  /** A manifest by its digest, and by a tag unless that is empty; gives its digest. */
  public String manifest(String repository, String tag, String type, String body) {
    var digest = digest(body);
    var answer =
        new Answer(200, Map.of("Content-Type", type, "Docker-Content-Digest", digest), body);
    Stream.of(tag, digest)
        .filter(it -> !it.isEmpty())
        .forEach(it -> answers.put("/v2/%s/manifests/%s".formatted(repository, it), answer));
    return digest;
  }

  /** Takes away what is at a path. */
  public FakeRegistry without(String path) {
    answers.remove(path);
    return this;
  }

  /** The digest of a text. */
  public static String digest(String text) {
    return Digests.likeOf("sha256:", text.getBytes(StandardCharsets.UTF_8));
  }

  private String blob(String repository, String content) {
    var digest = digest(content);
    answers.put(
        "/v2/%s/blobs/%s".formatted(repository, digest), new Answer(200, Map.of(), content));
    return "{\"mediaType\":\"application/octet-stream\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(digest, content.length());
  }

  /** Method, path and query, and header Authorization of each request, in order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().toString();
      var authorization = exchange.getRequestHeaders().getFirst("Authorization");
      requests.add(
          "%s %s %s"
              .formatted(
                  exchange.getRequestMethod(), path, authorization == null ? "-" : authorization));
      if (!wanted.isEmpty() && authorization == null) {
        awaitOthers();
      }
      send(exchange, answerTo(path, authorization));
    }
  }

  private Answer answerTo(String path, String authorization) {
    if (isLeft(throttled, path)) {
      return refusal(429, "TOOMANYREQUESTS", "Rate exceeded", Map.of());
    }
    if (path.startsWith("/v2/") && !wanted.isEmpty() && !wanted.equals(authorization)) {
      return refusal(401, "UNAUTHORIZED", "who are you", Map.of("WWW-Authenticate", challenge));
    }
    return isLeft(missing, path) ? MISSING : answers.getOrDefault(path, MISSING);
  }

  private static boolean isLeft(Map<String, AtomicInteger> times, String path) {
    return times.containsKey(path) && times.get(path).getAndDecrement() > 0;
  }

  private static Answer refusal(
      int status, String code, String message, Map<String, String> headers) {
    return new Answer(
        status,
        headers,
        "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message));
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    var body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.close();
  }
}
