package dev.ecrcache.sandbox;

import static dev.ecrcache.sandbox.Pods.deployment;
import static dev.ecrcache.sandbox.Pods.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.ImageRedirectArgs;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The oldest API server that can be had here moves no images, and tells of them. */
@NeedsCluster
@TestInstance(Lifecycle.PER_CLASS)
class ValidationClusterIT {
  private static final String VERSION = "1.34";
  private static final String HOST = "222222222222.dkr.ecr.eu-west-1.amazonaws.com";
  private static final CachedImages CACHE =
      new CachedImages(HOST, List.of(CacheRule.of("docker-hub", "docker.io")));

  private Sandbox sandbox;
  private Kubernetes kubernetes;

  @BeforeAll
  void start(@TempDir Path folder) {
    sandbox = new Sandbox(folder.resolve("state"));
    sandbox.run("kubernetes", VERSION).succeeded();
    kubernetes = new Kubernetes(folder.resolve("state/cluster/kubeconfig"));
  }

  @AfterAll
  void stop() {
    sandbox.close();
  }

  @Test
  void imagesFromElsewhereAreToldWithTheirPlaceInTheCache() throws InterruptedException {
    var newer = ImageRedirectArgs.builder().build().redirect().manifests(CACHE);
    assertEquals(404, kubernetes.create(newer.get(1)).status());

    ImageRedirectArgs.builder()
        .kubernetes(VERSION)
        .validate("warn")
        .build()
        .redirect()
        .manifests(CACHE)
        .forEach(object -> kubernetes.create(object).succeeded());
    for (int i = 0; i < 900 && kubernetes.tryOut(pod("nginx")).warnings().isEmpty(); i++) {
      Thread.sleep(100);
    }
    var warning =
        "299 - \"Validation failed for ValidatingAdmissionPolicy 'ecr-cache' with binding"
            + " 'ecr-cache': not from the cache: nginx (cached: %s/docker-hub/library/nginx),"
            + " gcr.io/a/b\"";
    for (var object : List.of(pod("nginx", "gcr.io/a/b"), deployment("nginx", "gcr.io/a/b"))) {
      assertEquals(
          List.of(warning.formatted(HOST)), kubernetes.tryOut(object).succeeded().warnings());
    }
    var cached = kubernetes.tryOut(pod(HOST + "/docker-hub/library/nginx")).succeeded();
    assertEquals(List.of(), cached.warnings());
  }
}
