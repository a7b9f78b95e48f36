package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * S0 with its samples by Flux, whose controllers release them on a real Kubernetes, and an
 * Application of Argo CD, of which there is the kind alone; step by step.
 */
@NeedsCluster
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class GitOpsClusterIT {
  private static final String HOST = "222222222222.dkr.ecr.eu-west-1.amazonaws.com/";
  private static final String RELEASES =
      "/apis/helm.toolkit.fluxcd.io/v2/namespaces/flux-system/helmreleases";
  private static final String REPOSITORIES =
      "/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/helmrepositories";
  private static final String APPLICATION =
      "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/dns";

  private Sandbox sandbox;
  private Kubernetes kubernetes;
  private Path file;
  private Path state;

  @BeforeAll
  void up(@TempDir Path folder) throws Exception {
    file = folder.resolve("S0.yaml");
    state = folder.resolve("state");
    Files.writeString(
        file,
        Files.readString(Path.of("sandbox/stacks/S0.yaml"))
            .replace("version: 1.1.9,", "version: 1.1.9, by: flux,"));
    sandbox = Sandbox.byJar(state);
    sandbox.run("up", "--gitops", file.toString()).succeeded();
    kubernetes = new Kubernetes(state.resolve("cluster/kubeconfig"));
  }

  @AfterAll
  void down() {
    sandbox.close();
  }

  @Test
  @Order(1)
  void fluxTakesOverWhatPulumiForgets() throws Exception {
    released("nats", 1);
    var before = pods("external-dns").findValuesAsText("uid");
    assertFalse(before.isEmpty());
    var release =
        "urn:pulumi:S0::ecr-cache::ecr-cache:index:SampleReleases$ecr-cache:index:CachedRelease"
            + "$kubernetes:helm.sh/v3:Release::samples-external-dns";
    sandbox.pulumi("S0", "state", "delete", release, "--yes").succeeded();
    Files.writeString(
        file, Files.readString(file).replace("external-dns: {", "external-dns: { by: flux,"));
    sandbox.up(file).succeeded();

    released("external-dns", 2);
    assertEquals(before, pods("external-dns").findValuesAsText("uid"));
  }

  @Test
  @Order(2)
  void everyImageIsFromTheCache() throws Exception {
    var images = new TreeSet<String>();
    for (var namespace : List.of("nats", "external-dns")) {
      pods(namespace)
          .findValues("containers")
          .forEach(it -> images.addAll(it.findValuesAsText("image")));
    }
    var exported = sandbox.pulumi("S0", "stack", "output", "images", "--json").succeeded().output();
    var cached = new TreeSet<String>();
    new JsonMapper().readTree(exported).forEach(it -> cached.add(it.textValue()));
    assertTrue(images.stream().allMatch(it -> it.startsWith(HOST)), images::toString);
    assertEquals(cached, images);
    // Where Helm itself has it: `helm list` of the namespace shows it.
    kubernetes.get("/api/v1/namespaces/nats/secrets/sh.helm.release.v1.nats.v1").succeeded();
  }

  @Test
  @Order(3)
  void rewriteFindsNothingToMoveInTheObjects() throws Exception {
    var objects = new JsonMapper().createArrayNode();
    kubernetes.get(REPOSITORIES).succeeded().body().get("items").forEach(objects::add);
    kubernetes.get(RELEASES).succeeded().body().get("items").forEach(objects::add);
    assertEquals(4, objects.size());
    var list = Map.of("apiVersion", "v1", "kind", "List", "items", objects);
    var manifest =
        Files.writeString(state.resolve("flux.json"), new JsonMapper().writeValueAsString(list));

    sandbox
        .run(
            "ecr-cache",
            "222222222222",
            "rewrite",
            "--check",
            "--stack-file",
            file.toString(),
            manifest.toString())
        .succeeded();
  }

  @Test
  @Order(4)
  void aSecondUpChangesNothing() {
    sandbox.up(file).changedNothing();
  }

  @Test
  @Order(5)
  void aChangedValueUpgradesTheRelease() throws Exception {
    Files.writeString(
        file,
        Files.readString(file)
            .replace("provider: { name: aws }", "provider: { name: aws }, interval: 5m"));
    sandbox.up(file).succeeded();

    released("external-dns", 3);
  }

  @Test
  @Order(6)
  void argoHasAnApplication() throws Exception {
    var repository = Files.readString(state.resolve("cluster/charts.url"));
    Files.writeString(
        file,
        Files.readString(file)
            + """
                dns:
                  by: argo
                  chart: external-dns
                  version: 1.15.0
                  repository: %s
                  values: { provider: { name: aws } }
            """
                .formatted(repository)
                .indent(0));
    sandbox.up(file).succeeded();

    var spec = kubernetes.get(APPLICATION).succeeded().body().get("spec");
    assertEquals(repository, spec.at("/source/repoURL").textValue());
    assertEquals(
        HOST + "k8s/external-dns/external-dns",
        spec.at("/source/helm/valuesObject/image/repository").textValue());
    aSecondUpChangesNothing();
  }

  @Test
  @Order(7)
  void destroyLeavesWhatHelmLeaves() throws Exception {
    // As Argo CD does when the application's objects are gone.
    kubernetes.patch(APPLICATION, Map.of("metadata", Map.of("finalizers", List.of()))).succeeded();
    sandbox.destroy("S0");

    assertEquals(404, kubernetes.get(APPLICATION).status());
    for (var path :
        List.of(
            RELEASES, REPOSITORIES, "/apis/apps/v1/deployments", "/apis/apps/v1/statefulsets")) {
      assertEquals(0, kubernetes.get(path).succeeded().body().get("items").size(), path);
    }
    kubernetes.get("/api/v1/namespaces/nats").succeeded();
  }

  private JsonNode pods(String namespace) {
    return kubernetes.get("/api/v1/namespaces/%s/pods".formatted(namespace)).succeeded().body();
  }

  /** Waits until Flux has made this version of a release. */
  private void released(String name, int version) throws InterruptedException {
    JsonNode status = null;
    for (int i = 0; i < 600; i++) {
      status = kubernetes.get(RELEASES + "/" + name).succeeded().body().get("status");
      if (status != null
          && status.at("/history/0/version").asInt() == version
          && status.at("/history/0/status").asText().equals("deployed")) {
        return;
      }
      Thread.sleep(200);
    }
    throw new AssertionError("no version %d of %s: %s".formatted(version, name, status));
  }
}
