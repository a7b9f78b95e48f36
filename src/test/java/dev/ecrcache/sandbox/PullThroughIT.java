package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.distribution.Login;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Upstream;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsSession;
import dev.ecrcache.operate.Progress;
import dev.ecrcache.operate.warm.UpstreamWatch;
import dev.ecrcache.operate.warm.Wanted;
import dev.ecrcache.operate.warm.Watched;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * What a node sees of a cache that the program deployed: crane pulls from the emulated ECR at its
 * true host name, which imports from a registry of the CNCF that stands for Docker Hub and wants
 * the rule's secret.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PullThroughIT {
  private static final String ACCOUNT = "444444444444";
  private static final String CACHE =
      ACCOUNT + ".dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/";
  private static final String SECRET = "ecr-pullthroughcache/docker-hub";
  private static final String USER = "made-up-dockerHubUsername";
  private static final String TOKEN = "made-up-dockerHubToken";

  /** The token of the stack's secret, by bcrypt. */
  private static final String USERS =
      USER + ":$2b$04$ecrcacheecrcacheecrcauVTK6EAnA3aue1YpxhSXyNvMHGuZbUwa\n";

  private static final String NO_IMAGE = "MANIFEST_UNKNOWN: Requested image not found";
  private static final String DENIED =
      "DENIED: The authentication to the upstream registry failed. Verify that the credentials";

  private Path folder;
  private Sandbox sandbox;
  private EcrClient ecr;
  private String upstream;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    sandbox = Sandbox.byJar(folder.resolve("state"));
    sandbox.up(Path.of("sandbox/stacks/S1.yaml")).succeeded();
    ecr = sandbox.client(EcrClient.builder(), ACCOUNT);
    Files.writeString(folder.resolve("users"), USERS);
    startUpstream();
    Files.writeString(folder.resolve("file"), "in a layer");
    var tar = folder.resolve("tar");
    assertEquals(
        0, new ProcessBuilder("tar", "-C", "" + folder, "-cf", "" + tar, "file").start().waitFor());
    for (var image : List.of("app:v1", "app:v2", "late:v1")) {
      push("append -f " + tar + " -t", image);
    }
    push("mutate --set-platform=linux/amd64", "app:v1", "-t", "multi:amd64");
    push("mutate --set-platform=linux/arm64", "app:v1", "-t", "multi:arm64");
    push("index append -m", "multi:amd64", "-m", "multi:arm64", "-t", "multi:v1");
  }

  @AfterAll
  void down() {
    sandbox.run("down").succeeded();
  }

  @Test
  void theFirstPullByTagImportsAllThatADigestThenFinds() {
    var digest = upstreamDigest("multi:v1");
    var pinned = CACHE + "multi@" + digest;
    assertRefused(NO_IMAGE, node("manifest", pinned));
    assertFalse(
        repositories().contains("docker-hub/library/multi"), "a digest makes no repository");

    pull("multi:v1", "linux/arm64");
    assertEquals(digest, node("digest", CACHE + "multi:v1").succeeded().output().strip());
    node("validate --remote", pinned).succeeded();
    var images = new TreeMap<String, String>();
    ecr.describeImages(request -> request.repositoryName("docker-hub/library/multi"))
        .imageDetails()
        .forEach(image -> images.put(image.imageDigest(), image.imageTags().toString()));
    assertEquals(
        new TreeMap<>(
            Map.of(
                digest,
                "[v1]",
                upstreamDigest("multi:amd64"),
                "[]",
                upstreamDigest("multi:arm64"),
                "[]")),
        images);
    var lifecycle =
        ecr.getLifecyclePolicy(request -> request.repositoryName("docker-hub/library/multi"));
    assertTrue(lifecycle.lifecyclePolicyText().contains("sinceImagePushed"), lifecycle::toString);
  }

  @Test
  void whatIsCachedOutlivesTheUpstream() throws IOException {
    pull("app:v1", "all");
    sandbox.run("upstream", "stop").succeeded();
    try {
      pull("app:v1", "all");
      node("validate --remote", CACHE + "app:v1").succeeded();
      assertRefused("does not answer", node("manifest", CACHE + "app:v2"));
    } finally {
      startUpstream();
    }
  }

  @Test
  void aSecretThatNoLongerServesStopsNewImagesOnly() {
    var secrets = sandbox.client(SecretsManagerClient.builder(), ACCOUNT);
    var value = secrets.getSecretValue(request -> request.secretId(SECRET)).secretString();
    assertTrue(value.contains(TOKEN), "the sandbox's token is another");
    pull("app:v1", "all");
    secrets.putSecretValue(
        request -> request.secretId(SECRET).secretString(value.replace(TOKEN, "revoked")));
    try {
      assertRefused(DENIED, node("manifest", CACHE + "late:v1"));
      pull("app:v1", "all");
    } finally {
      secrets.putSecretValue(request -> request.secretId(SECRET).secretString(value));
    }
    pull("late:v1", "all");
  }

  @Test
  void whatRefersToAnImageComesWithIt() throws IOException, InterruptedException {
    var type = "application/spdx+json";
    var subject =
        OciLayout.descriptor(
            "application/vnd.docker.distribution.manifest.v2+json",
            push("manifest", "app:v1").output().strip());
    var layout = new OciLayout(Files.createDirectories(folder.resolve("sbom")));
    layout.writeReferrer(type, "{\"spdxVersion\": \"SPDX-2.3\"}", subject);
    push("push " + layout.folder(), "app:sbom");
    var digest = upstreamDigest("app:v1");
    var referrer = upstreamDigest("app:sbom");
    pull("app:v1", "all");

    var token = ecr.getAuthorizationToken(request -> {}).authorizationData().get(0);
    var referrers =
        HttpRequest.newBuilder(
                URI.create(
                    token.proxyEndpoint() + "/v2/docker-hub/library/app/referrers/" + digest))
            .header("Authorization", "Basic " + token.authorizationToken())
            .build();
    var answer = sandbox.registryClient().send(referrers, HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
    var found = new JsonMapper().readTree(answer.body()).get("manifests");
    assertEquals(1, found.size(), answer.body());
    assertEquals(type, found.get(0).get("artifactType").textValue());
    assertEquals(referrer, found.get(0).get("digest").textValue());
    node("manifest", CACHE + "app@" + referrer).succeeded();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -            | app:v1         | unexpected status code 401 Unauthorized: Not Authorized
          444444444444 | app:v9         | MANIFEST_UNKNOWN: Requested image not found
          444444444444 | none:v1        | NAME_UNKNOWN: The repository with name 'docker-hub/library/none' does not exist in the registry with id '444444444444'
          444444444444 | ../../quay/a:1 | NAME_UNKNOWN: The repository with name 'quay/a' does not exist in the registry with id '444444444444'
          """)
  void whatCannotBePulledIsToldInTheWordsOfEcr(String account, String image, String message) {
    pull("app:v1", "all");
    var reference = (CACHE + image).replace("docker-hub/library/../../", "");
    assertRefused(message, sandbox.run("crane", account, "manifest", reference));
  }

  @Test
  void whatWasWarmedIsPulledByDigestWithoutTheUpstream() throws IOException {
    push("copy", "multi:v1", "fresh:v1");
    var digest = upstreamDigest("fresh:v1");
    assertRefused(NO_IMAGE, node("manifest", CACHE + "fresh@" + digest));

    assertEquals(
        "docker.io/library/fresh:v1@%s  imported  3 manifests, 3 layers".formatted(digest),
        warm(1, "fresh:v1@" + digest, "none:v1").get(0).replaceFirst(", [^,]*$", ""));
    sandbox.run("upstream", "stop").succeeded();
    try {
      node("validate --remote", CACHE + "fresh@" + digest).succeeded();
      assertTrue(warm(0, "fresh:v1").get(0).startsWith("docker.io/library/fresh:v1  present"));
    } finally {
      startUpstream();
    }
  }

  @Test
  void tagsThatMovedUpstreamAreTold() {
    push("copy", upstream + "app:v1", upstream + "moving:v1");
    pull("app:v1", "all");
    pull("moving:v1", "all");
    push("copy", upstream + "multi:v1", upstream + "moving:v1");
    var cache =
        new CachedImages(
            CACHE.substring(0, CACHE.indexOf('/')),
            List.of(CacheRule.of("docker-hub", "docker.io")));
    var session = AwsSession.open(Optional.empty(), Optional.of("eu-west-1"), Optional.empty());
    var account =
        new Account(ACCOUNT, session, new EcrRegistry(ACCOUNT, "eu-west-1"), Optional.empty());
    var url = URI.create("http://" + upstream.substring(0, upstream.indexOf('/')));
    var login = Map.of(Upstream.of("docker.io"), new Login(USER, TOKEN));

    var watch = new UpstreamWatch(account, ecr, cache, it -> url, login);
    var tags = Stream.of("app:v1", "app:v9", "moving:v1").map(tag -> wanted(tag, cache)).toList();

    assertEquals(
        List.of("current", "not there", "moved"),
        watch.of(tags, 2, Progress.NONE).all().stream().map(Watched::word).toList());
  }

  private static Wanted wanted(String tag, CachedImages cache) {
    var image = ImageReference.parse(tag);
    return new Wanted(image, cache.resolve(image).fromEcr().orElseThrow());
  }

  @Test
  void aProgramThatWasLoggedInPulls() throws IOException {
    var config = folder.resolve("state/crane/" + ACCOUNT + "/config.json");
    Files.deleteIfExists(config);

    var ran = sandbox.run("ecr-cache", ACCOUNT, "login", "--run", "crane").succeeded();

    assertTrue(Files.readString(config).contains(CACHE.substring(0, CACHE.indexOf('/'))));
    assertTrue(ran.output().contains("logged in via"), ran.output());
    pull("app:v1", "all");
  }

  /** The lines of {@code ecr-cache warm} on images, without what it tells of its progress. */
  private List<String> warm(int code, String... images) {
    var command = new ArrayList<>(List.of("ecr-cache", ACCOUNT, "warm"));
    command.addAll(List.of(images));
    var ran = sandbox.run(command.toArray(String[]::new));
    assertEquals(code, ran.exitCode(), ran.output());
    return ran.output().lines().filter(line -> line.startsWith("docker.io/")).toList();
  }

  private List<String> repositories() {
    return ecr.describeRepositories(request -> {}).repositories().stream()
        .map(repository -> repository.repositoryName())
        .toList();
  }

  private void startUpstream() throws IOException {
    var users = folder.resolve("users").toString();
    var started = sandbox.run("upstream", "--htpasswd", users, "registry-1.docker.io").succeeded();
    var address = Pattern.compile("(127\\.0\\.0\\.1:\\d+) stands for").matcher(started.output());
    assertTrue(address.find(), started::output);
    upstream = address.group(1) + "/library/";
    sandbox
        .run("crane", "-", "auth", "login", address.group(1), "-u", USER, "-p", TOKEN)
        .succeeded();
  }

  /**
   * Runs crane as somebody who fills the upstream registry; a word with a tag is an image of it.
   */
  private Sandbox.Run push(String... command) {
    var words = new ArrayList<>(List.of("crane", "-"));
    for (var part : command) {
      var image = part.matches("[a-z]+:\\w+");
      words.addAll(image ? List.of(upstream + part) : List.of(part.split(" ")));
    }
    return sandbox.run(words.toArray(String[]::new)).succeeded();
  }

  private String upstreamDigest(String image) {
    return push("digest", image).output().strip();
  }

  /** Runs crane as a node of the account. */
  private Sandbox.Run node(String command, String image) {
    var words = new ArrayList<>(List.of("crane", ACCOUNT));
    words.addAll(List.of(command.split(" ")));
    words.add(image);
    return sandbox.run(words.toArray(String[]::new));
  }

  /** Pulls the images of these platforms. */
  private void pull(String image, String platform) {
    var file = folder.resolve("pulled").toString();
    sandbox.run("crane", ACCOUNT, "pull", "--platform", platform, CACHE + image, file).succeeded();
  }

  private static void assertRefused(String message, Sandbox.Run run) {
    assertNotEquals(0, run.exitCode(), run.output());
    assertTrue(run.output().contains(message), run.output());
  }
}
