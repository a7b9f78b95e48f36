package dev.ecrcache.operate.doctor;

import dev.ecrcache.CacheEndpoint;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.PolicyDocument;
import java.util.List;

/**
 * A cache as nodes see it.
 *
 * @param registry where it is
 * @param prefixes the prefixes of its rules
 * @param tagsRepositories whether its creation templates tag repositories
 */
public record PulledCache(EcrRegistry registry, List<String> prefixes, boolean tagsRepositories) {
  /** That of an endpoint, whose host is plain. */
  public static PulledCache of(CacheEndpoint endpoint) {
    return new PulledCache(
        EcrRegistry.ofHost(endpoint.plainHost().orElseThrow()).orElseThrow(),
        endpoint.rules().stream().map(CacheRule::prefix).toList(),
        endpoint.tagsRepositories());
  }

  /** What a node's role must be allowed for a first pull of every prefix. */
  PolicyDocument needed() {
    return EcrPolicies.nodePull(
        prefixes.stream().map(it -> registry.repositoryArn(CacheRule.pattern(it))).toList(),
        tagsRepositories);
  }
}
