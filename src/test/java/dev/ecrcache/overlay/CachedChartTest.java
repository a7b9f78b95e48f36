package dev.ecrcache.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.chart.OpenChart;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachedChartTest {
  private static final String METRICS =
      "agents: [{name: metrics, image: 'gcr.io/acme/metrics:1', enabled: true}]";

  @Test
  void imagesAreThoseThatAreRendered() {
    var chart = audited("workloads", "agents: []", Digests.DROP);

    assertEquals(List.of(), chart.findings());
    assertEquals(
        Map.of(
            "docker.io/acme/app:4.5",
            "h.example/docker-hub/acme/app:4.5",
            "docker.io/library/busybox:1.36",
            "h.example/docker-hub/library/busybox:1.36",
            "quay.io/acme/backup:v1",
            "h.example/quay/acme/backup:v1"),
        chart.imagesAt("h.example"));
  }

  @Test
  void valuesAreTheUsersWithImagesMoved() {
    var chart = audited("workloads", "{init: {image: quay.io/acme/init}, agents: []}");

    assertEquals(
        Caches.values(
            """
            image: {registry: CACHE, repository: docker-hub/acme/app}
            init: {image: CACHE/quay/acme/init}
            backup: {image: {repository: CACHE/quay/acme/backup}}
            agents: []
            """),
        chart.valuesAt(Caches.HOST));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        METRICS
            + "| DaemonSet agents, container metrics: gcr.io/acme/metrics:1 (value agents[0].image):"
            + " gcr.io is not a registry that ECR can cache (Google's registries:"
            + " containers-roadmap#1581)",
        "global: {imageRegistry: mcr.microsoft.com}"
            + "| Deployment shop/app, container app: mcr.microsoft.com/acme/app:4.5 (value"
            + " image.repository): mcr.microsoft.com is not a registry that ECR can cache (of"
            + " Azure, only <name>.azurecr.io)",
      })
  void findingNamesObjectContainerImageAndValue(String yaml, String finding) {
    assertEquals(List.of(finding.strip()), audited("workloads", yaml).findings());
  }

  @ParameterizedTest
  @CsvSource({
    "gcr.io/acme/metrics, true",
    "gcr.io/acme/metrics:1, true",
    "gcr.io/acme/metrics:2, false",
    "gcr.io/acme/metrics@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a, false",
    "gcr.io/acme, false",
    "acme/metrics, false",
  })
  void allowedIsTheSameImage(String allowed, boolean passes) {
    var chart = audited("workloads", METRICS, Digests.KEEP, ImageReference.parse(allowed));

    assertEquals(passes, chart.findings().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"docker.io/acme, true", "docker.io/acme:1, false", "docker.io/other, false"})
  void whatMayBeAPrefixIsAllowedAsTheImageThatItMayBe(String allowed, boolean passes) {
    var values = "{operator: {args: [docker.io/acme]}, postgres: {imageName: docker.io/postgres}}";
    var chart = audited("operator", values, Digests.KEEP, ImageReference.parse(allowed));

    assertEquals(
        passes
            ? List.of()
            : List.of(
                "Deployment operator: docker.io/acme (value operator.args[0]): it may be an"
                    + " official image of Docker Hub, or what stands before the names of others"),
        chart.findings());
  }

  @Test
  void refusedDigestIsAFinding() {
    assertEquals(
        List.of(
            "CronJob backup, container backup: quay.io/acme/backup:v1@sha256:%1$s (value"
                    .formatted(Caches.DIGEST)
                + " backup.image.repository): quay.io/acme/backup:v1@sha256:%1$s has a digest, and"
                    .formatted(Caches.DIGEST)
                + " ECR's first pull of a digest that is not cached yet fails"
                + " (containers-roadmap#2837); pull it by tag"),
        audited("workloads", "agents: []", Digests.REFUSE).findings());
  }

  @Test
  void imageThatNoValueNamesIsFoundUnlessOnlyATestPullsIt() {
    assertEquals(
        List.of(
            "Pod fixed, container a: docker.io/library/nginx:1 (no value, but the template at"
                + " spec.containers[0].image): a rule has it, but the chart takes no other image"
                + " there"),
        audited("fixed", "{}").findings());
  }

  @Test
  void imagesWithAPrefixAreListedToo() {
    var chart = audited("prefixes", "{}");

    assertEquals(List.of(), chart.findings());
    assertEquals(
        Map.of(
            "docker.io/istio/pilot:1.24.0",
            "h.example/docker-hub/istio/pilot:1.24.0",
            "quay.io/jetstack/issuer:v1",
            "h.example/quay/jetstack/issuer:v1",
            "docker.io/acme/store:7",
            "h.example/docker-hub/acme/store:7",
            "docker.io/acme/control:1",
            "h.example/docker-hub/acme/control:1",
            "registry.k8s.io/acme/controller:v1.12.0",
            "h.example/k8s/acme/controller:v1.12.0"),
        chart.imagesAt("h.example"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{global: {imageRegistry: quay.io}}', docker.io/acme/store:7",
    "'{store: {repository: acme/shop}}', docker.io/acme/shop:7",
  })
  void imageOfAChartThatHasNoRegistryForAllStaysTheSame(String yaml, String image) {
    var chart = audited("prefixes", yaml);

    assertEquals(List.of(), chart.findings());
    assertEquals(
        "h.example/docker-hub/" + image.substring("docker.io/".length()),
        chart.imagesAt("h.example").get(image));
  }

  @Test
  void imageThatIsNoReferenceIsAFinding() {
    assertEquals(
        List.of(
            "Deployment shop/app, container init: Busybox:1.36 (value init.image): invalid image"
                + " reference 'Busybox:1.36' at index 0: a repository name is lower case"),
        audited("workloads", "{agents: [], init: {image: Busybox}}").findings());
  }

  @Test
  void ofAnUnreadChartTheKnownImagesAndTheUsersAreMoved() {
    var known = Caches.values("{a: {image: {repository: nats}}, b: {image: quay.io/acme/b}}");
    var values = Caches.values("{b: {image: 'ghcr.io/acme/b:2'}, c: {image: 'gcr.io/acme/c:1'}}");
    var chart = CachedChart.unaudited(known, values, Caches.CACHE.rules(), Digests.KEEP);

    assertEquals(
        Caches.values(
            "{a: {image: {repository: CACHE/docker-hub/library/nats}},"
                + " b: {image: 'CACHE/github/acme/b:2'}, c: {image: 'gcr.io/acme/c:1'}}"),
        chart.valuesAt(Caches.HOST));
    assertEquals(
        Map.of(
            "docker.io/library/nats",
            "h.example/docker-hub/library/nats",
            "ghcr.io/acme/b:2",
            "h.example/github/acme/b:2"),
        chart.imagesAt("h.example"));
    assertEquals(
        List.of(
            "c.image: gcr.io is not a registry that ECR can cache (Google's registries:"
                + " containers-roadmap#1581)"),
        chart.findings());
  }

  private static CachedChart audited(String chart, String yaml) {
    return audited(chart, yaml, Digests.KEEP);
  }

  private static CachedChart audited(
      String chart, String yaml, Digests digests, ImageReference... allowed) {
    try (var open = OpenChart.open(Caches.chart(chart))) {
      return CachedChart.audited(
          open,
          "app",
          "shop",
          KubernetesVersion.NEWEST,
          Caches.values(yaml),
          Caches.CACHE.rules(),
          digests,
          Stream.of(allowed).toList());
    }
  }
}
