package dev.ecrcache;

import dev.ecrcache.image.CacheRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With what stands inside it: the settings of one sample. */
class SampleReleasesArgsTest {
  private static final SampleArgs DEFAULTS = SampleArgs.builder().build();
  private static final String NO_NAMESPACE =
      "namespace: '%s' is not a namespace: up to 63 lower-case letters, digits and dashes between"
          + " them";

  static Stream<Refusal> refusals() {
    return Stream.of(
        Refusal.of(
            "samples.redis: is not a sample; allowed: external-dns, nats",
            () -> SampleReleasesArgs.builder().sample("redis", DEFAULTS)),
        Refusal.of(
            "samples.nats: is missing; write {} for its defaults",
            () -> SampleReleasesArgs.builder().sample("nats", null)),
        Refusal.of(
            "cache: is missing; give the cache's endpoint with withCache",
            () -> SampleReleasesArgs.builder().build().cache()),
        Refusal.of(
            "samples.nats: the image docker.io/library/nats at container.image cannot come from the cache:"
                + " no cache rule covers docker.io/library/nats",
            () ->
                SampleReleasesArgs.builder()
                    .samples(Map.of("nats", DEFAULTS, "external-dns", DEFAULTS))
                    .build()
                    .checkCachedBy(List.of(CacheRule.of("k8s", "registry.k8s.io")))),
        Refusal.of(
            "repository: 'nats-io.github.io' is not a URL",
            () -> SampleArgs.builder().repository("nats-io.github.io")),
        Refusal.of(
            "repository: 'oci://nats-io.github.io/nats' is not a URL",
            () -> SampleArgs.builder().repository("oci://nats-io.github.io/nats")),
        Refusal.of(
            "repository: 'https://a b' is not a URL",
            () -> SampleArgs.builder().repository("https://a b")),
        Refusal.of(
            "version: is empty; give a version such as 1.1.9",
            () -> SampleArgs.builder().version(" ")),
        Refusal.of(NO_NAMESPACE.formatted("Nats"), () -> SampleArgs.builder().namespace("Nats")),
        Refusal.of(NO_NAMESPACE.formatted("nats-"), () -> SampleArgs.builder().namespace("nats-")),
        Refusal.of(
            NO_NAMESPACE.formatted("n".repeat(64)),
            () -> SampleArgs.builder().namespace("n".repeat(64))),
        Refusal.of(
            "timeoutSeconds: 0 is not possible; give 1 second or more",
            () -> SampleArgs.builder().timeoutSeconds(0)));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefused(Refusal refusal) {
    refusal.check();
  }

  @Test
  void sampleWhoseImagesAreAllCachedIsTaken() {
    SampleReleasesArgs.builder()
        .sample("nats", DEFAULTS)
        .build()
        .checkCachedBy(List.of(CacheRule.of("docker-hub", "docker.io")));
  }
}
