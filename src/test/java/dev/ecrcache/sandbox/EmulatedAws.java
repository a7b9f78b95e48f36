package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** The emulated AWS of a sandbox, as sandbox/aws/README.md has it. */
final class EmulatedAws {
  private final Path portFile;
  private final Set<String> planned = new HashSet<>();

  EmulatedAws(Path portFile) {
    this.portFile = portFile;
  }

  /** Plans what goes wrong. */
  void faults(String plan) {
    tree(plan).forEach(fault -> planned.add(action(fault)));
    assertEquals("", ask("/faults", it -> it.PUT(HttpRequest.BodyPublishers.ofString(plan))));
  }

  /** Lays down what a registry holds. */
  void contents(String json) {
    assertEquals("", ask("/contents", it -> it.PUT(HttpRequest.BodyPublishers.ofString(json))));
  }

  /** How many requests the plan still waits for. */
  int faultsLeft() {
    var left = 0;
    for (var fault : tree(ask("/faults", HttpRequest.Builder::GET))) {
      left += fault.get("times").intValue();
    }
    return left;
  }

  /**
   * An AWS SDK repeats a request that got no answer: what was done already then fails. Nothing but
   * a planned fault may be the reason.
   */
  void assertNothingRepeated() {
    if (!Files.exists(portFile)) {
      return;
    }
    var repeated = new ArrayList<String>();
    for (var request : tree(ask("/requests", HttpRequest.Builder::GET)).get("repeated")) {
      if (!planned.contains(action(request))) {
        repeated.add(request.toString());
      }
    }
    assertEquals(List.of(), repeated, "requests that a client sent again");
  }

  /** A client for an operator of the account. */
  <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
      B builder, String account) {
    return builder
        .endpointOverride(endpoint())
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create("AKIAECRC" + account, "test")))
        .region(Region.EU_WEST_1)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  /** A client that reaches registries at their true host names, as sandbox/aws/README.md has it. */
  HttpClient registryClient() {
    try (var file = Files.newInputStream(Path.of(portFile.toString().replace(".port", ".p12")))) {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(file, null);
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      var tls = SSLContext.getInstance("TLS");
      tls.init(null, managers.getTrustManagers(), null);
      var proxy = new InetSocketAddress("127.0.0.1", endpoint().getPort());
      return HttpClient.newBuilder().proxy(ProxySelector.of(proxy)).sslContext(tls).build();
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Where it listens. */
  URI endpoint() {
    try {
      return URI.create("http://127.0.0.1:" + Files.readString(portFile).strip());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String ask(String path, UnaryOperator<HttpRequest.Builder> method) {
    try {
      return HttpClient.newHttpClient()
          .send(
              method.apply(HttpRequest.newBuilder(endpoint().resolve(path))).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String action(JsonNode json) {
    return json.path("service").asText() + ":" + json.path("action").asText();
  }

  private static JsonNode tree(String json) {
    try {
      return new JsonMapper().readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
