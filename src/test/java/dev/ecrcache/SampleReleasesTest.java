package dev.ecrcache;

import static dev.ecrcache.Recorder.HOST;
import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pulumi.core.Output;
import dev.ecrcache.image.CacheRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleReleasesTest {
  private static final List<CacheRule> RULES =
      List.of(CacheRule.of("docker-hub", "docker.io"), CacheRule.of("k8s", "registry.k8s.io"));
  private static final CachedReleaseArgs DEFAULTS = CachedReleaseArgs.builder().build();

  private final Recorder recorder = new Recorder();

  @Test
  void eachSampleIsAReleaseOfItsName() {
    var dns = Given.release("external-dns").name("dns").build();
    run(SampleReleasesArgs.builder().sample("external-dns", dns).sample("app", nats()).build());

    assertEquals(
        Set.of("Release samples-app", "Release samples-external-dns"), recorder.children());
    assertEquals("CachedRelease samples-app", recorder.parent("Release samples-app"));
    assertEquals("SampleReleases samples", recorder.parent("CachedRelease samples-app"));
    assertEquals("app", recorder.inputs("Release samples-app").get("name"));
    assertEquals("app", recorder.inputs("Release samples-app").get("namespace"));
    assertEquals("dns", recorder.inputs("Release samples-external-dns").get("name"));
    assertEquals(
        Set.of(
            "docker.io/library/nats:2.10.12-alpine",
            "docker.io/natsio/nats-box:0.14.2",
            "docker.io/natsio/nats-server-config-reloader:0.14.1",
            "registry.k8s.io/external-dns/external-dns:v0.15.0"),
        ((Map<?, ?>) recorder.outputs().get("images")).keySet());
  }

  @Test
  void noSampleIsNoRelease() {
    run(SampleReleasesArgs.builder().build());

    assertEquals(Set.of(), recorder.children());
    assertEquals(Map.of("images", Map.of()), recorder.outputs());
  }

  /** The charts' own repositories are not to be had here. */
  @Test
  void samplesThatAreKnownHaveAChart() {
    var args = SampleReleasesArgs.builder().sample("nats", DEFAULTS).build().samples().get("nats");

    assertEquals("nats", args.source().chart());
    assertEquals("https://nats-io.github.io/k8s/helm/charts/", args.repository());
    assertEquals("1.1.9", args.version());
    assertEquals("nats", args.name());
  }

  @Test
  void unreadableChartIsReleasedWithWhatIsKnownOfIt() {
    var mirror =
        CachedReleaseArgs.builder().repository("http://127.0.0.1:1/charts").audit("warn").build();
    run(SampleReleasesArgs.builder().sample("nats", mirror).build());

    var release = recorder.inputs("Release samples-nats");
    assertEquals(map("repo", "http://127.0.0.1:1/charts"), release.get("repositoryOpts"));
    assertEquals("1.1.9", release.get("version"));
    assertEquals(Given.allOfNatsFromDockerHub(), release.get("values"));
    assertEquals(
        HOST + "/docker-hub/natsio/nats-box",
        ((Map<?, ?>) recorder.outputs().get("images")).get("docker.io/natsio/nats-box"));
  }

  static Stream<Refusal> refusals() {
    return Stream.of(
        Refusal.of(
            "samples.redis.chart: is missing; give a folder, an archive, an oci:// reference, or a"
                + " name and its repository; only external-dns and nats have one of their own",
            () -> SampleReleasesArgs.builder().sample("redis", DEFAULTS)),
        Refusal.of(
            "samples.nats: is missing; write {} for its defaults",
            () -> SampleReleasesArgs.builder().sample("nats", null)),
        Refusal.of(
            "samples.app.chart: chart ./none: there is no such folder or archive",
            () ->
                SampleReleasesArgs.builder()
                    .sample("app", CachedReleaseArgs.builder().chart("./none").build())
                    .build()
                    .checkCachedBy(RULES)));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefused(Refusal refusal) {
    refusal.check();
  }

  private static CachedReleaseArgs nats() {
    return CachedReleaseArgs.builder().chart("sandbox/charts/nats").build();
  }

  private void run(SampleReleasesArgs args) {
    recorder.run(
        context -> {
          var cache = CacheEndpoint.of(Output.of(HOST), RULES, false);
          var samples = new SampleReleases("samples", args.withCache(cache), null);
          context.export("images", samples.images());
        });
  }
}
