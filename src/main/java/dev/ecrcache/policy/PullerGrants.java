package dev.ecrcache.policy;

import dev.ecrcache.image.EcrRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what is granted to each group of those who may pull, and to Lambda for their functions. */
final class PullerGrants {
  private static final String ORGANIZATION = "Organization";
  private static final String UNITS = "OrganizationalUnits";
  private static final String PRINCIPALS = "Principals";
  private static final String ACCOUNTS = "Accounts";

  private static final String PULL = "Pull";
  private static final String THROUGH_CACHE = "PullThroughCache";
  private static final String LAMBDA = "Lambda";

  /** The Sids of all statements there can be. */
  static final Set<String> SIDS =
      Stream.concat(
              Stream.of(ORGANIZATION, UNITS, PRINCIPALS)
                  .flatMap(who -> Stream.of(who + PULL, who + THROUGH_CACHE)),
              Stream.of(ORGANIZATION, UNITS, ACCOUNTS).map(whose -> whose + LAMBDA))
          .collect(Collectors.toUnmodifiableSet());

  private static final Map<String, String> LAMBDA_SERVICE =
      Map.of("Service", "lambda.amazonaws.com");

  private final List<Statement> statements = new ArrayList<>();
  private final EcrRegistry registry;
  private final Pullers pullers;

  private PullerGrants(EcrRegistry registry, Pullers pullers) {
    this.registry = registry;
    this.pullers = pullers;
  }

  static PullerGrants of(EcrRegistry registry, Pullers pullers) {
    return new PullerGrants(registry, pullers);
  }

  /** Actions on repositories beside those of the cache. */
  PullerGrants pull(List<String> actions, List<String> repositories) {
    return grant(PULL, actions, repositories);
  }

  /** Actions on the repositories of the cache; null where the policy is the repository's own. */
  PullerGrants throughCache(List<String> actions, List<String> repositories) {
    return grant(THROUGH_CACHE, actions, repositories);
  }

  private PullerGrants grant(String sid, List<String> actions, List<String> repositories) {
    if (pullers.organizationId() != null) {
      statements.add(
          Statement.allow(ORGANIZATION + sid, actions, repositories)
              .to("*")
              .whenEquals("aws:PrincipalOrgID", pullers.organizationId()));
    }
    if (!pullers.organizationalUnits().isEmpty()) {
      statements.add(
          Statement.allow(UNITS + sid, actions, repositories)
              .to("*")
              .when(
                  "ForAnyValue:StringLike",
                  "aws:PrincipalOrgPaths",
                  pullers.organizationalUnits()));
    }
    var principals =
        Stream.concat(
                pullers.accounts().stream().map(id -> root(registry.partition().id(), id)),
                pullers.principals().stream())
            .toList();
    if (!principals.isEmpty()) {
      statements.add(
          Statement.allow(PRINCIPALS + sid, actions, repositories).to(Map.of("AWS", principals)));
    }
    return this;
  }

  /**
   * Lambda reads images itself, again and again in the life of a function, and imports none.
   *
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/images-create.html">Lambda's
   *     permissions for images of other accounts</a>
   */
  PullerGrants lambda(List<String> actions, List<String> repositories) {
    if (!pullers.lambda()) {
      return this;
    }
    if (pullers.organizationId() != null) {
      statements.add(
          Statement.allow(ORGANIZATION + LAMBDA, actions, repositories)
              .to(LAMBDA_SERVICE)
              .whenEquals("aws:SourceOrgID", pullers.organizationId()));
    }
    if (!pullers.organizationalUnits().isEmpty()) {
      statements.add(
          Statement.allow(UNITS + LAMBDA, actions, repositories)
              .to(LAMBDA_SERVICE)
              .when("ForAnyValue:StringLike", "aws:SourceOrgPaths", pullers.organizationalUnits()));
    }
    if (!pullers.accounts().isEmpty()) {
      statements.add(
          Statement.allow(ACCOUNTS + LAMBDA, actions, repositories)
              .to(LAMBDA_SERVICE)
              .when(
                  "ArnLike",
                  "aws:SourceArn",
                  pullers.accounts().stream().map(this::functions).toList()));
    }
    return this;
  }

  PolicyDocument document() {
    return PolicyDocument.of(statements.toArray(Statement[]::new));
  }

  /** The account as a principal. */
  static String root(String partition, String accountId) {
    return "arn:%s:iam::%s:root".formatted(partition, accountId);
  }

  // A function and its image are in the same Region.
  private String functions(String accountId) {
    return "arn:%s:lambda:%s:%s:function:*"
        .formatted(registry.partition().id(), registry.region(), accountId);
  }
}
