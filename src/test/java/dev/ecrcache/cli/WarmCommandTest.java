package dev.ecrcache.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.FakeAws;
import dev.ecrcache.distribution.FakeRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ecr-cache warm} against a registry and an AWS that answer as a test lays down. */
@ExtendWith(AwsKeys.class)
class WarmCommandTest {
  private static final String CREDENTIAL =
      "Basic " + Base64.getEncoder().encodeToString("AWS:token".getBytes(StandardCharsets.UTF_8));
  private static final String HOST = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
  private static final String SIZE = "1 manifest, 2 layers, 325 B";

  private final FakeAws aws = new FakeAws();
  private final FakeRegistry registry = new FakeRegistry();

  @BeforeEach
  void account() {
    aws.with(
        "/ Action=GetCallerIdentity&Version=2011-06-15",
        """
        <GetCallerIdentityResponse><GetCallerIdentityResult><Account>111111111111</Account>
        </GetCallerIdentityResult></GetCallerIdentityResponse>
        """);
    aws.with(
        "GetAuthorizationToken",
        "{\"authorizationData\":[{\"authorizationToken\":\"%s\",\"proxyEndpoint\":\"%s\"}]}"
            .formatted(CREDENTIAL.substring("Basic ".length()), registry.url()));
    aws.with(
        "DescribePullThroughCacheRules",
        """
        {"pullThroughCacheRules":[
          {"ecrRepositoryPrefix":"docker-hub","upstreamRegistryUrl":"registry-1.docker.io"},
          {"ecrRepositoryPrefix":"k8s","upstreamRegistryUrl":"registry.k8s.io",
           "upstreamRepositoryPrefix":"ROOT"}]}
        """);
    aws.refusing("DescribeImages", 400, "RepositoryNotFoundException", "no such repository");
    registry.onlyTo(CREDENTIAL, "Basic realm=\"ecr\"");
  }

  @AfterEach
  void close() {
    aws.close();
    registry.close();
  }

  private void isThere(String repository, String tag, String digest) {
    aws.with(
        "DescribeImages {\"registryId\":\"111111111111\",\"repositoryName\":\"%s\",\"imageIds\":[{\"imageTag\":\"%s\"}]}"
            .formatted(repository, tag),
        "{\"imageDetails\":[{\"imageDigest\":\"%s\"}]}".formatted(digest));
  }

  private Ran warm(String... args) {
    return warmWith("", args);
  }

  private Ran warmWith(String input, String... args) {
    var all = List.of("warm", "--region", "eu-west-1", "--endpoint-url", aws.endpoint().toString());
    return Ran.with(input, Stream.concat(all.stream(), Stream.of(args)).toArray(String[]::new));
  }

  @Test
  void tellsWhatCameWhatWasThereAndWhatFailed() {
    registry.image("docker-hub/library/nats", "2", "one");
    registry.image("docker-hub/library/nats", "3", "two");
    isThere("docker-hub/library/nats", "3", registry.image("docker-hub/library/nats", "3", "two"));
    registry.image("k8s/pause", "4", "new");
    isThere("k8s/pause", "4", FakeRegistry.digest("old"));

    warmWith("nats:2\nnats:3\nregistry.k8s.io/pause:4\nnats:9\ngcr.io/a\nNo\nnats:2\n", "-")
        .printed(
            1,
            """
            docker.io/library/nats:2  imported    %1$s
            docker.io/library/nats:3  present     %1$s
            registry.k8s.io/pause:4   updated     %1$s
            docker.io/library/nats:9  failed      127.0.0.1 answers 404: MANIFEST_UNKNOWN Requested image not found
            gcr.io/a                  not cached  gcr.io is not a registry that ECR can cache (Google's registries: containers-roadmap#1581)
            No                        not cached  invalid image reference 'No' at index 0: a repository name is lower case
            """
                .formatted(SIZE));
  }

  @Test
  void everyPartOfAnIndexIsAskedForOnce() throws Exception {
    var amd = registry.image("k8s/pause", "", "amd");
    var arm = registry.image("k8s/pause", "", "arm");
    var index =
        registry.index(
            "k8s/pause", "4", new TreeMap<>(Map.of("linux/amd64", amd, "linux/arm64", arm)));

    var ran = warm("registry.k8s.io/pause:4", "--output", "json");

    assertEquals("", ran.err());
    assertEquals(0, ran.code());
    var bytes = new JsonMapper().readTree(ran.out()).path(0).path("bytes").asLong();
    assertEquals(
        """
        [
          {"account":"111111111111","image":"registry.k8s.io/pause:4","cached":"%s/k8s/pause:4",\
        "result":"imported","digest":"%s","manifests":3,"layers":4,"bytes":%d,"pinned":null,"reason":null}
        ]
        """
            .formatted(HOST, index, bytes),
        ran.out());
    assertEquals(
        Stream.of(
                "/v2/ -",
                "/v2/ " + CREDENTIAL,
                manifest("4"),
                manifest(amd),
                manifest(arm),
                blob("amd config"),
                blob("amd layer"),
                blob("arm config"),
                blob("arm layer"))
            .map("GET "::concat)
            .toList(),
        registry.requests());
  }

