package dev.ecrcache.operate.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.input.LimitedInput;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A Kubernetes cluster that a kubeconfig names.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">Kubernetes API
 *     Concepts</a>
 */
public final class Cluster implements AutoCloseable {
  /** How many objects a page has; kubectl asks for as many. */
  private static final int PAGE = 500;

  private static final int GONE = 410;
  private static final int RETRIES = 5;
  private static final long SECONDS = 60;
  private static final int MESSAGE = 1 << 16;
  private static final JsonMapper JSON = new JsonMapper();
  // https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-partialobjectmetadata
  private static final String METADATA =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

  private final String name;
  private final String server;
  private final HttpClient http;

  private Cluster(String name, Config config) {
    this.name = name;
    this.server = config.getMasterUrl().replaceFirst("/$", "");
    // Of what fails at once, or is throttled; the client's own ten take a minute.
    config.setRequestRetryBackoffLimit(RETRIES);
    this.http = new JdkHttpClientFactory().newBuilder(config).build();
  }

  /**
   * A cluster of a kubeconfig.
   *
   * @param kubeconfig the file; by default those of {@code KUBECONFIG}, the user's, or what a pod
   *     has of its own cluster
   * @param context the context; by default the current one
   * @throws IllegalArgumentException if there is no such context
   */
  public static Cluster open(Optional<Path> kubeconfig, Optional<String> context) {
    var chosen = ClusterContext.of(kubeconfig, context);
    return new Cluster(chosen.name(), chosen.config());
  }

  /** What it is called: its context. */
  public String name() {
    return name;
  }

  /**
   * Hands on each object of a list, a page at a time.
   *
   * @param path of the list, such as {@code /api/v1/pods}, with a query or without
   * @param metadata whether the metadata of objects is enough
   * @throws ClusterRefusalException if the cluster refuses, or does not answer
   */
  void each(String path, boolean metadata, Consumer<JsonNode> object) {
    var token = "";
    do {
      var uri =
          "%s%s%slimit=%d%s"
              .formatted(
                  server,
                  path,
                  path.indexOf('?') < 0 ? "?" : "&",
                  PAGE,
                  token.isEmpty() ? "" : "&continue=" + encoded(token));
      var response = get(path, uri, metadata);
      try (var body = response.body()) {
        token = response.isSuccessful() ? read(body, object) : next(path, response.code(), body);
      } catch (IOException e) {
        throw refusal(path, "the answer ends early, or is no JSON", 0, e);
      }
    } while (!token.isEmpty());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<InputStream> get(String path, String uri, boolean metadata) {
    var request =
        http.newHttpRequestBuilder()
            .uri(uri)
            .header("Accept", metadata ? METADATA : "application/json")
            .timeout(SECONDS, TimeUnit.SECONDS)
            .build();
    try {
      return http.sendAsync(request, InputStream.class).get(SECONDS * 2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refusal(path, "interrupted", 0, e);
    } catch (TimeoutException | CancellationException e) {
      throw refusal(path, "does not answer", 0, e);
    } catch (ExecutionException e) {
      throw refusal(path, problem(e.getCause()), 0, e);
    }
  }

  private static String problem(Throwable failure) {
    var message = failure.getMessage();
    return message == null || message.isBlank()
        ? "cannot be reached (%s)".formatted(failure.getClass().getSimpleName())
        : "cannot be reached: " + message;
  }

  /** Reads a page and gives the token of the next one; empty for none. */
  private static String read(InputStream body, Consumer<JsonNode> object) throws IOException {
    var token = "";
    try (var json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        var field = json.currentName();
        json.nextToken();
        if (field.equals("items")) {
          items(json, object);
        } else if (field.equals("metadata")) {
          token = JSON.<JsonNode>readTree(json).path("continue").asText();
        } else {
          json.skipChildren();
        }
      }
    }
    return token;
  }

  private static void items(JsonParser json, Consumer<JsonNode> object) throws IOException {
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        object.accept(JSON.readTree(json));
      }
    }
  }

  /** A list that took too long goes on with a token of its own. */
  private String next(String path, int code, InputStream body) throws IOException {
    JsonNode status;
    try {
      status = JSON.readTree(LimitedInput.read(body, MESSAGE));
    } catch (IOException e) {
      status = JSON.missingNode();
    }
    var token = status.path("metadata").path("continue").asText();
    if (code == GONE && !token.isEmpty()) {
      return token;
    }
    var message = status.path("message").asText();
    throw refusal(
        path,
        message.isBlank() ? "answers " + code : "answers %d: %s".formatted(code, message),
        code,
        null);
  }

  private ClusterRefusalException refusal(
      String path, String problem, int status, Throwable cause) {
    return new ClusterRefusalException(
        "%s of %s: %s".formatted(path.replaceFirst("\\?.*", ""), name, problem), status, cause);
  }

  @Override
  public void close() {
    http.close();
  }
}
