package dev.ecrcache;

import static dev.ecrcache.Recorder.HOST;
import static dev.ecrcache.Recorder.list;
import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pulumi.core.Output;
import dev.ecrcache.chart.SampleChart;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SampleReleasesTest {
  private static final List<CacheRule> RULES =
      List.of(CacheRule.of("docker-hub", "docker.io"), CacheRule.of("k8s", "registry.k8s.io"));
  private static final SampleArgs DEFAULTS = SampleArgs.builder().build();

  private final Recorder recorder = new Recorder();

  @Test
  void releasesAreThoseOfTheChartsByDefault() {
    run(Map.of("nats", DEFAULTS, "external-dns", DEFAULTS), RULES).succeeded();

    var nats = SampleChart.NATS.move(Map.of(), new CachedImages(HOST, RULES));
    var dns = SampleChart.EXTERNAL_DNS.move(Map.of(), new CachedImages(HOST, RULES));
    assertEquals(
        Set.of("Release samples-external-dns", "Release samples-nats"), recorder.children());
    assertEquals(
        release(
            SampleChart.NATS,
            "1.1.9",
            "https://nats-io.github.io/k8s/helm/charts/",
            "nats",
            300.0,
            nats.values()),
        recorder.inputs("Release samples-nats"));
    assertEquals(
        release(
            SampleChart.EXTERNAL_DNS,
            "1.15.0",
            "https://kubernetes-sigs.github.io/external-dns/",
            "external-dns",
            300.0,
            dns.values()),
        recorder.inputs("Release samples-external-dns"));

    var images = new TreeMap<>(nats.images());
    images.putAll(dns.images());
    assertEquals(Map.of("images", images), recorder.outputs());
  }

  @Test
  void everySettingIsTheUsers() {
    run(
            Map.of(
                "external-dns",
                SampleArgs.builder()
                    .repository("https://charts.example.com")
                    .version("1.14.5")
                    .namespace("dns")
                    .timeoutSeconds(600)
                    .values(map("domainFilters", list("dev.example.com"), "registry", "txt"))
                    .build()),
            RULES)
        .succeeded();

    assertEquals(Set.of("Release samples-external-dns"), recorder.children());
    assertEquals(
        release(
            SampleChart.EXTERNAL_DNS,
            "1.14.5",
            "https://charts.example.com",
            "dns",
            600.0,
            map(
                "domainFilters",
                list("dev.example.com"),
                "registry",
                "txt",
                "image",
                map("repository", HOST + "/k8s/external-dns/external-dns"))),
        recorder.inputs("Release samples-external-dns"));
  }

  @Test
  void noSampleIsNoRelease() {
    run(Map.of(), RULES).succeeded();

    assertEquals(Set.of(), recorder.children());
    assertEquals(Map.of("images", Map.of()), recorder.outputs());
  }

  @Test
  void imageThatTheCacheOfAnotherStackLacksIsRefused() {
    run(Map.of("external-dns", DEFAULTS), RULES.subList(0, 1));

    assertEquals(
        "samples.external-dns: the image registry.k8s.io/external-dns/external-dns at image cannot"
            + " come from the cache: no cache rule covers registry.k8s.io/external-dns/external-dns",
        recorder.refusal());
  }

  private static Map<String, Object> release(
      SampleChart chart,
      String version,
      String repository,
      String namespace,
      double timeout,
      Map<String, Object> values) {
    return map(
        "name",
        chart.name(),
        "chart",
        chart.chart(),
        "version",
        version,
        "repositoryOpts",
        map("repo", repository),
        "namespace",
        namespace,
        "createNamespace",
        true,
        "timeout",
        timeout,
        "values",
        values,
        // Pulumi's own, in every release.
        "compat",
        "true");
  }

  private Recorder run(Map<String, SampleArgs> samples, List<CacheRule> rules) {
    return recorder.run(
        StackConfig.NONE,
        context -> {
          var cache = CacheEndpoint.of(Output.of(HOST), rules, false);
          var args = SampleReleasesArgs.builder().samples(samples).build().withCache(cache);
          context.export("images", new SampleReleases("samples", args, null).images());
        });
  }
}
