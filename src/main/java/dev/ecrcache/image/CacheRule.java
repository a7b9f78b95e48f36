package dev.ecrcache.image;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One pull-through cache rule of a registry, as a puller sees it: images of {@code upstream} are
 * pulled under {@code prefix}.
 *
 * @param prefix the first part of the ECR repository names, 2 to 30 characters, or {@code ROOT}
 * @param upstream the registry that is cached
 * @param upstreamPrefix the first part of the upstream repository names, which the ECR prefix
 *     stands for; empty for all repositories
 * @param officialImages whether Docker Hub's official images are pulled by this rule too, from
 *     {@code public.ecr.aws/docker/library}
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html">CreatePullThroughCacheRule</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private-wildcards.html">how
 *     the two prefixes map repository names</a>
 */
public record CacheRule(
    String prefix, Upstream upstream, String upstreamPrefix, boolean officialImages) {
  /** The prefix that stands for no prefix. */
  public static final String ROOT = "ROOT";

  /** Where ECR Public has what Docker Hub has in {@code library}. */
  private static final String OFFICIAL = "docker/";

  private static final String PART = "[a-z0-9]+((\\.|__?|-+)[a-z0-9]+)*";
  private static final Pattern PREFIX = Pattern.compile(PART + "(/" + PART + ")*");

  /**
   * @throws IllegalArgumentException if a prefix breaks ECR's grammar, if the prefix is {@code
   *     ROOT} and there is an upstream prefix, or if the upstream has no official images
   */
  public CacheRule {
    check("prefix", prefix);
    upstreamPrefix = upstreamPrefix.equals(ROOT) ? "" : upstreamPrefix;
    if (!upstreamPrefix.isEmpty()) {
      checkUpstreamPrefix(upstreamPrefix);
      if (prefix.equals(ROOT)) {
        throw new IllegalArgumentException(
            "prefix ROOT takes no upstream prefix, but has " + Quoted.of(upstreamPrefix));
      }
    }
    if (officialImages && upstream.kind() != Upstream.Kind.ECR_PUBLIC) {
      throw new IllegalArgumentException(
          "%s has no official images of Docker Hub beside its own; public.ecr.aws has"
              .formatted(upstream.host()));
    }
  }

  /** A rule for its own upstream alone. */
  public CacheRule(String prefix, Upstream upstream, String upstreamPrefix) {
    this(prefix, upstream, upstreamPrefix, false);
  }

  /**
   * The same rule, by which Docker Hub's official images are pulled too.
   *
   * @throws IllegalArgumentException if its upstream has none
   */
  public CacheRule withOfficialImages() {
    return new CacheRule(prefix, upstream, upstreamPrefix, true);
  }

  /**
   * A rule from its text form, the inverse of {@link #upstreamText}.
   *
   * @param prefix as in the record
   * @param upstream a registry such as {@code docker.io}, or registry and upstream prefix such as
   *     {@code 111111111111.dkr.ecr.eu-west-1.amazonaws.com/team-a}
   * @throws IllegalArgumentException if either is refused
   */
  public static CacheRule of(String prefix, String upstream) {
    int slash = upstream.indexOf('/');
    boolean split = slash > 0 && slash < upstream.length() - 1 && !upstream.contains("://");
    return split
        ? new CacheRule(
            prefix, Upstream.of(upstream.substring(0, slash)), upstream.substring(slash + 1))
        : new CacheRule(prefix, Upstream.of(upstream), "");
  }

  /** The upstream registry, with a slash and the upstream prefix if there is one. */
  public String upstreamText() {
    return upstreamPrefix.isEmpty() ? upstream.host() : upstream.host() + "/" + upstreamPrefix;
  }

  /** The ECR repository of a repository of a registry; empty if the rule is not for it. */
  Optional<String> cached(Upstream registry, String repository) {
    if (registry.equals(upstream)) {
      return cached(repository);
    }
    return officialImages
            && registry.kind() == Upstream.Kind.DOCKER_HUB
            && repository.startsWith(ImageReference.OFFICIAL)
        ? cached(OFFICIAL + repository)
        : Optional.empty();
  }

  private Optional<String> cached(String repository) {
    if (upstreamPrefix.isEmpty()) {
      return Optional.of(underPrefix(repository));
    }
    return startsWithPart(repository, upstreamPrefix)
        ? Optional.of(underPrefix(repository.substring(upstreamPrefix.length() + 1)))
        : Optional.empty();
  }

  /** The upstream repository of an ECR repository that the rule covers. */
  String upstreamOf(String ecrRepository) {
    var rest = isRoot() ? ecrRepository : ecrRepository.substring(prefix.length() + 1);
    return upstreamPrefix.isEmpty() ? rest : upstreamPrefix + "/" + rest;
  }

  /** Whether the rule takes every repository that no other rule takes. */
  public boolean isRoot() {
    return prefix.equals(ROOT);
  }

  /** How close the prefix is to a repository that it covers; ROOT is the least. */
  int depth() {
    return isRoot() ? 0 : prefix.length();
  }

  /** Whether an ECR repository name belongs to this rule. */
  boolean covers(String ecrRepository) {
    return isRoot() || startsWithPart(ecrRepository, prefix);
  }

  /** The pattern of the repositories under a prefix; all of them under {@code ROOT} or none. */
  public static String pattern(String prefix) {
    return prefix.isEmpty() || prefix.equals(ROOT) ? "*" : prefix + "/*";
  }

  private String underPrefix(String rest) {
    return isRoot() ? rest : prefix + "/" + rest;
  }

  private static boolean startsWithPart(String name, String part) {
    return name.length() > part.length()
        && name.charAt(part.length()) == '/'
        && name.startsWith(part);
  }

  /**
   * Checks an ECR repository prefix.
   *
   * @return the prefix
   * @throws IllegalArgumentException if it breaks ECR's grammar
   */
  public static String checkPrefix(String prefix) {
    check("prefix", prefix);
    return prefix;
  }

  /**
   * Checks the first part of upstream repository names.
   *
   * @throws IllegalArgumentException if it breaks ECR's grammar
   */
  public static void checkUpstreamPrefix(String prefix) {
    check("upstream prefix", prefix);
  }

  private static void check(String what, String prefix) {
    if (prefix.equals(ROOT)) {
      return;
    }
    if (prefix.length() > 1 && prefix.endsWith("/")) {
      throw new IllegalArgumentException(
          "%s %s ends with a slash, which ECR adds itself; write %s"
              .formatted(what, Quoted.of(prefix), prefix.replaceFirst("/+$", "")));
    }
    if (prefix.length() < 2 || prefix.length() > 30) {
      throw new IllegalArgumentException(
          "%s %s has %d characters; ECR takes 2 to 30"
              .formatted(what, Quoted.of(prefix), prefix.length()));
    }
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "%s %s is not lower-case letters and digits, joined by one of . _ - or / (or ROOT)"
              .formatted(what, Quoted.of(prefix)));
    }
  }
}