  private static String manifest(String reference) {
    return "/v2/k8s/pause/manifests/%s %s".formatted(reference, CREDENTIAL);
  }

  private static String blob(String content) {
    return "/v2/k8s/pause/blobs/%s %s".formatted(FakeRegistry.digest(content), CREDENTIAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "linux/amd64 | 0 | imported  2 manifests, 2 layers, 762 B",
        "linux/arm64,linux/amd64 | 0 | imported  3 manifests, 4 layers, 1.1 kB",
        "linux/amd64,linux/s390x | 1 | incomplete  there is none for linux/s390x; it has linux/amd64,"
            + " linux/arm64",
        "windows/amd64 | 1 | failed  there is none for windows/amd64; it has linux/amd64, linux/arm64",
      })
  void aPlatformIsEnough(String platforms, int code, String expected) {
    registry.index(
        "k8s/pause",
        "4",
        new TreeMap<>(
            Map.of(
                "linux/amd64", registry.image("k8s/pause", "", "one"),
                "linux/arm64", registry.image("k8s/pause", "", "two"))));

    warm("registry.k8s.io/pause:4", "--platform", platforms)
        .printed(code, "registry.k8s.io/pause:4  %s\n".formatted(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://production.cloudflare.docker.com",
        "https://prod-registry-k8s-io-eu-west-1.s3.dualstack.eu-west-1.amazonaws.com"
      })
  void layersThatStillComeFromUpstreamAreTold(String upstream) {
    registry.image("k8s/pause", "4", "one");
    var blobs = "/v2/k8s/pause/blobs/";
    registry.with(
        blobs + FakeRegistry.digest("one layer"),
        307,
        Map.of("Location", upstream + "/x?sig=secret"),
        "");
    registry.with(
        blobs + FakeRegistry.digest("one config"),
        307,
        Map.of(
            "Location",
            "https://prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com/x?sig=secret"),
        "");

    warm("registry.k8s.io/pause:4", "--wait", "0")
        .printed(
            1,
            "registry.k8s.io/pause:4  incomplete  1 of 2 layers still come from %s,"
                    .formatted(upstream.substring("https://".length()))
                + " which private subnets do not reach\n");
  }

  @Test
  void ecrIsGivenTimeToImport() {
    registry.image("k8s/pause", "4", "one");
    var path = "/v2/k8s/pause/blobs/" + FakeRegistry.digest("one layer");
    registry.missing(path, 1);

    warm("registry.k8s.io/pause:4")
        .printed(0, "registry.k8s.io/pause:4  imported  %s\n".formatted(SIZE));
  }

  @Test
  void digestsThatArePinnedAreAskedForAfterTheirTags() {
    var digest = registry.image("docker-hub/library/nats", "2", "one");
    var gone = FakeRegistry.digest("gone");

    warm("nats:2@" + digest, "nats:2@" + gone, "redis@" + gone)
        .printed(
            1,
            """
            docker.io/library/nats:2@%1$s  imported    %3$s
            docker.io/library/nats:2@%2$s  incomplete  the tag is %1$s upstream now, and the digest that is pinned is not there; pin that one
            docker.io/library/redis@%2$s   failed      127.0.0.1 answers 404: MANIFEST_UNKNOWN Requested image not found; ECR does not import by digest (containers-roadmap#2837): give a tag beside it
            """
                .formatted(digest, gone, SIZE));
  }

  @Test
  void whoMayNotSeeWhatWasThereMayWarm() {
    aws.refusing("DescribeImages", 400, "AccessDeniedException", "not authorized");
    registry.image("k8s/pause", "4", "one");

    warm("registry.k8s.io/pause:4")
        .printed(0, "registry.k8s.io/pause:4  pulled  %s\n".formatted(SIZE));
  }

  @Test
  void whatCameBeforeAwsThrottlesToTheLastAttemptIsTold() {
    registry.image("k8s/pause", "4", "one");
    aws.refusing("DescribeImages nats", 400, "ThrottlingException", "Rate exceeded");

    assertEquals(
        new Ran(
            2,
            """
            registry.k8s.io/pause:4   imported  %s
            docker.io/library/nats:2  failed    not asked for: AWS refused
            docker.io/library/nats:3  failed    not asked for: AWS refused
            """
                .formatted(SIZE),
            "ecr-cache: ecr:DescribeImages in eu-west-1 with the usual credential chain: Rate"
                + " exceeded\n"),
        warm("registry.k8s.io/pause:4", "nats:2", "nats:3", "--concurrency", "1"));
  }

  @Test
  void imagesOfAChart() {
    registry.image("docker-hub/library/nats", "2.10.12-alpine", "one");

    var ran = warm("--chart", "sandbox/charts/nats");

    assertEquals(1, ran.code());
    assertEquals("", ran.err());
    assertEquals(
        List.of("nats-box failed", "nats imported", "nats-server-config-reloader failed"),
        names(ran));
  }

  private static List<String> names(Ran ran) {
    return ran.out()
        .lines()
        .map(it -> it.replaceAll(".*/([a-z-]+):\\S+ +([a-z]+) .*", "$1 $2"))
        .toList();
  }

  @Test
  void imagesOfTheSamplesOfAStackFile(@TempDir Path folder) throws IOException {
    registry.image("hub/library/nats", "2.10.12-alpine", "one");
    registry.image("hub/natsio/nats-box", "0.14.2", "two");
    registry.image("hub/natsio/nats-server-config-reloader", "0.14.1", "three");
    var file =
        Files.writeString(
            folder.resolve("Pulumi.team.yaml"),
            """
            config:
              ecr-cache:cacheEndpoint:
                host: %s
                upstreams: { hub: docker.io }
                tagsRepositories: false
              ecr-cache:samples: { nats: { chart: sandbox/charts/nats } }
            """
                .formatted(HOST));

    var ran = warm("--stack-file", file.toString());

    assertEquals(
        List.of("nats imported", "nats-box imported", "nats-server-config-reloader imported"),
        names(ran));
    assertEquals(0, ran.code());
  }

  @Test
  void anAccountOfAFleetThatHasNoCacheEndsNoOther(@TempDir Path folder) throws IOException {
    aws.with("DescribePullThroughCacheRules", "{\"pullThroughCacheRules\":[]}");
    registry.image("k8s/pause", "4", "one");
    Files.writeString(
        folder.resolve("Pulumi.yaml"),
        "name: ecr-cache\nruntime: java\nmain: " + Path.of("").toAbsolutePath());
    Files.writeString(
        folder.resolve("Pulumi.prod.yaml"),
        "config: { aws:region: eu-west-1, 'ecr-cache:cache': { upstreams: { k8s: { registry:"
            + " registry.k8s.io } } } }");
    Files.writeString(
        folder.resolve("Pulumi.team.yaml"),
        "config: { aws:region: eu-west-1, 'ecr-cache:cacheStack': a/ecr-cache/prod }");

    var ran = warm("--fleet", "*", "--project", folder.toString(), "registry.k8s.io/pause:4");

    assertEquals(
        new Ran(
            1,
            "prod  registry.k8s.io/pause:4  imported  %s\n".formatted(SIZE),
            "ecr-cache: team: %s has no pull-through cache rule; give --cache, or credentials of the"
                    .formatted(HOST)
                + " account that has the cache\n"),
        ran);
  }

  @Test
  void aRefusedLoginIsNoFinding() {
    registry.onlyTo("Basic other", "Basic realm=\"ecr\"");

    warm("nats:2")
        .printedError(
            "ecr-cache: the registry cannot be asked: 127.0.0.1 answers 401: UNAUTHORIZED who are you\n");
  }

  @Test
  void aRegistryWithoutRulesIsNoCache() {
    aws.with("DescribePullThroughCacheRules", "{\"pullThroughCacheRules\":[]}");

    warm("nats:2")
        .refused(
            "ecr-cache warm",
            HOST
                + " has no pull-through cache rule; give --cache, or credentials of the account that"
                + " has the cache");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | no image is given; give IMAGE, -, --chart or --stack-file",
        "- a | - stands alone; give references there or here, not both",
        "a --concurrency 0 | --concurrency 0: is none of 1 to 64",
        "a --wait -1 | --wait -1: is none of 0 to 3600 seconds",
        "a --platform x | Invalid value for option '--platform' (OS/ARCH): 'x' is no platform such as"
            + " linux/amd64 or linux/arm/v7",
        "a --authfile x | --authfile: is for --watch-upstream; ECR itself logs in to import",
        "a --watch-upstream --authfile nowhere.json | --authfile nowhere.json: does not exist",
        "a --watch-upstream --authfile README.md | --authfile README.md: is not JSON, as docker login"
            + " writes it",
        "a --watch-upstream --authfile schema.json | --authfile schema.json: holds no login of an"
            + " upstream under auths; what a credsStore keeps is not read",
        "a --cache nowhere.json | --cache nowhere.json: does not exist",
        "a --stack-file nowhere.yaml | --stack-file nowhere.yaml: does not exist",
      })
  void whatCannotWorkIsRefused(String args, String problem) {
    warm(args.isEmpty() ? new String[0] : args.split(" ")).refused("ecr-cache warm", problem);
  }
}
