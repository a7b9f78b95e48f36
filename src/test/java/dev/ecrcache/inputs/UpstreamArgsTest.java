package dev.ecrcache.inputs;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ecrcache.Given;
import dev.ecrcache.Refusal;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamArgsTest {
  private static final String ECR = "333333333333.dkr.ecr.eu-west-1.amazonaws.com";

  static Stream<Refusal> refusals() {
    return Stream.of(
        Refusal.of(
            "registry: is missing; give the registry's host, such as docker.io",
            () -> UpstreamArgs.builder().build()),
        Refusal.of(
            "registry: 'https://docker.io' has a scheme; write docker.io",
            () -> UpstreamArgs.builder().registry("https://docker.io")),
        Refusal.of(
            "registry: gcr.io is not a registry that ECR can cache (Google's registries:"
                + " containers-roadmap#1581); copy its images into an ECR repository; ECR caches"
                + " docker.io, public.ecr.aws, registry.k8s.io, quay.io, ghcr.io,"
                + " registry.gitlab.com, <name>.azurecr.io, cgr.dev and other ECR registries",
            () -> UpstreamArgs.builder().registry("gcr.io")),
        Refusal.of(
            "role: 'mine' is not known; allowed: create, none, or the ARN of a role",
            () -> UpstreamArgs.builder().role("mine")),
        Refusal.of(
            "credential: "
                + ECR
                + " takes no credential: ECR reads another ECR registry with an"
                + " IAM role",
            () -> UpstreamArgs.builder().registry(ECR).credential(Given.login()).build()));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefused(Refusal refusal) {
    refusal.check();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"docker.io", "ghcr.io", "registry.gitlab.com", "acme0.azurecr.io", "cgr.dev"})
  void registryThatNeedsALoginIsRefusedWithoutOne(String registry) {
    Refusal.of(
            "credential: is missing; ECR caches "
                + registry
                + " with a login only, public images too: give username and token, or secretArn",
            () -> Given.upstream(registry))
        .check();
  }

  @ParameterizedTest
  @CsvSource({
    "quay.io, ECR caches its public repositories only (containers-roadmap#2652)",
    "public.ecr.aws, ECR reads its public images without one",
    "registry.k8s.io, ECR reads its public images without one",
  })
  void registryWithoutLoginIsRefusedWithOne(String registry, String reason) {
    Refusal.of(
            "credential: %s takes no credential: %s".formatted(registry, reason),
            () -> UpstreamArgs.builder().registry(registry).credential(Given.login()).build())
        .check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"quay.io", "public.ecr.aws", "registry.k8s.io"})
  void ecrSettingsAreRefusedElsewhere(String registry) {
    Refusal.of(
            "role: belongs to ECR upstreams; %s takes none".formatted(registry),
            () -> UpstreamArgs.builder().registry(registry).role("none").build())
        .check();
    Refusal.of(
            "upstreamPrefix: belongs to ECR upstreams; %s is cached as a whole".formatted(registry),
            () -> UpstreamArgs.builder().registry(registry).upstreamPrefix("team").build())
        .check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"quay.io", "registry.k8s.io"})
  void officialImagesAreRefusedElsewhere(String registry) {
    Refusal.of(
            "officialImages: belongs to public.ecr.aws, where Docker publishes its official images;"
                + " %s has none of them beside its own".formatted(registry),
            () -> UpstreamArgs.builder().registry(registry).officialImages(true).build())
        .check();
    assertFalse(
        UpstreamArgs.builder()
            .registry(registry)
            .officialImages(false)
            .build()
            .rule("aa")
            .officialImages());
  }
}
