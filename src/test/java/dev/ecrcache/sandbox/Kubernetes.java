package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A client of the sandbox's Kubernetes, which speaks JSON. */
final class Kubernetes {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> RESOURCES =
      Map.of(
          "ConfigMap", "configmaps",
          "Deployment", "deployments",
          "Namespace", "namespaces",
          "Pod", "pods",
          "MutatingWebhookConfiguration", "mutatingwebhookconfigurations",
          "MutatingAdmissionPolicy", "mutatingadmissionpolicies",
          "MutatingAdmissionPolicyBinding", "mutatingadmissionpolicybindings",
          "ValidatingAdmissionPolicy", "validatingadmissionpolicies",
          "ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings");

  /** What the server answered, and what it warns of. */
  record Answer(int status, JsonNode body, List<String> warnings) {
    Answer succeeded() {
      assertTrue(status < 300, () -> status + " " + body);
      return this;
    }
  }

  private final HttpClient client;
  private final String server;
  private final String token;

  /** The server of a kubeconfig as the sandbox writes it. */
  Kubernetes(Path kubeconfig) {
    try {
      var config = new YAMLMapper().readTree(kubeconfig.toFile());
      var cluster = config.at("/clusters/0/cluster");
      server = cluster.get("server").textValue();
      token = config.at("/users/0/user/token").textValue();
      client =
          HttpClient.newBuilder()
              .sslContext(trusting(Path.of(cluster.get("certificate-authority").textValue())))
              .build();
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    try (var file = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "cluster", CertificateFactory.getInstance("X.509").generateCertificate(file));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Makes an object; its own namespace is that of its metadata, or {@code default} for a pod. */
  Answer create(Object object) {
    return create(object, "");
  }

  /** Has the server say what it would make of an object. */
  Answer tryOut(Object object) {
    return create(object, "?dryRun=All");
  }

  private Answer create(Object object, String query) {
    JsonNode tree = JSON.valueToTree(object);
    return ask("POST", collection(tree) + query, tree, "application/json");
  }

  Answer delete(Object object) {
    JsonNode tree = JSON.valueToTree(object);
    return ask("DELETE", collection(tree) + "/" + tree.at("/metadata/name").textValue(), null, "");
  }

  /** Changes an object by a JSON merge patch. */
  Answer patch(String path, Object patch) {
    return ask("PATCH", path, JSON.valueToTree(patch), "application/merge-patch+json");
  }

  /** Changes a list of an object by its keys. */
  Answer strategicPatch(String path, Object patch) {
    return ask("PATCH", path, JSON.valueToTree(patch), "application/strategic-merge-patch+json");
  }

  Answer get(String path) {
    return ask("GET", path, null, "");
  }

  private static String collection(JsonNode object) {
    var version = object.get("apiVersion").textValue();
    var kind = object.get("kind").textValue();
    var namespaced = !version.startsWith("admissionregistration") && !kind.equals("Namespace");
    return (version.contains("/") ? "/apis/" : "/api/")
        + version
        + (namespaced ? "/namespaces/" + object.at("/metadata/namespace").asText("default") : "")
        + "/"
        + RESOURCES.get(kind);
  }

  private Answer ask(String method, String path, JsonNode body, String type) {
    var request =
        HttpRequest.newBuilder(URI.create(server + path))
            .header("Authorization", "Bearer " + token)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()));
    if (body != null) {
      request.header("Content-Type", type);
    }
    try {
      var answer = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(
          answer.statusCode(), JSON.readTree(answer.body()), answer.headers().allValues("warning"));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
