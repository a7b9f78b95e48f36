package dev.ecrcache.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a registry, and what is made of its answers, also of hostile ones. */
class RegistryClientTest {
  private static final BackOff QUICK = new BackOff(3, Duration.ofMillis(1), Duration.ofMillis(5));
  private static final String JSON = "application/json";

  private final FakeRegistry registry = new FakeRegistry();
  private final FakeRegistry other = new FakeRegistry();
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  @AfterEach
  void close() {
    registry.close();
    other.close();
    threads.shutdownNow();
  }

  private RegistryClient client(Login login) {
    return new RegistryClient(registry.url(), login, QUICK);
  }

  private RegistryClient client() {
    return client(Login.NONE);
  }

  private static void refused(String message, Executable request) {
    assertEquals(message, assertThrows(RegistryException.class, request).getMessage());
  }

  @Test
  void eachOfSeveralRequestsAtOnceLogsIn() {
    var login = new Login("AWS", "made-up-password");
    var digest = registry.image("a/b", "1", "one");
    registry.onlyTo(login.basic(), "Basic realm=\"x\"").challengingAtOnce(4);
    var client = client(login);

    var answers =
        IntStream.range(0, 4)
            .mapToObj(it -> CompletableFuture.supplyAsync(() -> client.digest("a/b", "1"), threads))
            .toList();

    assertEquals(
        Collections.nCopies(4, Optional.of(digest)),
        answers.stream().map(CompletableFuture::join).toList());
  }

  @Test
  void anIndexNamesManifestsAndAnImageItsLayers() {
    var image = registry.image("a/b", "amd", "one");
    var index = registry.index("a/b", "1", new TreeMap<>(Map.of("linux/amd64", image)));

    var top = client().manifest("a/b", "1");
    var child = client().manifest("a/b", top.manifests().get(0).digest());

    assertEquals(index, top.self().digest());
    assertEquals(List.of(), top.blobs());
    assertEquals(
        List.of(
            new Descriptor(
                "application/vnd.oci.image.manifest.v1+json",
                image,
                100,
                Optional.of(Platform.parse("linux/amd64")))),
        top.manifests());
    assertEquals(List.of("one config", "one layer"), contents(child));
    assertEquals(image, child.self().digest());
  }

  private static List<String> contents(Manifest manifest) {
    return manifest.blobs().stream()
        .map(Descriptor::digest)
        .map(it -> it.equals(FakeRegistry.digest("one config")) ? "one config" : "one layer")
        .toList();
  }

  @Test
  void layersThatNoOtherRegistryHoldsAreNotAskedFor() {
    var digest = FakeRegistry.digest("x");
    registry.manifest(
        "windows",
        "1",
        JSON,
        """
        {"schemaVersion":2,"config":{"digest":"%1$s"},"layers":[
          {"mediaType":"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip","digest":"%1$s"},
          {"mediaType":"application/vnd.oci.image.layer.nondistributable.v1.tar","digest":"%1$s"}]}
        """
            .formatted(digest));

    assertEquals(
        List.of(new Descriptor("", digest, 0, Optional.empty())),
        client().manifest("windows", "1").blobs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no JSON | is not JSON",
        "[] | is no manifest of schema version 2",
        "{\"schemaVersion\":1} | is no manifest of schema version 2",
        "{\"schemaVersion\":2} | names a part without a digest of sha256 or sha512",
        "{\"schemaVersion\":2,\"manifests\":3} | names no list of up to 1000 parts",
        "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"../x\"}]} | names a part without a digest"
            + " of sha256 or sha512",
      })
  void whatIsNoManifestIsRefused(String body, String problem) {
    registry.manifest("a", "1", JSON, body);

    refused("127.0.0.1: the manifest of a:1 " + problem, () -> client().manifest("a", "1"));
  }

  @Test
  void aManifestIsWhatItsDigestSays() {
    var digest = FakeRegistry.digest("what was asked for");
    registry.with("/v2/a/manifests/" + digest, 200, Map.of(), "something else");

    refused(
        "127.0.0.1: the manifest of a@%s has the digest %s, not %s"
            .formatted(digest, FakeRegistry.digest("something else"), digest),
        () -> client().manifest("a", digest));
  }

  @Test
  void anAnswerHasALimit() {
    registry.with("/v2/a/manifests/1", 200, Map.of(), "x".repeat((4 << 20) + 1));

    refused(
        "127.0.0.1: the answer is longer than 4194304 bytes", () -> client().manifest("a", "1"));
  }

  @Test
  void whatIsThrottledIsAskedForAgain() {
    registry.image("a", "1", "one");
    registry.throttling("/v2/a/manifests/1", 2);

    client().manifest("a", "1");

    assertEquals(3, registry.requests().size());
  }

  @Test
  void andIsGivenUpAtLast() {
    registry.throttling("/v2/a/manifests/1", 3);

    refused(
        "127.0.0.1 answers 429: TOOMANYREQUESTS Rate exceeded", () -> client().manifest("a", "1"));
    assertEquals(3, registry.requests().size());
  }

  @ParameterizedTest
  @CsvSource({"500, 5", "503, 5", "404, 1", "403, 1"})
  void whatFailsIsAskedForLessOften(int status, int times) {
    registry.with("/v2/a/manifests/1", status, Map.of(), "{}");
    var often = new BackOff(8, Duration.ofMillis(1), Duration.ofMillis(5));

    refused(
        "127.0.0.1 answers " + status,
        () -> new RegistryClient(registry.url(), Login.NONE, often).manifest("a", "1"));
    assertEquals(times, registry.requests().size());
  }

