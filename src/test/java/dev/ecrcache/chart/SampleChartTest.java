package dev.ecrcache.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleChartTest {
  private static final String HOST = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
  private static final List<CacheRule> RULES =
      List.of(
          CacheRule.of("docker-hub", "docker.io"),
          CacheRule.of("k8s", "registry.k8s.io"),
          CacheRule.of("quay", "quay.io"));
  private static final CachedImages CACHE = new CachedImages(HOST, RULES);

  private static final String NATS_VALUES =
      """
      container:
        image: { registry: %1$s, repository: docker-hub/library/nats }
      reloader:
        image: { registry: %1$s, repository: docker-hub/natsio/nats-server-config-reloader }
      promExporter:
        image: { registry: %1$s, repository: docker-hub/natsio/prometheus-nats-exporter }
      natsBox:
        container:
          image: { registry: %1$s, repository: docker-hub/natsio/nats-box }
      """
          .formatted(HOST);

  @Test
  void natsTakesItsFourImagesFromTheCache() {
    var moved = SampleChart.NATS.move(Map.of(), CACHE);

    assertEquals(yaml(NATS_VALUES), moved.values());
    assertEquals(
        Map.of(
            "docker.io/library/nats",
            HOST + "/docker-hub/library/nats",
            "docker.io/natsio/nats-server-config-reloader",
            HOST + "/docker-hub/natsio/nats-server-config-reloader",
            "docker.io/natsio/prometheus-nats-exporter",
            HOST + "/docker-hub/natsio/prometheus-nats-exporter",
            "docker.io/natsio/nats-box",
            HOST + "/docker-hub/natsio/nats-box"),
        moved.images());
  }

  @Test
  void externalDnsTakesItsImageFromTheCache() {
    var moved = SampleChart.EXTERNAL_DNS.move(Map.of(), CACHE);

    assertEquals(
        Map.of("image", Map.of("repository", HOST + "/k8s/external-dns/external-dns")),
        moved.values());
    assertEquals(
        Map.of(
            "registry.k8s.io/external-dns/external-dns", HOST + "/k8s/external-dns/external-dns"),
        moved.images());
  }

  @Test
  void userValuesStayBesideTheMovedImages() {
    var moved =
        SampleChart.EXTERNAL_DNS.move(
            yaml(
                """
                registry: txt
                image: { tag: v0.15.1, pullPolicy: Always }
                provider: { name: aws }
                domainFilters: [dev.example.com]
                extraArgs: ["--registry=txt", { image: quay.io/a/b }]
                nothing: null
                """),
            CACHE);

    assertEquals(
        yaml(
            """
            registry: txt
            image: { tag: v0.15.1, pullPolicy: Always, repository: %s/k8s/external-dns/external-dns }
            provider: { name: aws }
            domainFilters: [dev.example.com]
            extraArgs: ["--registry=txt", { image: quay.io/a/b }]
            nothing: null
            """
                .formatted(HOST)),
        moved.values());
  }

  /** Registry and repository of NATS's first image, as the user writes them and as they become. */
  @ParameterizedTest
  @CsvSource({
    ", acme/nats, docker.io/acme/nats, docker-hub/acme/nats",
    "docker.io, nats, docker.io/library/nats, docker-hub/library/nats",
    "registry-1.docker.io, acme/nats, registry-1.docker.io/acme/nats, docker-hub/acme/nats",
    "quay.io, acme/nats, quay.io/acme/nats, quay/acme/nats",
    "'', quay.io/acme/nats, quay.io/acme/nats, quay/acme/nats",
  })
  void userImageIsMovedToo(String registry, String repository, String image, String cached) {
    var block = new LinkedHashMap<String, Object>();
    block.put("registry", registry);
    block.put("repository", repository);
    block.put("tag", "2.10");
    var moved = SampleChart.NATS.move(Map.of("container", Map.of("image", block)), CACHE);

    assertEquals(
        Map.of("image", Map.of("registry", HOST, "repository", cached, "tag", "2.10")),
        moved.values().get("container"));
    assertEquals(HOST + "/" + cached, moved.images().get(image));
  }

  @Test
  void registryAloneIsThatOfTheDefaultImage() {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                SampleChart.NATS.move(
                    yaml("container: { image: { registry: registry.example.com } }"), CACHE));

    assertEquals(
        "the image registry.example.com/nats at container.image cannot come from the cache:"
            + " registry.example.com is not a registry that ECR can cache",
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "111111111111.dkr.ecr.eu-west-1.amazonaws.com/own/external-dns",
    "999999999999.dkr.ecr.us-east-1.amazonaws.com/own/external-dns",
  })
  void imageOnEcrStaysWhereItIs(String repository) {
    Map<String, Object> values = Map.of("image", Map.of("repository", repository));
    var moved = SampleChart.EXTERNAL_DNS.move(values, CACHE);

    assertEquals(values, moved.values());
    assertEquals(Map.of(repository, repository), moved.images());
  }

  @Test
  void userValuesAreNotChanged() {
    var values = yaml("{ container: { image: { repository: acme/nats } }, natsBox: {} }");
    SampleChart.NATS.move(values, CACHE);

    assertEquals(yaml("{ container: { image: { repository: acme/nats } }, natsBox: {} }"), values);
  }

  @Test
  void imageWithoutARuleIsNamedWithItsRegistry() {
    var hubOnly = List.of(CacheRule.of("docker-hub", "docker.io"));
    var reason =
        "the image registry.k8s.io/external-dns/external-dns at image cannot come from the cache:"
            + " no cache rule at %s covers registry.k8s.io/external-dns/external-dns";
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> SampleChart.EXTERNAL_DNS.move(Map.of(), new CachedImages(HOST, hubOnly)));

    assertEquals(reason.formatted(HOST), refused.getMessage());
    assertEquals(Optional.empty(), SampleChart.NATS.uncached(Map.of(), hubOnly));
  }

  @Test
  void uncachedImageIsFoundBeforeTheHostIsKnown() {
    assertEquals(
        Optional.of(
            "the image registry.k8s.io/external-dns/external-dns at image cannot come from the"
                + " cache: no cache rule covers registry.k8s.io/external-dns/external-dns"),
        SampleChart.EXTERNAL_DNS.uncached(Map.of(), List.of(CacheRule.of("hub", "docker.io"))));
  }

  @Test
  void webhookProviderOfExternalDnsIsMovedWhereTheValuesNameOne() {
    var values =
        yaml("provider: { name: webhook, webhook: { image: { repository: quay.io/acme/hook } } }");

    var moved = SampleChart.EXTERNAL_DNS.move(values, CACHE);

    assertEquals(
        yaml(
            """
            provider: { name: webhook, webhook: { image: { repository: %1$s/quay/acme/hook } } }
            image: { repository: %1$s/k8s/external-dns/external-dns }
            """
                .formatted(HOST)),
        moved.values());
  }

  @Test
  void samplesGoByTheirNames() {
    assertEquals(
        List.of(
            "external-dns=https://kubernetes-sigs.github.io/external-dns/ external-dns 1.15.0",
            "nats=https://nats-io.github.io/k8s/helm/charts/ nats 1.1.9"),
        SampleChart.ALL.entrySet().stream()
            .map(
                it ->
                    "%s=%s %s %s"
                        .formatted(
                            it.getKey(),
                            it.getValue().repository(),
                            it.getValue().chart(),
                            it.getValue().version()))
            .toList());
  }

  private static Map<String, Object> yaml(String text) {
    try {
      return new YAMLMapper().readValue(text, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
