package dev.ecrcache.distribution;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks one registry. One client serves several threads. */
public final class RegistryClient {
  private static final int MANIFEST = 4 << 20;
  private static final int NOTHING = 0;
  private static final int MOST_REDIRECTS = 3;
  // The first pull of an image from a cache waits for the registry behind it.
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final URI registry;
  private final Exchange exchange;
  private final Tokens tokens;

  /**
   * A client.
   *
   * @param registry such as {@code https://registry-1.docker.io}; {@code http} on this machine only
   * @throws IllegalArgumentException if it is no such URL
   */
  public RegistryClient(URI registry, Login login, BackOff backOff) {
    if (!Urls.isAllowed(registry) || registry.getHost() == null) {
      throw new IllegalArgumentException("a registry is asked by https, not at " + registry);
    }
    this.registry = registry;
    exchange = new Exchange(backOff, LONGEST);
    tokens = new Tokens(exchange, login);
  }

  /**
   * Asks whether the registry speaks this API, and takes the login.
   *
   * @throws RegistryException if not
   */
  public void ping() {
    check(get("GET", "/v2/", "", 64 << 10));
  }

  /**
   * A manifest, which is what its digest says.
   *
   * @param reference a tag or a digest
   * @throws RegistryException if there is none, or none can be had
   */
  public Manifest manifest(String repository, String reference) {
    var answer = check(get("GET", manifestPath(repository, reference), repository, MANIFEST));
    var expected =
        Digests.isDigest(reference)
            ? reference
            : answer.headers().firstValue("Docker-Content-Digest").orElse("sha256:");
    var digest = Digests.likeOf(expected, answer.body());
    if (expected.length() > "sha256:".length() && !digest.equals(expected)) {
      throw malformed(
          repository, reference, "has the digest %s, not %s".formatted(digest, expected));
    }
    try {
      var type = answer.headers().firstValue("Content-Type").orElse("");
      return Manifest.parse(answer.body(), type, digest);
    } catch (IllegalArgumentException e) {
      throw malformed(repository, reference, e.getMessage());
    }
  }

  /**
   * The digest of a manifest, which is not read: Docker Hub does not count that as a pull.
   *
   * @param reference a tag or a digest
   * @return empty if there is no such manifest
   * @throws RegistryException if the registry does not tell
   */
  public Optional<String> digest(String repository, String reference) {
    var answer = get("HEAD", manifestPath(repository, reference), repository, MANIFEST);
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    return Optional.of(
        check(answer)
            .headers()
            .firstValue("Docker-Content-Digest")
            .filter(Digests::isDigest)
            .orElseThrow(() -> malformed(repository, reference, "comes without a digest")));
  }

  /**
   * Where a layer or a configuration is fetched from: the registry itself, or where it sends its
   * clients. Nothing of it is read.
   *
   * @throws RegistryException if it is not there
   */
  public URI blobLocation(String repository, String digest) {
    var answer = send("GET", blobPath(repository, digest), repository, NOTHING);
    return isRedirect(answer) ? location(answer) : check(answer).uri();
  }

  private static String manifestPath(String repository, String reference) {
    return "/v2/%s/manifests/%s".formatted(repository, reference);
  }

  private static String blobPath(String repository, String digest) {
    return "/v2/%s/blobs/%s".formatted(repository, digest);
  }

  private HttpResponse<byte[]> get(String method, String path, String repository, int most) {
    var answer = send(method, path, repository, most);
    for (var redirects = 0; isRedirect(answer) && redirects < MOST_REDIRECTS; redirects++) {
      var to = location(answer);
      var header = Urls.isSameServer(registry, to) ? tokens.header(repository) : "";
      answer = exchange.send(method, to, header, accept(), most);
    }
    return answer;
  }

  private HttpResponse<byte[]> send(String method, String path, String repository, int most) {
    var url = registry.resolve(path);
    var answer = exchange.send(method, url, tokens.header(repository), accept(), most);
    return answer.statusCode() == 401 && tokens.answer(answer, repository)
        ? exchange.send(method, url, tokens.header(repository), accept(), most)
        : answer;
  }

  private static String accept() {
    return String.join(", ", Manifest.TYPES);
  }

  private static boolean isRedirect(HttpResponse<?> answer) {
    return answer.statusCode() / 100 == 3;
  }

  private static URI location(HttpResponse<byte[]> answer) {
    return answer
        .headers()
        .firstValue("Location")
        .map(answer.uri()::resolve)
        .filter(it -> it.getHost() != null && Urls.isAllowedAfter(answer.uri(), it))
        .orElseThrow(() -> Refusals.of(answer));
  }

  private static HttpResponse<byte[]> check(HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      throw Refusals.of(answer);
    }
    return answer;
  }

  private RegistryException malformed(String repository, String reference, String problem) {
    return new RegistryException(
        200,
        "%s: the manifest of %s%s%s %s"
            .formatted(
                registry.getHost(),
                repository,
                Digests.isDigest(reference) ? "@" : ":",
                reference,
                problem));
  }
}
