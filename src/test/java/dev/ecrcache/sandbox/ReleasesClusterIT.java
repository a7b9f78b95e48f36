package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.program.StackFileText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** Releases and the redirect on a real Kubernetes, by Pulumi's own provider, step by step. */
@NeedsCluster
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ReleasesClusterIT {
  private static final String HOST = "222222222222.dkr.ecr.eu-west-1.amazonaws.com/";
  private static final List<String> WORKLOADS =
      List.of(
          "/api/v1/pods",
          "/apis/apps/v1/deployments",
          "/apis/apps/v1/statefulsets",
          "/apis/apps/v1/daemonsets",
          "/apis/batch/v1/jobs",
          "/apis/batch/v1/cronjobs");

  private Sandbox sandbox;
  private Kubernetes kubernetes;
  private Path file;
  private Path kubeconfig;

  @BeforeAll
  void up(@TempDir Path folder) throws Exception {
    file = folder.resolve("cluster.yaml");
    Files.writeString(
        file,
        Files.readString(Path.of("sandbox/stacks/demo.yaml"))
            + "  ecr-cache:redirect: { validate: warn }\n");
    sandbox = Sandbox.byJar(folder.resolve("state"));
    sandbox.run("up", "--cluster", file.toString()).succeeded();
    kubeconfig = folder.resolve("state/cluster/kubeconfig");
    kubernetes = new Kubernetes(kubeconfig);
  }

  @AfterAll
  void down() {
    sandbox.close();
  }

  @Test
  @Order(1)
  void everyImageInTheClusterIsFromTheCache() {
    var images = images();

    assertTrue(images.size() >= 8, images::toString);
    assertEquals(
        List.of(), images.stream().filter(image -> !image.startsWith(HOST)).toList(), "others");
    var prometheus =
        kubernetes.get("/apis/monitoring.coreos.com/v1/prometheuses").succeeded().body();
    assertTrue(
        prometheus.at("/items/0/spec/image").asText().startsWith(HOST), prometheus::toString);
  }

  @Test
  @Order(2)
  void theRedirectIsInForce() {
    var pod =
        """
        {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: nginx}]}}
        """;
    var made = kubernetes.tryOut(StackFileText.read(pod)).succeeded().body();

    assertEquals(
        HOST + "docker-hub/library/nginx", made.at("/spec/containers/0/image").textValue());
  }

  @Test
  @Order(3)
  void auditTellsWhichPodsDoNotPullFromTheCache() {
    assertEquals(new Sandbox.Run(0, ""), audit());

    var pod =
        StackFileText.read(
            """
            apiVersion: v1
            kind: Pod
            metadata: { name: other, labels: { ecr-cache.dev/redirect: "off" } }
            spec: { containers: [{ name: c, image: nginx }, { name: d, image: gcr.io/acme/app:1 }] }
            """);
    kubernetes.create(pod).succeeded();
    try {
      assertEquals(
          new Sandbox.Run(
              1,
              """
              Pod default/other  c  nginx              -> %sdocker-hub/library/nginx
              Pod default/other  d  gcr.io/acme/app:1  not cached: gcr.io is not a registry that ECR can \
              cache (Google's registries: containers-roadmap#1581)
              """
                  .formatted(HOST)),
          audit());
    } finally {
      kubernetes.delete(pod).succeeded();
    }
  }

  private Sandbox.Run audit() {
    var ran =
        sandbox.run(
            "ecr-cache",
            "222222222222",
            "audit",
            "--kubeconfig",
            kubeconfig.toString(),
            "--stack-file",
            file.toString());
    // Java tells of the flags that the sandbox gives it.
    return new Sandbox.Run(
        ran.exitCode(), ran.output().replaceAll("(?m)^Picked up JAVA_TOOL_OPTIONS.*\n", ""));
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
            .replace(
                "shop: { chart: sandbox/charts/shop, digests: drop }",
                "shop: { chart: sandbox/charts/shop, digests: drop, values: { note: changed } }"));
    sandbox.up(file).succeeded();

    var secrets = kubernetes.get("/api/v1/namespaces/shop/secrets").succeeded().body();
    var versions = new TreeSet<String>();
    secrets.get("items").forEach(it -> versions.add(it.at("/metadata/labels/version").asText("")));
    versions.remove("");
    assertEquals(List.of("1", "2"), List.copyOf(versions));
    assertEquals(
        List.of(), images().stream().filter(image -> !image.startsWith(HOST)).toList(), "others");
  }

  @Test
  @Order(6)
  void destroyLeavesWhatHelmLeaves() {
    sandbox.destroy("cluster");

    for (var workloads : WORKLOADS.subList(1, 4)) {
      assertEquals(0, kubernetes.get(workloads).body().get("items").size(), workloads);
    }
    // Helm removes neither a namespace that it made nor a hook's job without a policy to delete it.
    for (var namespace : List.of("nats", "external-dns", "shop")) {
      kubernetes.get("/api/v1/namespaces/" + namespace).succeeded();
    }
    assertEquals(
        404,
        kubernetes
            .get("/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies/ecr-cache")
            .status());
  }

  private List<String> images() {
    return WORKLOADS.stream()
        .map(path -> kubernetes.get(path).succeeded().body().get("items"))
        .flatMap(items -> items.findParents("image").stream())
        // A pod's status tells its images again, as the node has them.
        .filter(parent -> parent.has("name") && !parent.has("imageID"))
        .map(parent -> parent.get("image").textValue())
        .toList();
  }
}
