package dev.ecrcache.operate.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.FakeAws;
import dev.ecrcache.cli.AwsKeys;
import dev.ecrcache.distribution.FakeRegistry;
import dev.ecrcache.distribution.Login;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.image.Upstream;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsSession;
import dev.ecrcache.operate.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Which tags have moved, from a cache and an upstream that answer as a test lays down. */
@ExtendWith(AwsKeys.class)
class UpstreamWatchTest {
  private static final EcrRegistry REGISTRY = new EcrRegistry("111111111111", "eu-west-1");
  private static final CachedImages CACHE =
      new CachedImages(
          REGISTRY.host(),
          List.of(CacheRule.of("hub", "docker.io"), CacheRule.of("k8s", "registry.k8s.io")));

  private final FakeAws aws = new FakeAws();
  private final FakeRegistry upstream = new FakeRegistry();

  @AfterEach
  void close() {
    aws.close();
    upstream.close();
  }

  private List<Watched> watch(Map<Upstream, Login> logins, List<Wanted> images) {
    var session =
        AwsSession.open(Optional.empty(), Optional.of("eu-west-1"), Optional.of(aws.endpoint()));
    var account = new Account("111111111111", session, REGISTRY, Optional.empty());
    try (var ecr = session.client(EcrClient.builder())) {
      var watch = new UpstreamWatch(account, ecr, CACHE, it -> upstream.url(), logins);
      return (images.isEmpty() ? watch.ofAll(4, Progress.NONE) : watch.of(images, 4, Progress.NONE))
          .all();
    }
  }

  private static Wanted wanted(String image) {
    var reference = ImageReference.parse(image);
    return new Wanted(reference, ((Resolution.Cached) CACHE.resolve(reference)).image());
  }

  @Test
  void tagsThatAreAnotherImageUpstreamHaveMoved() {
    var now = upstream.image("library/nats", "2", "new");
    upstream.image("library/nats", "3", "same");
    var same = upstream.image("pause", "4", "same");
    aws.with(
        "DescribeImages",
        "{\"imageDetails\":[{\"imageDigest\":\"%s\",\"imageTags\":[\"4\"]}]}".formatted(same));
    var images = List.of(wanted("nats:2"), wanted("nats:3"), wanted("nats:9"));

    var watched = watch(Map.of(), images);

    assertEquals(List.of("moved", "current", "gone"), watched.stream().map(Watched::word).toList());
    assertEquals(
        new Watched(images.get(0), Optional.of(same), Optional.of(now), Optional.empty()),
        watched.get(0));
    assertEquals(
        List.of("HEAD", "HEAD", "HEAD"),
        upstream.requests().stream().map(it -> it.split(" ")[0]).toList());
  }

  @Test
  void everyTagOfTheCacheCanBeMeant() {
    aws.with(
        "DescribePullThroughCacheRules",
        "{\"pullThroughCacheRules\":[{\"ecrRepositoryPrefix\":\"hub\"},{\"ecrRepositoryPrefix\":\"k8s\"}]}");
    aws.with(
        "DescribeRepositories",
        "{\"repositories\":[{\"repositoryName\":\"hub/acme/app\"},{\"repositoryName\":\"own/app\"},{\"repositoryName\":\"k8s/pause\"}]}");
    var current = upstream.image("acme/app", "1", "one");
    upstream.image("pause", "1", "moved");
    aws.with(
        "DescribeImages",
        "{\"imageDetails\":[{\"imageDigest\":\"%s\",\"imageTags\":[\"2\",\"1\"]}]}"
            .formatted(current));

    var watched = watch(Map.of(), List.of());

    assertEquals(
        List.of(
            "docker.io/acme/app:1 current",
            "docker.io/acme/app:2 gone",
            "registry.k8s.io/pause:1 moved",
            "registry.k8s.io/pause:2 gone"),
        watched.stream().map(it -> it.image().upstream() + " " + it.word()).toList());
  }

  @Test
  void whatIsNotCachedHasNotMovedAndWhatIsRefusedIsTold() {
    aws.refusing("DescribeImages", 400, "ImageNotFoundException", "none");
    var login = new Login("me", "secret");
    upstream.onlyTo("Basic bWU6c2VjcmV0", "Basic realm=\"hub\"");
    upstream.image("library/nats", "2", "one");
    var image = List.of(wanted("nats:2"));

    assertEquals("not there", watch(Map.of(Upstream.of("docker.io"), login), image).get(0).word());
    var refused = watch(Map.of(), image).get(0);
    assertEquals("failed", refused.word());
    assertEquals(Optional.of("127.0.0.1 answers 401"), refused.reason());
  }

  @Test
  void whoMayNotSeeWhatIsCachedIsTold() {
    aws.refusing("DescribeImages", 400, "AccessDeniedException", "not authorized");

    assertEquals(
        Optional.of("what is cached is not known: ecr:DescribeImages is refused"),
        watch(Map.of(), List.of(wanted("nats:2"))).get(0).reason());
  }

  @Test
  void whatWasAnsweredBeforeAwsRefusedStays() {
    var session =
        AwsSession.open(Optional.empty(), Optional.of("eu-west-1"), Optional.of(aws.endpoint()));
    var account = new Account("111111111111", session, REGISTRY, Optional.empty());
    upstream.image("library/nats", "2", "same");
    aws.refusing("DescribeImages nats", 400, "ImageNotFoundException", "none")
        .refusing("DescribeImages redis", 400, "KmsException", "the key is disabled");
    try (var ecr = session.client(EcrClient.builder())) {
      var watch = new UpstreamWatch(account, ecr, CACHE, it -> upstream.url(), Map.of());

      var watched =
          watch.of(
              List.of(wanted("nats:2"), wanted("redis:1"), wanted("redis:2")), 1, Progress.NONE);

      assertEquals(
          List.of("not there", "failed", "failed"),
          watched.all().stream().map(Watched::word).toList());
      assertEquals(Optional.of("not asked about: AWS refused"), watched.all().get(2).reason());
      assertEquals(
          "ecr:DescribeImages in eu-west-1 with the usual credential chain: the key is disabled",
          watched.refusal().orElseThrow().getMessage());
    }
  }
}
