package dev.ecrcache.redirect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.Golden;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.redirect.RedirectSettings.FailurePolicy;
import dev.ecrcache.redirect.RedirectSettings.Validation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Whole objects; that an API server takes them and does as they say is shown by RedirectClusterIT.
 */
class RedirectTest {
  @Test
  void podsAreMovedAndLeftAloneWhereThatFails() {
    check(
        "moved",
        RedirectSettings.NAME,
        FailurePolicy.Ignore,
        Digests.KEEP,
        true,
        Validation.OFF,
        RedirectSettings.EXCLUDED_NAMESPACES);
  }

  @Test
  void whatIsNotMovedIsRefused() {
    check(
        "moved-or-denied",
        "team",
        FailurePolicy.Fail,
        Digests.DROP,
        true,
        Validation.DENY,
        List.of());
  }

  @Test
  void whatComesFromElsewhereIsToldWithItsPlaceInTheCache() {
    check(
        "warned",
        RedirectSettings.NAME,
        FailurePolicy.Ignore,
        Digests.REFUSE,
        false,
        Validation.WARN,
        List.of("kube-system", "flux-system"));
  }

  @Test
  void hostsThatAreNotEcrsCannotBeToldFromOthers() {
    var settings =
        new RedirectSettings(
            "a",
            "b",
            List.of(),
            Map.of(),
            FailurePolicy.Ignore,
            Digests.KEEP,
            true,
            Validation.WARN);
    var proxy = new CachedImages("ecr.example.com", List.of(CacheRule.of("hub", "docker.io")));
    assertEquals(
        "'ecr.example.com' is not the host of an ECR registry, by which validation tells what comes"
            + " from the cache; leave it off, or give ECR's own host",
        assertThrows(IllegalArgumentException.class, () -> new Redirect(settings).manifests(proxy))
            .getMessage());
  }

  private static void check(
      String golden,
      String name,
      FailurePolicy failurePolicy,
      Digests digests,
      boolean mutate,
      Validation validation,
      List<String> excludedNamespaces) {
    var settings =
        new RedirectSettings(
            name,
            RedirectSettings.NAMESPACE,
            excludedNamespaces,
            RedirectSettings.EXCLUDED_LABELS,
            failurePolicy,
            digests,
            mutate,
            validation);
    var cache =
        new CachedImages(
            "222222222222.dkr.ecr.eu-west-1.amazonaws.com",
            List.of(CacheRule.of("docker-hub", "docker.io"), CacheRule.of("quay", "quay.io")));
    assertEquals(
        Golden.tree(RedirectTest.class, golden).toPrettyString(),
        new JsonMapper().valueToTree(new Redirect(settings).manifests(cache)).toPrettyString());
  }
}
