package dev.ecrcache.sandbox;

import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A mutating webhook for new pods on the loopback interface, with a certificate of its own.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/">Dynamic
 *     Admission Control</a>
 */
final class AdmissionWebhook implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PASSWORD = "made-up";

  private final List<Map<String, Object>> patch;
  private final HttpsServer server;
  private final Kubernetes kubernetes;
  private final Map<String, Object> configuration;
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * Starts it, and has a server ask it.
   *
   * @param folder where its key is put
   * @param reinvocationPolicy whether it is asked once more after changes of others: {@code Never}
   *     or {@code IfNeeded}
   * @param patch what it does to each pod: the operations of a JSON patch
   */
  AdmissionWebhook(
      Path folder,
      Kubernetes kubernetes,
      String reinvocationPolicy,
      List<Map<String, Object>> patch) {
    this.kubernetes = kubernetes;
    this.patch = patch;
    try {
      var store = keyStore(folder.resolve("webhook.p12"));
      var certificate =
          Base64.getMimeEncoder().encodeToString(store.getCertificate("it").getEncoded());
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD.toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      server.createContext("/", this::answer);
      server.start();
      configuration =
          configuration(
              server.getAddress().getPort(),
              "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n".formatted(certificate),
              reinvocationPolicy);
      kubernetes.create(configuration).succeeded();
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyStore keyStore(Path file)
      throws IOException, GeneralSecurityException, InterruptedException {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var options =
        "-genkeypair -alias it -keyalg EC -dname CN=webhook -ext san=ip:127.0.0.1 -storetype PKCS12";
    var command = new ArrayList<>(List.of(keytool));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("-storepass", PASSWORD, "-keystore", file.toString()));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      calls.incrementAndGet();
      var review = JSON.readTree(exchange.getRequestBody());
      var response =
          map(
              "uid",
              review.at("/request/uid").textValue(),
              "allowed",
              true,
              "patchType",
              "JSONPatch",
              "patch",
              base64(JSON.writeValueAsString(patch)));
      var body =
          JSON.writeValueAsBytes(
              map(
                  "apiVersion",
                  "admission.k8s.io/v1",
                  "kind",
                  "AdmissionReview",
                  "response",
                  response));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How often it was asked. */
  int calls() {
    return calls.get();
  }

  private static Map<String, Object> configuration(
      int port, String authority, String reinvocationPolicy) {
    var rule =
        map(
            "apiGroups", List.of(""),
            "apiVersions", List.of("v1"),
            "operations", List.of("CREATE"),
            "resources", List.of("pods"));
    var webhook =
        map(
            "name",
            "webhook.example.com",
            "clientConfig",
            map("url", "https://127.0.0.1:" + port, "caBundle", base64(authority)),
            "rules",
            List.of(rule),
            "reinvocationPolicy",
            reinvocationPolicy,
            "sideEffects",
            "None",
            "admissionReviewVersions",
            List.of("v1"));
    return map(
        "apiVersion",
        "admissionregistration.k8s.io/v1",
        "kind",
        "MutatingWebhookConfiguration",
        "metadata",
        map("name", "webhook"),
        "webhooks",
        List.of(webhook));
  }

  @Override
  public void close() {
    kubernetes.delete(configuration);
    server.stop(0);
  }
}
