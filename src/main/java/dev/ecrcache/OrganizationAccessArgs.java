package dev.ecrcache;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which organisation may pull from the cache, and what of the registry it may reach. */
public final class OrganizationAccessArgs extends ResourceArgs {
  private static final List<String> REPOSITORIES = List.of("cached", "all");
  private static final Pattern ORGANIZATION_ID = Pattern.compile("o-[a-z0-9]{3,32}");

  @Import private final String organizationId;
  @Import private final String repositories;
  @Import private final Boolean registryPolicy;
  @Import private final List<String> prefixes;
  // Not an input of Pulumi's: the policy that it becomes a part of is.
  private final List<Statement> statements;

  private OrganizationAccessArgs(
      String organizationId,
      String repositories,
      Boolean registryPolicy,
      List<Statement> statements,
      List<String> prefixes) {
    this.organizationId = organizationId;
    this.repositories = repositories;
    this.registryPolicy = registryPolicy;
    this.statements = statements;
    this.prefixes = prefixes;
  }

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The same access, for a cache with these ECR repository prefixes.
   *
   * @throws InvalidArgumentException if the registry policy would be longer than ECR takes
   */
  public OrganizationAccessArgs withPrefixes(List<String> prefixes) {
    var args =
        new OrganizationAccessArgs(
            organizationId, repositories, registryPolicy, statements, List.copyOf(prefixes));
    // Ids and Regions are at least as long as these.
    args.registryPolicy(
        args.organizationId().orElse("o-0123456789"), new EcrRegistry("000000000000", "us-east-1"));
    return args;
  }

  Optional<String> organizationId() {
    return Optional.ofNullable(organizationId);
  }

  /** Whether the component owns the registry's one policy. */
  public boolean ownsRegistryPolicy() {
    return registryPolicy;
  }

  /** The policy of a registry, as JSON. */
  String registryPolicy(String organizationId, EcrRegistry registry) {
    var granted =
        repositories.equals("all")
            ? List.of(CacheRule.ROOT)
            : Check.required("prefixes", prefixes, "give the cache's prefixes with withPrefixes");
    var arns =
        granted.stream()
            .map(prefix -> registry.repositoryArn(CacheEndpoint.pattern(prefix)))
            .toList();
    var policy = EcrPolicies.organizationRegistry(organizationId, arns).and(statements).toJson();
    Check.that(
        policy.length() <= FurtherStatements.MAX_POLICY,
        "statements",
        "make the registry policy %d characters long; ECR takes %d"
            .formatted(policy.length(), FurtherStatements.MAX_POLICY));
    return policy;
  }

  /** Builds {@link OrganizationAccessArgs}. */
  public static final class Builder {
    private String organizationId;
    private String repositories = "cached";
    private boolean registryPolicy = true;
    private List<Statement> statements = List.of();

    private Builder() {}

    /** The organisation's id, {@code o-…}; looked up in AWS Organizations by default. */
    public Builder organizationId(String organizationId) {
      this.organizationId =
          Check.matches(
              "organizationId",
              organizationId,
              ORGANIZATION_ID,
              "the id of an organisation, which looks like o-a1b2c3d4e5");
      return this;
    }

    /**
     * {@code cached} (the default): the repositories under the cache's prefixes; or {@code all}.
     */
    public Builder repositories(String repositories) {
      this.repositories = Check.oneOf("repositories", repositories, REPOSITORIES);
      return this;
    }

    /**
     * Whether to own the registry's policy, of which a registry has one; true by default. When
     * false, the policy that creation templates put on repositories remains.
     */
    public Builder registryPolicy(boolean registryPolicy) {
      this.registryPolicy = registryPolicy;
      return this;
    }

    /** Further statements for the registry's policy, since a registry has one policy only. */
    public Builder statements(List<Statement> statements) {
      this.statements = FurtherStatements.ofRegistry(statements);
      return this;
    }

    /**
     * @throws InvalidArgumentException if statements are given for a policy that is not owned
     */
    public OrganizationAccessArgs build() {
      Check.that(
          registryPolicy || statements.isEmpty(),
          "statements",
          "belong to the registry policy, which registryPolicy: false leaves alone; remove one");
      return new OrganizationAccessArgs(
          organizationId, repositories, registryPolicy, statements, null);
    }
  }
}
