package dev.ecrcache.operate.warm;

import dev.ecrcache.distribution.BackOff;
import dev.ecrcache.distribution.Login;
import dev.ecrcache.distribution.Manifest;
import dev.ecrcache.distribution.Platform;
import dev.ecrcache.distribution.RegistryClient;
import dev.ecrcache.distribution.RegistryException;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.Answered;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.Concurrently;
import dev.ecrcache.operate.EcrToken;
import dev.ecrcache.operate.Progress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * Has a registry import images, by pulling them by tag through its registry API, layers left out.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-working-pulling.html">Pulling
 *     an image with a pull through cache rule</a>
 */
public final class Warming {
  private static final String BUCKET = "-starport-layer-bucket";
  private static final String DIGEST_FIRST =
      "; ECR does not import by digest (containers-roadmap#2837): give a tag beside it";

  private final RegistryClient client;
  private final Before before;
  private final URI endpoint;
  private final String domain;
  private final List<Platform> platforms;
  private final Patience patience;
  private final Set<String> layers = ConcurrentHashMap.newKeySet();

  /**
   * Logs in to a registry.
   *
   * @param registry of the account, or one that admits it
   * @param platforms which images of an index are wanted; all if none is given
   * @param wait how long ECR may take to import an image after it was asked for
   * @throws AwsRefusalException if AWS gives no login, or the registry takes none
   */
  public Warming(
      Account account,
      EcrClient ecr,
      EcrRegistry registry,
      List<Platform> platforms,
      Duration wait) {
    var token = EcrToken.of(account.session(), ecr);
    endpoint =
        account.registry().equals(registry)
            ? token.endpoint()
            : URI.create("https://" + registry.host());
    domain = "." + registry.partition().dnsSuffix();
    this.platforms = platforms;
    patience = new Patience(Duration.ofSeconds(1), wait);
    before = new Before(account.session(), ecr, registry);
    client =
        new RegistryClient(endpoint, new Login(EcrToken.USER, token.password()), BackOff.USUAL);
    try {
      client.ping();
    } catch (RegistryException e) {
      throw new AwsRefusalException("the registry cannot be asked: " + e.getMessage(), e);
    }
  }

  /**
   * Imports images, then asks for each digest that a reference pins.
   *
   * @param most how many images at once
   * @return what became of each, in their order; where ECR does not tell what was there before,
   *     those that were still to come have failed
   */
  public Answered<Warmed> warm(List<Wanted> images, int most, Progress progress) {
    var warmed = Concurrently.untilRefused("images", images, most, this::warm, progress);
    var done = warmed.all().stream().flatMap(Optional::stream).toList();
    var pinned = Concurrently.map("digests", done, most, this::pinned, progress).iterator();
    var all = new ArrayList<Warmed>();
    for (var i = 0; i < images.size(); i++) {
      all.add(
          warmed.all().get(i).isPresent()
              ? pinned.next()
              : Warmed.failed(images.get(i), "not asked for: AWS refused"));
    }
    return new Answered<>(all, warmed.refusal());
  }

  private Warmed warm(Wanted image) {
    var repository = image.cached().repository();
    var found = before.of(image);
    try {
      var top = client.manifest(repository, image.reference());
      var parts = new Parts(client, repository, platforms, this::isOwn, patience, layers);
      parts.ask(top);
      return new Warmed(
          image,
          parts.problem().isPresent() ? Warmed.Result.INCOMPLETE : result(found, top),
          Optional.of(top.self().digest()),
          parts.manifests(),
          parts.layers().size(),
          parts.bytes(),
          Optional.empty(),
          parts.problem());
    } catch (RegistryException e) {
      var byDigest = e.isNotFound() && image.cached().digest().isPresent();
      return Warmed.failed(
          image, e.getMessage() + (byDigest && image.cached().tag().isEmpty() ? DIGEST_FIRST : ""));
    } catch (UnsuitableImageException e) {
      return Warmed.failed(image, e.getMessage());
    }
  }

  private static Warmed.Result result(Before.Found found, Manifest top) {
    if (!found.known()) {
      return Warmed.Result.PULLED;
    }
    return found
        .digest()
        .map(it -> it.equals(top.self().digest()) ? Warmed.Result.PRESENT : Warmed.Result.UPDATED)
        .orElse(Warmed.Result.IMPORTED);
  }

  private Warmed pinned(Warmed warmed) {
    var pinned = warmed.image().cached().digest();
    if (pinned.isEmpty()) {
      return warmed;
    }
    try {
      var there = client.digest(warmed.image().cached().repository(), pinned.get()).isPresent();
      return warmed.pinned(
          there
              ? Optional.empty()
              : Optional.of(
                  warmed
                      .digest()
                      .map(
                          now ->
                              "the tag is %s upstream now, and the digest that is pinned is not"
                                      .formatted(now)
                                  + " there; pin that one")
                      .orElse("the digest that is pinned is not there")));
    } catch (RegistryException e) {
      return warmed.pinned(Optional.of("the digest that is pinned: " + e.getMessage()));
    }
  }

  /**
   * Whether a layer comes from ECR's storage, whose name AWS tells those who write endpoint
   * policies.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html">Amazon
   *     ECR interface VPC endpoints</a>
   */
  private boolean isOwn(URI layer) {
    var host = layer.getHost();
    return host.equals(endpoint.getHost())
        || host.endsWith(domain) && (host + layer.getPath()).contains(BUCKET);
  }
}
