package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.redirect.RedirectSettings;
import dev.ecrcache.redirect.RedirectSettings.FailurePolicy;
import dev.ecrcache.redirect.RedirectSettings.Validation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageRedirectArgsTest {
  static Stream<Refusal> refusals() {
    return Stream.of(
        Refusal.of(
            "kubernetes: v1.35.0 has no MutatingAdmissionPolicy, which came with 1.36; choose"
                + " validate: warn or deny, which tells what does not come from the cache, or"
                + " upgrade the cluster",
            () -> builder().kubernetes("1.35").build()),
        Refusal.of(
            "kubernetes: v1.29.0 has neither MutatingAdmissionPolicy, which came with 1.36, nor"
                + " ValidatingAdmissionPolicy, which came with 1.30; upgrade the cluster, or have"
                + " releases or nodes ask the cache, as docs/redirect.md says",
            () -> builder().kubernetes("1.29").validate("warn").build()),
        Refusal.of(
            "kubernetes: 'new' is no version of Kubernetes; give one such as 1.34 or 1.34.2",
            () -> builder().kubernetes("new")),
        Refusal.of(
            "validate: 'Warn' is not known; allowed: off, warn, deny",
            () -> builder().validate("Warn")),
        Refusal.of(
            "failurePolicy: 'ignore' is not known; allowed: Ignore, Fail",
            () -> builder().failurePolicy("ignore")),
        Refusal.of(
            "digests: 'tag' is not known; allowed: keep, drop, refuse",
            () -> builder().digests("tag")),
        Refusal.of(
            "excludedNamespaces.1: 'A' is not a namespace: up to 63 lower-case letters, digits and"
                + " dashes between them",
            () -> builder().excludedNamespaces(List.of("a", "A"))),
        Refusal.of(
            "excludedLabels.a b: 'a b' is not the key of a label, such as ecr-cache.dev/redirect: up"
                + " to 63 letters, digits and . _ - between them, perhaps behind a domain and a"
                + " slash",
            () -> builder().excludedLabels(Map.of("a b", ""))),
        Refusal.of(
            "excludedLabels.a: 'b c' is not the value of a label: up to 63 letters, digits and . _ -"
                + " between them",
            () -> builder().excludedLabels(Map.of("a", "b c"))),
        Refusal.of(
            "name: 'A' is not the name of an object: up to 63 lower-case letters and digits, with"
                + " dashes and dots between them",
            () -> builder().name("A")),
        Refusal.of(
            "namespace: '' is not a namespace: up to 63 lower-case letters, digits and dashes"
                + " between them",
            () -> builder().namespace("")),
        Refusal.of(
            "cache: is missing; give the endpoint of the cache, in Java with withCache",
            () -> builder().build().cache()));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatCannotWorkIsRefused(Refusal refusal) {
    refusal.check();
  }

  @Test
  void byDefaultPodsAreMovedAndNoneIsHeldUp() {
    assertEquals(
        new RedirectSettings(
            "ecr-cache",
            "kube-system",
            List.of("kube-system"),
            Map.of("ecr-cache.dev/redirect", "off"),
            FailurePolicy.Ignore,
            Digests.KEEP,
            true,
            Validation.OFF),
        builder().build().redirect().settings());
  }

  @Test
  void whatIsGivenIsTaken() {
    assertEquals(
        new RedirectSettings(
            "a",
            "b",
            List.of("c"),
            Map.of("d.e/f", ""),
            FailurePolicy.Fail,
            Digests.DROP,
            false,
            Validation.DENY),
        builder()
            .name("a")
            .namespace("b")
            .excludedNamespaces(List.of("c"))
            .excludedLabels(Map.of("d.e/f", ""))
            .failurePolicy("Fail")
            .digests("drop")
            .kubernetes("1.33")
            .validate("deny")
            .build()
            .redirect()
            .settings());
  }

  private static ImageRedirectArgs.Builder builder() {
    return ImageRedirectArgs.builder();
  }
}
