package dev.ecrcache.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.image.Upstream.Credential;
import dev.ecrcache.image.Upstream.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamTest {
  private static final String POSSIBLE =
      "ECR caches docker.io, public.ecr.aws, registry.k8s.io, quay.io, ghcr.io,"
          + " registry.gitlab.com, <name>.azurecr.io, cgr.dev and other ECR registries";

  @ParameterizedTest
  @CsvFileSource(resources = "upstreams.csv", delimiter = '|', useHeadersInDisplayName = true)
  void hostIsKnown(String host, String kind, String canonical, String url, Credential credential) {
    Upstream upstream = Upstream.of(host);
    assertEquals(kind, upstream.kind().id());
    assertEquals(canonical, upstream.host());
    assertEquals(url, upstream.url());
    assertEquals(credential, upstream.credential());
    assertEquals(credential == Credential.REQUIRED, upstream.credentialRefusal().isEmpty());
    assertEquals(Optional.of(upstream), Upstream.find(host));
    assertEquals(upstream, Upstream.of(canonical));
  }

  @ParameterizedTest
  @CsvFileSource(
      resources = "upstreams-refused.csv",
      delimiter = '|',
      useHeadersInDisplayName = true,
      quoteCharacter = '"',
      ignoreLeadingAndTrailingWhitespace = false)
  void anythingElseIsRefused(String host, String message) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> Upstream.of(host));
    assertEquals(
        message
            .replace("…", "; copy its images into an ECR repository; " + POSSIBLE)
            .replace("⟨possible⟩", POSSIBLE),
        refusal.getMessage());
    assertEquals(Optional.empty(), Upstream.find(host));
  }

  @Test
  void refusalIsOneShortLine() {
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> Upstream.of("a\nb\u001b\u202e" + "x".repeat(999)));
    assertTrue(
        refusal.getMessage().startsWith("'a\\u000ab\\u001b\\u202exxx"), refusal.getMessage());
    assertTrue(refusal.getMessage().length() < 400, refusal.getMessage());
  }

  /** {@code UpstreamRegistry} of ECR's API in botocore 1.44.5. */
  @Test
  void kindsAreThoseOfTheApi() {
    assertEquals(
        List.of(
            "docker-hub",
            "ecr-public",
            "k8s",
            "quay",
            "github-container-registry",
            "gitlab-container-registry",
            "azure-container-registry",
            "chainguard",
            "ecr"),
        Arrays.stream(Kind.values()).map(Kind::id).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quay.io|quay.io takes no credential: ECR caches its public repositories only"
            + " (containers-roadmap#2652)",
        "public.ecr.aws|public.ecr.aws takes no credential: ECR reads its public images without"
            + " one",
        "registry.k8s.io|registry.k8s.io takes no credential: ECR reads its public images without"
            + " one",
        "111111111111.dkr.ecr.eu-west-1.amazonaws.com|111111111111.dkr.ecr.eu-west-1.amazonaws.com"
            + " takes no credential: ECR reads another ECR registry with an IAM role"
      })
  void credentialIsRefusedWithTheReason(String host, String reason) {
    assertEquals(Optional.of(reason), Upstream.of(host).credentialRefusal());
  }

  @ParameterizedTest
  @CsvSource({
    "DOCKER_HUB, registry-1.docker.io, 'docker-hub, which is docker.io'",
    "DOCKER_HUB, Docker.io, 'docker-hub, which is docker.io'",
    "QUAY, ghcr.io, 'quay, which is quay.io'",
    "AZURE, acme1.azurecr.cn, 'azure-container-registry, which is <name>.azurecr.io'",
    "ECR, 111111111111.dkr-ecr.eu-west-1.on.aws,"
        + " 'ecr, which is <account>.dkr.ecr.<region>.amazonaws.com'"
  })
  void recordHoldsCanonicalHostsOnly(Kind kind, String host, String wanted) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> new Upstream(kind, host));
    assertEquals("'%s' is not the host of %s".formatted(host, wanted), refusal.getMessage());
  }
}
