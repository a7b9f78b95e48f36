package dev.ecrcache.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ecrcache.image.CachedImages.Digests;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CachedImagesTest {
  private static final String HUB = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
  private static final String TEAM = "222222222222.dkr.ecr.eu-west-1.amazonaws.com";
  private static final String DIGEST = "sha256:" + "0a".repeat(32);

  private static final CachedImages CACHE =
      cache(
          "docker-hub=docker.io",
          "ecr=public.ecr.aws",
          "k8s=registry.k8s.io",
          "quay=quay.io",
          "github=ghcr.io",
          "acme=acme1.azurecr.io",
          "team-a=" + TEAM + "/team-a",
          "my-app=" + TEAM + "/upstream-app");

  @ParameterizedTest
  @CsvFileSource(resources = "cached-images.csv", delimiter = '|', useHeadersInDisplayName = true)
  void imageComesFromTheCache(String text, String cached) {
    assertEquals(cached.replace("HUB", HUB), pulled(CACHE, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HUB + "/own/app:1",
        HUB + "/docker-hub/library/nats",
        "111111111111.DKR.ecr.eu-west-1.amazonaws.com/own/app",
        "111111111111.dkr-ecr.eu-west-1.on.aws/own/app",
        "111111111111.dkr.ecr-fips.eu-west-1.amazonaws.com/own/app",
        "602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon/aws-load-balancer-controller:v2.7.0",
        "222222222222.dkr.ecr.eu-west-2.amazonaws.com/team-a/x",
        TEAM + "/team-b/x",
        TEAM + "/team-a",
        TEAM + "/team-ab/x"
      })
  void imageOnEcrIsLeftAlone(String text) {
    ImageReference image = ImageReference.parse(text);
    Resolution resolution = CACHE.resolve(image);
    assertEquals(new Resolution.AlreadyEcr(image), resolution);
    assertEquals(Optional.of(image), resolution.fromEcr());
    assertEquals(Optional.empty(), resolution.reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cgr.dev/chainguard/nginx|no cache rule at HUB covers cgr.dev/chainguard/nginx",
        "acme2.azurecr.io/app|no cache rule at HUB covers acme2.azurecr.io/app",
        "gcr.io/distroless/java|gcr.io is not a registry that ECR can cache (Google's registries:"
            + " containers-roadmap#1581)",
        "mcr.microsoft.com/dotnet/sdk|mcr.microsoft.com is not a registry that ECR can cache (of"
            + " Azure, only <name>.azurecr.io)",
        "nvcr.io/nvidia/k8s-device-plugin|nvcr.io is not a registry that ECR can cache",
        "localhost:5000/app|localhost:5000 is not a registry that ECR can cache",
        "[::1]:5000/app|[::1]:5000 is not a registry that ECR can cache",
        "Quay/app|Quay is ECR's name for quay.io; write that",
        "hub.docker.com/nats|hub.docker.com is not the registry itself; write docker.io",
        "quay.io:443/app|'quay.io:443' has a port; write quay.io"
      })
  void imageWithoutRuleIsReported(String text, String reason) {
    assertEquals(reason.replace("HUB", HUB), reason(CACHE, text));
  }

  /**
   * The table of <a
   * href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private-wildcards.html">Customizing
   * repository prefixes</a>, from upstream to cache.
   */
  @ParameterizedTest
  @CsvSource({
    "ecr-public, '', my-app/image1, ecr-public/my-app/image1",
    "ROOT, '', my-app/image1, my-app/image1",
    "team-a, /team-a, team-a/myapp/image1, team-a/myapp/image1",
    "my-app, /upstream-app, upstream-app/image1, my-app/image1"
  })
  void prefixesMapAsDocumented(String prefix, String upstream, String from, String to) {
    CachedImages cache = cache(prefix + "=" + TEAM + upstream);
    assertEquals(HUB + "/" + to, pulled(cache, TEAM + "/" + from));
  }

  @ParameterizedTest
  @CsvSource({
    "team/app/x, deep/x",
    "team/x, team-x/x",
    "teams/x, all/teams/x",
    "team/application/x, team-x/application/x"
  })
  void longestUpstreamPrefixWins(String from, String to) {
    CachedImages cache =
        cache("all=" + TEAM, "team-x=" + TEAM + "/team", "deep=" + TEAM + "/team/app");
    assertEquals(HUB + "/" + to, pulled(cache, TEAM + "/" + from));
  }

  @Test
  void firstPrefixWinsAmongEquals() {
    assertEquals(
        HUB + "/mirror-a/library/nats",
        pulled(cache("mirror-b=docker.io", "mirror-a=docker.io", "other=quay.io"), "nats"));
  }

  @Test
  void rootPrefixIsNoPrefix() {
    CachedImages cache = cache("ROOT=docker.io");
    assertEquals(HUB + "/library/nats:2", pulled(cache, "nats:2"));
    assertEquals(HUB + "/natsio/nats-box", pulled(cache, "natsio/nats-box"));
  }

  /** ECR would pull such a repository from the registry of the other rule. */
  @Test
  void repositoryUnderThePrefixOfAnotherRuleIsNotGuessed() {
    CachedImages cache = cache("ROOT=docker.io", "quay=quay.io");
    assertEquals(
        "docker.io/quay/app would be quay/app in the cache, which is the prefix of quay.io",
        reason(cache, "quay/app"));
    assertEquals(HUB + "/quayside/app", pulled(cache, "quayside/app"));
    assertEquals(HUB + "/quay/app", pulled(cache, "quay.io/app"));
    assertEquals(
        "docker.io/a/x would be team/a/x in the cache, which is the prefix of ghcr.io",
        reason(cache("team=docker.io", "team/a=ghcr.io"), "a/x"));
    assertEquals(
        HUB + "/zz/quay/app",
        pulled(cache("ROOT=docker.io", "quay=quay.io", "zz=docker.io"), "quay/app"));
  }

  @ParameterizedTest
  @CsvSource({"233, 245", "242, 254", "243, 255"})
  void longNameIsCached(int length, int cachedLength) {
    String name = "a/" + "b".repeat(length - 2);
    ImageReference cached = cached(cache("docker.hub1=docker.io"), name);
    assertEquals(cachedLength, cached.repository().length());
    assertEquals(cached, ImageReference.parse(cached.toString()));
  }

  @ParameterizedTest
  @CsvSource({"244, 256", "245, 257", "255, 267"})
  void tooLongNameIsReported(int length, int cachedLength) {
    String name = "a/" + "b".repeat(length - 2);
    assertEquals(
        "docker.io/%s would have a name of %d characters in the cache; 2 to 255 are possible"
            .formatted(name, cachedLength),
        reason(cache("docker.hub1=docker.io"), name));
  }

  @Test
  void tooShortNameIsReported() {
    assertEquals(
        "quay.io/a would have a name of 1 characters in the cache; 2 to 255 are possible",
        reason(cache("ROOT=quay.io"), "quay.io/a"));
    assertEquals(HUB + "/ab", pulled(cache("ROOT=quay.io"), "quay.io/ab"));
  }

  @ParameterizedTest
  @CsvSource({
    "KEEP, nats:2.10@, nats:2.10@",
    "KEEP, nats@, nats@",
    "KEEP, nats:2.10, nats:2.10",
    "DROP, nats:2.10@, nats:2.10",
    "DROP, nats@, nats@",
    "DROP, nats:2.10, nats:2.10",
    "REFUSE, nats:2.10, nats:2.10",
    "REFUSE, nats, nats"
  })
  void digestFollowsThePolicy(Digests digests, String text, String cached) {
    CachedImages cache = new CachedImages(HUB, CACHE.rules(), digests);
    assertEquals(
        HUB + "/docker-hub/library/" + cached.replace("@", "@" + DIGEST),
        pulled(cache, text.replace("@", "@" + DIGEST)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nats@", "nats:2.10@"})
  void digestIsRefusedWithTheReason(String text) {
    CachedImages cache = new CachedImages(HUB, CACHE.rules(), Digests.REFUSE);
    assertEquals(
        "docker.io/library/%s%s has a digest, and ECR's first pull of a digest that is not cached"
                .formatted(text, DIGEST)
            + " yet fails (containers-roadmap#2837); pull it by tag",
        reason(cache, text + DIGEST));
  }

  @Test
  void digestPolicyIsForTheCacheOnly() {
    CachedImages cache = new CachedImages(HUB, CACHE.rules(), Digests.REFUSE);
    ImageReference own = ImageReference.parse(HUB + "/own/app:1@" + DIGEST);
    assertEquals(new Resolution.AlreadyEcr(own), cache.resolve(own));
  }

  @Test
  void digestsAreKeptByDefault() {
    assertEquals(Digests.KEEP, CACHE.digests());
  }

  @Test
  void hostStaysAsItIs() {
    String dualStack = "111111111111.dkr-ecr.eu-west-1.on.aws";
    CachedImages cache = new CachedImages(dualStack, CACHE.rules());
    assertEquals(dualStack + "/quay/a/b", pulled(cache, "quay.io/a/b"));
    ImageReference own = ImageReference.parse(HUB + "/own/app");
    assertEquals(new Resolution.AlreadyEcr(own), cache.resolve(own));
  }

  /** As an emulated AWS has it. */
  @Test
  void hostNeedNotBeOfAws() {
    CachedImages cache = new CachedImages("localhost:5000", CACHE.rules());
    assertEquals("localhost:5000/quay/a/b", pulled(cache, "quay.io/a/b"));
    ImageReference own = ImageReference.parse("localhost:5000/quay/a/b");
    assertEquals(new Resolution.AlreadyEcr(own), cache.resolve(own));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|'' is not the host of a registry",
        "registry|'registry' is not the host of a registry",
        "a.b/c|invalid image reference 'a.b/c' at index 3: a registry is letters, digits and inner"
            + " hyphens, joined by dots",
        "https://a.b|invalid image reference 'https://a.b' at index 6: the port of a registry is"
            + " digits"
      })
  void malformedHostIsRefused(String host, String message) {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> new CachedImages(host, List.of()));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void twoRulesForOnePrefixAreRefused() {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> cache("quay=quay.io", "quay=docker.io"));
    assertEquals("two cache rules for prefix quay", refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "nats:2, pub/docker/library/nats:2",
    "docker.io/library/nats, pub/docker/library/nats",
    "registry.hub.docker.com/nats, pub/docker/library/nats",
    "public.ecr.aws/docker/library/nats, pub/docker/library/nats",
    "public.ecr.aws/eks/coredns, pub/eks/coredns",
    "natsio/nats-box, hub/natsio/nats-box",
  })
  void officialImagesComeFromEcrPublic(String text, String cached) {
    var cache =
        new CachedImages(
            HUB,
            List.of(
                CacheRule.of("hub", "docker.io"),
                CacheRule.of("pub", "public.ecr.aws").withOfficialImages()));

    assertEquals(HUB + "/" + cached, pulled(cache, text));
  }

  @Test
  void withoutDockerHubOnlyTheOfficialImagesDo() {
    var cache =
        new CachedImages(HUB, List.of(CacheRule.of("pub", "public.ecr.aws").withOfficialImages()));

    assertEquals(HUB + "/pub/docker/library/nats", pulled(cache, "nats"));
    assertEquals(
        "no cache rule at %s covers docker.io/natsio/nats-box".formatted(HUB),
        reason(cache, "natsio/nats-box"));
    assertEquals(
        "docker.io has no official images of Docker Hub beside its own; public.ecr.aws has",
        assertThrows(
                IllegalArgumentException.class,
                () -> CacheRule.of("hub", "docker.io").withOfficialImages())
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "docker-hub/library/nats:2, docker.io/library/nats:2",
    "ecr/docker/library/nats, public.ecr.aws/docker/library/nats",
    "team-a/app:1, 222222222222.dkr.ecr.eu-west-1.amazonaws.com/team-a/app:1",
    "my-app/a/b, 222222222222.dkr.ecr.eu-west-1.amazonaws.com/upstream-app/a/b",
    "own/app, ",
  })
  void whatEcrPullsForACachedReference(String cached, String upstream) {
    assertEquals(
        Optional.ofNullable(upstream),
        CACHE.upstreamOf(ImageReference.parse(HUB + "/" + cached)).map(ImageReference::toString));
  }

  private static CachedImages cache(String... rules) {
    return new CachedImages(
        HUB,
        Arrays.stream(rules)
            .map(rule -> rule.split("=", 2))
            .map(rule -> CacheRule.of(rule[0], rule[1]))
            .toList());
  }

  private static ImageReference cached(CachedImages cache, String text) {
    Resolution resolution = cache.resolve(ImageReference.parse(text));
    ImageReference image =
        assertInstanceOf(Resolution.Cached.class, resolution, () -> resolution.toString()).image();
    assertEquals(Optional.of(image), resolution.fromEcr());
    assertEquals(Optional.empty(), resolution.reason());
    return image;
  }

  private static String pulled(CachedImages cache, String text) {
    return cached(cache, text).toString();
  }

  private static String reason(CachedImages cache, String text) {
    Resolution resolution = cache.resolve(ImageReference.parse(text));
    assertEquals(Optional.empty(), resolution.fromEcr());
    return resolution.reason().orElseThrow();
  }
}
