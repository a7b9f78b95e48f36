package dev.ecrcache.image;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns references to upstream images into references to the same images in an ECR pull-through
 * cache. It follows the rules of the cache and never guesses.
 *
 * @param host the host that nodes pull from, such as {@code
 *     111111111111.dkr.ecr.eu-west-1.amazonaws.com}
 * @param rules the cache rules of that registry, in the order in which they are tried; no two have
 *     one prefix
 * @param digests what becomes of digests
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-working-pulling.html">Pulling
 *     an image with a pull through cache rule</a>
 */
public record CachedImages(String host, List<CacheRule> rules, Digests digests) {

  /**
   * What becomes of the digest of a reference. The first pull of a digest that is not in the cache
   * yet fails.
   *
   * @see <a
   *     href="https://github.com/aws/containers-roadmap/issues/2837">containers-roadmap#2837</a>
   */
  public enum Digests {
    /** It stays. */
    KEEP,
    /** It goes if there is a tag to pull by, and stays otherwise. */
    DROP,
    /** The image is not cached. */
    REFUSE
  }

  private static final Comparator<CacheRule> CLOSEST_FIRST =
      Comparator.comparing((CacheRule rule) -> rule.upstreamPrefix().length())
          .thenComparing(CacheRule::officialImages)
          .reversed()
          .thenComparing(CacheRule::prefix);

  /**
   * @throws IllegalArgumentException if the host is not one of a registry or two rules have one
   *     prefix
   */
  public CachedImages {
    if (!RegistryGrammar.isRegistry(host, host.length())) {
      throw new IllegalArgumentException(
          "%s is not the host of a registry".formatted(Quoted.of(host)));
    }
    RegistryGrammar.check(host, host.length());
    Set<String> prefixes = new HashSet<>();
    for (CacheRule rule : rules) {
      if (!prefixes.add(rule.prefix())) {
        throw new IllegalArgumentException("two cache rules for prefix " + rule.prefix());
      }
    }
    rules = rules.stream().sorted(CLOSEST_FIRST).toList();
  }

  /** Cached images whose digests are kept. */
  public CachedImages(String host, List<CacheRule> rules) {
    this(host, rules, Digests.KEEP);
  }

  /** The reference with which nodes pull an image from the cache, or why there is none. */
  public Resolution resolve(ImageReference image) {
    if (image.registry().equalsIgnoreCase(host)) {
      return new Resolution.AlreadyEcr(image);
    }
    Optional<Upstream> upstream = Upstream.find(image.registry());
    if (upstream.isEmpty()) {
      return new Resolution.NotCached(UpstreamRefusal.name(image.registry()));
    }
    return isThisRegistry(upstream.get())
        ? new Resolution.AlreadyEcr(image)
        : resolve(image, upstream.get());
  }

  /**
   * The image that ECR pulls for a reference into the cache: the other way round of {@link
   * #resolve}.
   *
   * @param cached a reference at {@link #host}
   * @return empty if no rule is for its repository
   */
  public Optional<ImageReference> upstreamOf(ImageReference cached) {
    return rules.stream()
        .filter(rule -> rule.covers(cached.repository()))
        .max(Comparator.comparingInt(CacheRule::depth))
        .map(rule -> cached.movedTo(rule.upstream().host(), rule.upstreamOf(cached.repository())));
  }

  private Resolution resolve(ImageReference image, Upstream upstream) {
    String repository = repository(image, upstream);
    String refusal = null;
    for (CacheRule rule : rules) {
      Optional<String> cached = rule.cached(upstream, repository);
      if (cached.isPresent()) {
        Optional<String> problem = problem(rule, cached.get());
        if (problem.isEmpty()) {
          return withDigestPolicy(image, image.movedTo(host, cached.get()));
        }
        refusal = refusal == null ? problem.get() : refusal;
      }
    }
    if (refusal != null) {
      return notCached("%s/%s %s", upstream.host(), repository, refusal);
    }
    return upstream.kind() == Upstream.Kind.ECR
        ? new Resolution.AlreadyEcr(image)
        : notCached("no cache rule at %s covers %s/%s", host, upstream.host(), repository);
  }

  // Where a longer prefix covers the repository too, ECR would pull it from the other registry.
  private Optional<String> problem(CacheRule rule, String repository) {
    int depth = rule.depth();
    for (CacheRule other : rules) {
      if (other.depth() > depth && other.covers(repository)) {
        return Optional.of(
            "would be %s in the cache, which is the prefix of %s"
                .formatted(repository, other.upstreamText()));
      }
    }
    if (repository.length() < 2 || repository.length() > RepositoryGrammar.LONGEST) {
      return Optional.of(
          "would have a name of %d characters in the cache; 2 to 255 are possible"
              .formatted(repository.length()));
    }
    return Optional.empty();
  }

  private Resolution withDigestPolicy(ImageReference image, ImageReference cached) {
    if (image.digest().isEmpty() || digests == Digests.KEEP) {
      return new Resolution.Cached(cached);
    }
    if (digests == Digests.REFUSE) {
      return notCached(
          "%s has a digest, and ECR's first pull of a digest that is not cached yet fails"
              + " (containers-roadmap#2837); pull it by tag",
          image);
    }
    return new Resolution.Cached(cached.tag().isPresent() ? cached.withoutDigest() : cached);
  }

  /** Docker Hub's official images need their namespace, which an alias of the host hides. */
  private static String repository(ImageReference image, Upstream upstream) {
    boolean official =
        upstream.kind() == Upstream.Kind.DOCKER_HUB && image.repository().indexOf('/') < 0;
    return official ? ImageReference.OFFICIAL + image.repository() : image.repository();
  }

  private boolean isThisRegistry(Upstream upstream) {
    // Most registries are of other accounts; this tells them apart without a match.
    return upstream.host().regionMatches(0, host, 0, 12)
        && EcrRegistry.ofHost(host).map(EcrRegistry::host).equals(Optional.of(upstream.host()));
  }

  private static Resolution notCached(String format, Object... values) {
    return new Resolution.NotCached(format.formatted(values));
  }
}
