package dev.ecrcache.operate;

import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.Upstream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;

/**
 * The pull-through cache rules that a registry has.
 *
 * @param described the rules as ECR describes them, by prefix
 */
public record RegistryRules(List<PullThroughCacheRule> described) {
  /** No rules. */
  public static final RegistryRules NONE = new RegistryRules(List.of());

  /**
   * Those of a registry, in one question.
   *
   * @throws AwsRefusalException if ECR does not tell
   */
  public static RegistryRules of(AwsSession session, EcrClient ecr) {
    return session.ask(
        "ecr:DescribePullThroughCacheRules",
        () ->
            new RegistryRules(
                ecr
                    .describePullThroughCacheRulesPaginator(it -> {})
                    .pullThroughCacheRules()
                    .stream()
                    .sorted(Comparator.comparing(PullThroughCacheRule::ecrRepositoryPrefix))
                    .toList()));
  }

  /** Those for upstreams that are known here. */
  public List<CacheRule> known() {
    return described.stream().flatMap(rule -> rule(rule).stream()).toList();
  }

  /** Which repositories are below their prefixes. */
  public CachePrefixes prefixes() {
    return CachePrefixes.of(described);
  }

  private static Optional<CacheRule> rule(PullThroughCacheRule rule) {
    var upstreamPrefix = rule.upstreamRepositoryPrefix();
    return Upstream.find(rule.upstreamRegistryUrl())
        .map(
            upstream ->
                new CacheRule(
                    rule.ecrRepositoryPrefix(),
                    upstream,
                    upstreamPrefix == null ? "" : upstreamPrefix));
  }
}
