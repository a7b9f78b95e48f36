package dev.ecrcache.operate;

import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.Upstream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;

/** The pull-through cache rules that a registry has. */
public final class RegistryRules {
  private RegistryRules() {}

  /**
   * The rules, by prefix. One for an upstream that is not known here is left out.
   *
   * @throws AwsRefusalException if ECR does not tell
   */
  public static List<CacheRule> of(AwsSession session, EcrClient ecr) {
    return described(session, ecr).stream().flatMap(rule -> rule(rule).stream()).toList();
  }

  /**
   * The rules as ECR describes them, by prefix.
   *
   * @throws AwsRefusalException if ECR does not tell
   */
  public static List<PullThroughCacheRule> described(AwsSession session, EcrClient ecr) {
    return session.ask(
        "ecr:DescribePullThroughCacheRules",
        () ->
            ecr.describePullThroughCacheRulesPaginator(it -> {}).pullThroughCacheRules().stream()
                .sorted(Comparator.comparing(PullThroughCacheRule::ecrRepositoryPrefix))
                .toList());
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
