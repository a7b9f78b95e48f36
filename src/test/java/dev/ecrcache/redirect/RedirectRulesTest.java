package dev.ecrcache.redirect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.image.ThousandReferences;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The data of the ConfigMap, and that it says what {@code ecr-cache image} says. */
class RedirectRulesTest {
  private static final String HOST = "222222222222.dkr.ecr.eu-west-1.amazonaws.com";
  private static final String TEAMS = "333333333333.dkr.ecr.eu-west-1.amazonaws.com";

  @Test
  void everyAliasOfARegistryIsAKey() {
    var hub = "/ " + HOST + "/docker-hub/";
    var k8s = "/ " + HOST + "/k8s/";
    assertEquals(
        Map.of(
            "docker.io", hub,
            "index.docker.io", hub,
            "registry-1.docker.io", hub,
            "registry.hub.docker.com", hub,
            "registry.k8s.io", k8s,
            "k8s.gcr.io", k8s,
            "acmereg.azurecr.io", "/ " + HOST + "/team/"),
        data("docker-hub=docker.io", "k8s=registry.k8s.io", "team=acmereg.azurecr.io"));
  }

  @Test
  void anEcrRegistryHasTheHostsThatEcrAnswersTo() {
    var team = "/team/a/ " + HOST + "/one/\n/team/ " + HOST + "/teams/";
    assertEquals(
        Map.of(
            "333333333333.dkr.ecr.eu-west-1.amazonaws.com", team,
            "333333333333.dkr.ecr-fips.eu-west-1.amazonaws.com", team,
            "333333333333.dkr-ecr.eu-west-1.on.aws", team,
            "333333333333.dkr-ecr-fips.eu-west-1.on.aws", team),
        data("teams=" + TEAMS + "/team", "one=" + TEAMS + "/team/a"));
  }

  @Test
  void theCacheItselfIsNoUpstream() {
    assertEquals(Map.of(), data("own=" + HOST + "/team"));
  }

  @Test
  void whatAnotherPrefixWouldHideStaysOrTakesTheNextRule() {
    assertEquals(
        "/bb/\n/ " + HOST + "/aa/",
        data("aa=docker.io", "aa/bb=quay.io").get("docker.io"),
        "stays");
    assertEquals(
        "/bb/ %1$s/cc/bb/\n/ %1$s/aa/".formatted(HOST),
        data("aa=docker.io", "aa/bb=quay.io", "cc=docker.io").get("docker.io"),
        "next");
    assertEquals(
        "/quay/\n/ " + HOST + "/", data("ROOT=docker.io", "quay=quay.io").get("docker.io"), "ROOT");
  }

  static Stream<CachedImages> caches() {
    return Stream.of(
        cache("docker-hub=docker.io", "k8s=registry.k8s.io", "quay=quay.io", "github=ghcr.io"),
        cache(
            "ROOT=docker.io",
            "grafana=quay.io",
            "eks=602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks"),
        cache("aa=docker.io", "aa/grafana=quay.io", "bb=docker.io", "bb/grafana/loki=ghcr.io"),
        cache("one=quay.io/prometheus", "two=quay.io", "two/argoproj=public.ecr.aws"));
  }

  @ParameterizedTest
  @MethodSource("caches")
  void aThousandReferencesGoWhereTheCacheHasThem(CachedImages cache) {
    var data = Redirect.rules(cache);
    var moved = 0;
    for (var text : ThousandReferences.get()) {
      var image = ImageReference.parse(text);
      var there = moved(data, image);
      assertEquals(
          cache.resolve(image) instanceof Resolution.Cached cached
              ? cached.image().toString()
              : image.toString(),
          there);
      moved += there.startsWith(HOST) ? 1 : 0;
    }
    assertTrue(moved > 100, "too few to tell");
  }

  /** What a policy does with the data, but for the grammar of references. */
  private static String moved(Map<String, String> data, ImageReference image) {
    var path = "/" + image.toString().substring(image.registry().length() + 1);
    return Stream.of(data.getOrDefault(image.registry(), "").split("\n"))
        .map(line -> line.split(" "))
        .filter(rule -> path.startsWith(rule[0]))
        .findFirst()
        .filter(rule -> rule.length == 2)
        .map(rule -> rule[1] + path.substring(rule[0].length()))
        .orElse(image.toString());
  }

  private static Map<String, String> data(String... rules) {
    return Redirect.rules(cache(rules));
  }

  private static CachedImages cache(String... rules) {
    return new CachedImages(
        HOST,
        Arrays.stream(rules)
            .map(rule -> rule.split("=", 2))
            .map(rule -> CacheRule.of(rule[0], rule[1]))
            .toList());
  }
}