  @Test
  void anUpstreamThatThrottlesIsKnownByItsWords() {
    registry.with(
        "/v2/a/manifests/1",
        403,
        Map.of(),
        "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"toomanyrequests: You have reached your pull"
            + " rate limit\"}]}");

    refused(
        "127.0.0.1 answers 403: DENIED toomanyrequests: You have reached your pull rate limit",
        () -> client().manifest("a", "1"));
    assertEquals(3, registry.requests().size());
  }

  @Test
  void aLoginIsShownOnceItIsAskedFor() {
    var login = new Login("AWS", "secret");
    registry.onlyTo(login.basic(), "Basic realm=\"https://x/\",service=\"ecr.amazonaws.com\"");
    registry.image("a", "1", "one");
    var client = client(login);

    client.ping();
    client.manifest("a", "1");

    assertEquals(
        List.of(
            "GET /v2/ -", "GET /v2/ " + login.basic(), "GET /v2/a/manifests/1 " + login.basic()),
        registry.requests());
    assertFalse(login.toString().contains("secret"));
  }

  @Test
  void aLoginThatIsNotTakenIsTold() {
    registry.onlyTo("Basic right", "Basic realm=\"x\"");

    refused(
        "127.0.0.1 answers 401: UNAUTHORIZED who are you",
        () -> client(new Login("AWS", "wrong")).ping());
  }

  @Test
  void aTokenIsFetchedForEachRepositoryOnce() {
    other.with(
        "/token?service=hub&scope=repository%3Aa%2Fb%3Apull", 200, Map.of(), "{\"token\":\"t\"}");
    registry.onlyTo("Bearer t", "Bearer realm=\"%s/token\",service=\"hub\"".formatted(other.url()));
    var digest = registry.image("a/b", "1", "one");
    var client = client();

    assertEquals(Optional.of(digest), client.digest("a/b", "1"));
    client.manifest("a/b", digest);

    assertEquals(
        List.of("GET /token?service=hub&scope=repository%3Aa%2Fb%3Apull -"), other.requests());
    assertEquals(
        List.of(
            "HEAD /v2/a/b/manifests/1 -",
            "HEAD /v2/a/b/manifests/1 Bearer t",
            "GET /v2/a/b/manifests/%s Bearer t".formatted(digest)),
        registry.requests());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.com/token", "ftp://127.0.0.1/", "no url", ""})
  void noLoginGoesToATokenServiceInPlainText(String realm) {
    registry.onlyTo("Bearer t", "Bearer realm=\"%s\",service=\"hub\"".formatted(realm));

    refused(
        "127.0.0.1 answers 401: UNAUTHORIZED who are you",
        () -> client(new Login("me", "secret")).manifest("a", "1"));
  }

  @Test
  void aRedirectGetsNoLogin() {
    var login = new Login("AWS", "secret");
    registry.onlyTo(login.basic(), "Basic realm=\"x\"");
    registry.with(
        "/v2/a/manifests/1", 307, Map.of("Location", other.url() + "/elsewhere?sig=1"), "");
    other.with("/elsewhere?sig=1", 200, Map.of(), "{\"schemaVersion\":2,\"manifests\":[]}");

    client(login).manifest("a", "1");

    assertEquals(List.of("GET /elsewhere?sig=1 -"), other.requests());
  }

  @Test
  void redirectsHaveAnEnd() {
    registry.with("/v2/a/manifests/1", 307, Map.of("Location", "/v2/a/manifests/1"), "");

    refused("127.0.0.1 answers 307", () -> client().manifest("a", "1"));
    assertEquals(4, registry.requests().size());
  }

  @Test
  void ofALayerOnlyThePlaceIsAsked() {
    var digest = FakeRegistry.digest("big");
    var path = "/v2/a/blobs/" + digest;
    registry.with(path, 200, Map.of(), "x".repeat(20 << 20));
    assertEquals(URI.create(registry.url() + path), client().blobLocation("a", digest));

    registry.with(path, 307, Map.of("Location", other.url() + "/bucket?sig=secret"), "");
    assertEquals(
        URI.create(other.url() + "/bucket?sig=secret"), client().blobLocation("a", digest));
    assertEquals(List.of(), other.requests());

    registry.without(path);
    refused(
        "127.0.0.1 answers 404: MANIFEST_UNKNOWN Requested image not found",
        () -> client().blobLocation("a", digest));
  }

  @Test
  void aDigestThatIsNotThereIsNone() {
    assertEquals(Optional.empty(), client().digest("a", FakeRegistry.digest("x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.com", "ftp://127.0.0.1", "https:/x"})
  void aRegistryIsAskedByHttps(String url) {
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new RegistryClient(URI.create(url), Login.NONE, QUICK));

    assertEquals("a registry is asked by https, not at " + url, refusal.getMessage());
  }

  @Test
  void whoDoesNotAnswerIsNamed() {
    var url = registry.url();
    registry.close();

    refused(
        "127.0.0.1: no connection",
        () -> new RegistryClient(url, Login.NONE, QUICK).manifest("a", "1"));
  }

  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux/amd64, true",
    "linux/arm64, linux/arm64/v8, true",
    "linux/arm/v7, linux/arm/v6, false",
    "linux/arm/v7, linux/arm, false",
    "linux/amd64, windows/amd64, false",
  })
  void aPlatformMayLeaveTheVariantOpen(String wanted, String offered, boolean served) {
    assertEquals(served, Platform.parse(wanted).isServedBy(Platform.parse(offered)));
  }
}
