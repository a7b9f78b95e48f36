package dev.ecrcache;

import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.inputs.FurtherStatements;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.PolicyDocument;
import dev.ecrcache.policy.Pullers;
import dev.ecrcache.policy.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The policies by which one registry lets others pull, each no longer than ECR takes.
 *
 * @param registry the registry of the cache
 * @param pullers who may pull
 */
record AccessPolicies(EcrRegistry registry, Pullers pullers) {
  /**
   * The policy of the registry, as JSON.
   *
   * @param prefixes the ECR repository prefixes of the cache
   * @param all whether repositories of no prefix may be read too
   * @param statements further ones
   * @throws InvalidArgumentException if it would be longer than ECR takes
   */
  String ofRegistry(List<String> prefixes, boolean all, List<Statement> statements) {
    var cached =
        prefixes.stream().map(prefix -> registry.repositoryArn(CacheRule.pattern(prefix))).toList();
    return checked(
        "registry",
        all && !prefixes.contains(CacheRule.ROOT)
            ? EcrPolicies.organizationRegistryToRead(registry, pullers, cached)
            : EcrPolicies.organizationRegistry(registry, pullers, cached),
        statements,
        "statements");
  }

  /**
   * The policy of each repository, as JSON.
   *
   * @param statements further ones
   * @throws InvalidArgumentException if it would be longer than ECR takes
   */
  String ofRepository(List<Statement> statements) {
    return checked(
        "repository", EcrPolicies.organizationRepository(registry, pullers), statements, longest());
  }

  private String checked(
      String owner, PolicyDocument grants, List<Statement> statements, String added) {
    var policy = grants.and(statements).toJson();
    Check.that(
        policy.length() <= FurtherStatements.MAX_POLICY,
        grants.toJson().length() <= FurtherStatements.MAX_POLICY ? added : longest(),
        "make the %s policy %d characters long; ECR takes %d"
            .formatted(owner, policy.length(), FurtherStatements.MAX_POLICY));
    return policy;
  }

  /** The argument that has most to do with the length of a policy. */
  private String longest() {
    return Map.of(
            "accounts", pullers.accounts(),
            "organizationalUnits", pullers.organizationalUnits(),
            "principals", pullers.principals())
        .entrySet()
        .stream()
        .filter(it -> !it.getValue().isEmpty())
        .max(Comparator.comparingInt(it -> String.join("", it.getValue()).length()))
        .map(Map.Entry::getKey)
        .orElse("lambda");
  }
}
