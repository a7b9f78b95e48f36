package dev.ecrcache.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.chart.OpenChart;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Overlays held against what Helm renders with them. */
class RenderedChartTest {

  @ParameterizedTest
  @CsvSource({
    "workloads, ''",
    "workloads, 'global: {imageRegistry: quay.io}'",
    "workloads, 'agents: [{name: x, image: gcr.io/acme/metrics:1, enabled: true}]'",
    "workloads, 'image: {registry: registry.gitlab.com, repository: acme/app}'",
    "operator, ''",
    "operator, 'prometheus: {image: {registry: null, repository: quay.io/x/y}}'",
    "prefixes, ''",
    "prefixes, 'global: {hub: quay.io/mesh}'",
    "prefixes, 'global: {image: {registry: quay.io}}'",
    "prefixes, 'controller: {global: {imageRegistry: quay.io}}'",
    "prefixes, 'controller: {controller: {image: {registry: quay.io}}}'",
    "prefixes, 'image: {repository: ghcr.io/acme/issuer}'",
    "umbrella, ''",
    "umbrella, 'global: {imageRegistry: gcr.io}'",
    "umbrella, 'global: {imageRegistry: CACHE}'",
    "umbrella, 'legacy: {enabled: true}'",
    "umbrella, 'queue: {image: {registry: ghcr.io, repository: me/queue}, exporter: {tag: 2}}'",
  })
  void everyImageComesFromTheCacheOrIsReported(String name, String yaml) {
    var values = Caches.values(yaml);
    var overlay = proven(name, values, Caches.CACHE);
    var reported =
        overlay.images().stream()
            .filter(it -> it.reason().isPresent())
            .map(it -> repository(it.image().image().orElseThrow()))
            .collect(Collectors.toSet());
    var before = images(name, values);
    var after = images(name, overlay.over(values));
    assertEquals(before.size(), after.size());
    assertFalse(after.isEmpty());
    for (var rendered : after) {
      var image = rendered.image().orElseThrow();
      assertTrue(
          image.registry().equals(Caches.HOST)
              ? image.repository().matches("(docker-hub|quay|k8s|github|ecr)/.+/.+")
              : reported.contains(repository(image)),
          rendered::toString);
    }
  }

  @Test
  void imagesStayTheSameButForTheirPlace() {
    var after = images("workloads", proven("workloads", Map.of(), Caches.CACHE).values());
    assertEquals(
        List.of(
            "DaemonSet agents logs CACHE/github/acme/logs:1",
            "Deployment shop/app init CACHE/docker-hub/library/busybox:1.36",
            "Deployment shop/app app CACHE/docker-hub/acme/app:4.5",
            "CronJob backup backup CACHE/quay/acme/backup:v1@sha256:" + Caches.DIGEST),
        after.stream()
            .map(it -> "%s %s %s".formatted(it.object(), it.container(), it.image().orElseThrow()))
            .map(it -> it.replace(Caches.HOST, "CACHE"))
            .toList());
  }

  @Test
  void aListIsCarriedWholeAsTheChartHasIt() {
    var agents = proven("workloads", Map.of(), Caches.CACHE).values().get("agents");
    assertEquals(
        Caches.values(
                """
                a:
                  - {name: logs, image: CACHE/github/acme/logs:1, enabled: true}
                  - {name: metrics, image: gcr.io/acme/metrics:1, enabled: false}
                """)
            .get("a"),
        agents);
  }

  @Test
  void digestGoesWhereATagRemains() {
    var overlay = proven("workloads", Map.of(), Caches.with(Digests.DROP));
    assertTrue(
        images("workloads", overlay.values()).stream()
            .anyMatch(it -> it.text().endsWith("/quay/acme/backup:v1")));
  }

  @Test
  void refusedDigestIsReported() {
    var overlay = proven("workloads", Map.of(), Caches.with(Digests.REFUSE));
    var stays = overlay.images().stream().filter(it -> it.reason().isPresent()).toList();
    assertEquals(
        List.of(Optional.of("backup.image.repository")),
        stays.stream().map(ProvenOverlay.Proven::value).toList());
    assertTrue(stays.get(0).reason().orElseThrow().contains("has a digest"));
  }

  @Test
  void operatorsImagesAreSeenWhereverTheyStand() {
    assertEquals(
        List.of(
            "Pod test spec.containers[0].image",
            "Deployment operator spec.template.spec.containers[0].image",
            "Deployment operator spec.template.spec.containers[0].args[0]",
            "Deployment operator spec.template.spec.containers[0].env[0].value",
            "Cluster db spec.imageName",
            "Prometheus main spec.image",
            "Prometheus main spec.thanos.image"),
        images("operator", Map.of()).stream().map(it -> it.object() + " " + it.path()).toList());
  }

  @Test
  void globalRegistryIsEmptiedWhereOnlySomeImagesAreMoved() {
    var values =
        Caches.values(
            "{global: {imageRegistry: quay.io}, a: {image: {registry: '', repository: acme/a, tag:"
                + " 1, digest: 'sha256:DIGEST'}}, b: {image: {registry: docker.io, repository:"
                + " acme/b, tag: 1}}}");
    assertEquals(
        Caches.values(
            "{global: {imageRegistry: ''}, a: {image: {registry: quay.io}}, b: {image:"
                + " {registry: CACHE, repository: quay/acme/b}}}"),
        Overlay.of(values, Caches.with(Digests.REFUSE)).values());
  }

  private static String repository(ImageReference image) {
    return image.registry() + "/" + image.repository();
  }

  private static ProvenOverlay proven(String name, Map<String, Object> values, CachedImages cache) {
    try (var open = OpenChart.open(Caches.chart(name))) {
      return OverlayProof.of(
          open.chart(),
          values,
          cache,
          tried -> open.render("app", "shop", KubernetesVersion.NEWEST, tried));
    }
  }

  private static List<RenderedImage> images(String chart, Map<String, Object> values) {
    try (var open = OpenChart.open(Caches.chart(chart))) {
      return RenderedImages.find(open.render("app", "shop", KubernetesVersion.NEWEST, values));
    }
  }
}
