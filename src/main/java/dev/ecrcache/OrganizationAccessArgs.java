package dev.ecrcache;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.aws.Place;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.inputs.FurtherStatements;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.LostStatements;
import dev.ecrcache.policy.PolicyDocument;
import dev.ecrcache.policy.Pullers;
import dev.ecrcache.policy.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which organisation and who else may pull from the cache, and what of the registry they reach. */
public final class OrganizationAccessArgs extends ResourceArgs {
  private static final List<String> REPOSITORIES = List.of("cached", "all");
  private static final Pattern ORGANIZATION_ID = Pattern.compile("o-[a-z0-9]{10,32}");

  @Import private final Boolean organization;
  @Import private final String organizationId;
  @Import private final List<String> organizationalUnits;
  @Import private final List<String> accounts;
  @Import private final List<String> principals;
  @Import private final Boolean lambda;
  @Import private final String repositories;
  @Import private final Boolean registryPolicy;
  @Import private final List<String> prefixes;
  // Not an input of Pulumi's: the policy that it becomes a part of is.
  private final List<Statement> statements;
  private final boolean takeOver;
  private final EcrRegistry registry;

  private OrganizationAccessArgs(Builder builder, List<String> prefixes, EcrRegistry registry) {
    organization = builder.organization;
    organizationId = builder.organizationId;
    organizationalUnits = builder.organizationalUnits;
    accounts = builder.accounts;
    principals = builder.principals;
    lambda = builder.lambda;
    repositories = builder.repositories;
    registryPolicy = builder.registryPolicy;
    statements = builder.statements;
    takeOver = builder.takeOver;
    this.prefixes = prefixes;
    this.registry = registry;
  }

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The same access, for this cache.
   *
   * @throws InvalidArgumentException if a policy would be longer than ECR takes
   */
  public OrganizationAccessArgs withCache(RegistryCacheArgs cache) {
    var args = withPrefixes(cache.prefixes());
    var id = organizationId().orElse(organization ? FurtherStatements.SHORTEST_ID : null);
    if (registryPolicy) {
      args.registryPolicy(id, FurtherStatements.SHORTEST_REGISTRY);
    }
    args.repositoryPolicy(id, FurtherStatements.SHORTEST_REGISTRY, cache.repositoryStatements());
    return args;
  }

  /** The same access, for a cache with these ECR repository prefixes. */
  OrganizationAccessArgs withPrefixes(List<String> prefixes) {
    return new OrganizationAccessArgs(new Builder(this), List.copyOf(prefixes), registry);
  }

  /** The same access, to the registry that its provider was found to work in. */
  public OrganizationAccessArgs in(EcrRegistry registry) {
    return new OrganizationAccessArgs(new Builder(this), prefixes, registry);
  }

  /** The registry that the provider works in, where that was asked already. */
  Optional<EcrRegistry> registry() {
    return Optional.ofNullable(registry);
  }

  /**
   * Holds the arguments against the place of the registry.
   *
   * @throws InvalidArgumentException if a principal is of another partition, or a statement is
   *     about another registry
   */
  public void check(Place place) {
    for (int i = 0; i < principals.size(); i++) {
      place.checkPartition("principals." + i, principals.get(i));
    }
    FurtherStatements.check(place, statements);
  }

  /** Whether every principal of the organisation may pull. */
  boolean organization() {
    return organization;
  }

  Optional<String> organizationId() {
    return Optional.ofNullable(organizationId);
  }

  /** Whether the component owns the registry's one policy. */
  public boolean ownsRegistryPolicy() {
    return registryPolicy;
  }

  /** Whether to replace the policy that the registry has already. */
  public boolean takesOver() {
    return takeOver;
  }

  /** The statements of another registry policy that this one would not have, by their Sids. */
  public List<String> losesOf(String policy) {
    return LostStatements.of(policy, statements);
  }

  /**
   * The policy of a registry, as JSON.
   *
   * @param organizationId null when the organisation as a whole is left out
   */
  String registryPolicy(String organizationId, EcrRegistry registry) {
    var cached =
        Check.required("prefixes", prefixes, "give the cache with withCache").stream()
            .map(prefix -> registry.repositoryArn(CacheRule.pattern(prefix)))
            .toList();
    var pullers = pullers(organizationId);
    return policy(
        "registry",
        repositories.equals("all") && !prefixes.contains(CacheRule.ROOT)
            ? EcrPolicies.organizationRegistryToRead(registry, pullers, cached)
            : EcrPolicies.organizationRegistry(registry, pullers, cached),
        statements,
        "statements");
  }

  /** The policy of each repository of a registry, as JSON; parameters as above. */
  String repositoryPolicy(String organizationId, EcrRegistry registry, List<Statement> statements) {
    return policy(
        "repository",
        EcrPolicies.organizationRepository(registry, pullers(organizationId)),
        statements,
        longest());
  }

  private String policy(
      String owner, PolicyDocument grants, List<Statement> statements, String added) {
    var policy = grants.and(statements).toJson();
    Check.that(
        policy.length() <= FurtherStatements.MAX_POLICY,
        grants.toJson().length() <= FurtherStatements.MAX_POLICY ? added : longest(),
        "make the %s policy %d characters long; ECR takes %d"
            .formatted(owner, policy.length(), FurtherStatements.MAX_POLICY));
    return policy;
  }

  private Pullers pullers(String organizationId) {
    return new Pullers(organizationId, organizationalUnits, accounts, principals, lambda);
  }

  /** The argument that has most to do with the length of a policy. */
  private String longest() {
    return Map.of(
            "accounts", accounts,
            "organizationalUnits", organizationalUnits,
            "principals", principals)
        .entrySet()
        .stream()
        .filter(it -> !it.getValue().isEmpty())
        .max(Comparator.comparingInt(it -> String.join("", it.getValue()).length()))
        .map(Map.Entry::getKey)
        .orElse("lambda");
  }

  /** Builds {@link OrganizationAccessArgs}. */
  public static final class Builder {
    private boolean organization = true;
    private String organizationId;
    private List<String> organizationalUnits = List.of();
    private List<String> accounts = List.of();
    private List<String> principals = List.of();
    private boolean lambda;
    private String repositories = "cached";
    private boolean registryPolicy = true;
    private List<Statement> statements = List.of();
    private boolean takeOver;

    private Builder() {}

    private Builder(OrganizationAccessArgs from) {
      organization = from.organization;
      organizationId = from.organizationId;
      organizationalUnits = from.organizationalUnits;
      accounts = from.accounts;
      principals = from.principals;
      lambda = from.lambda;
      repositories = from.repositories;
      registryPolicy = from.registryPolicy;
      statements = from.statements;
      takeOver = from.takeOver;
    }

    /**
     * Whether every principal of the organisation may pull; true by default. When false, those may
     * that are named otherwise, and the organisation is not looked up.
     */
    public Builder organization(boolean organization) {
      this.organization = organization;
      return this;
    }

    /** The organisation's id, {@code o-…}; looked up in AWS Organizations by default. */
    public Builder organizationId(String organizationId) {
      this.organizationId =
          Check.matches(
              "organizationId",
              organizationId,
              ORGANIZATION_ID,
              "the id of an organisation, which looks like o-a1b2c3d4e5: o- and 10 to 32 lower-case"
                  + " letters and digits");
      return this;
    }

    /**
     * Organisational units whose every principal may pull, by their paths, which have the form of
     * {@code aws:PrincipalOrgPaths}: {@code o-…/r-…/ou-…/*} for a unit and all below it.
     */
    public Builder organizationalUnits(List<String> organizationalUnits) {
      this.organizationalUnits =
          Check.each("organizationalUnits", organizationalUnits, Pullers::organizationalUnit);
      return this;
    }

    /** Accounts, of any organisation, whose every principal may pull: twelve digits each. */
    public Builder accounts(List<String> accounts) {
      this.accounts = Check.each("accounts", accounts, Pullers::account);
      return this;
    }

    /** ARNs of IAM roles and users and of STS sessions, in any account, that may pull. */
    public Builder principals(List<String> principals) {
      this.principals = Check.each("principals", principals, Pullers::principal);
      return this;
    }

    /**
     * Whether Lambda may read images for the functions of the organisation, its units and the
     * accounts; false by default. Lambda imports none: another principal must pull an image first.
     */
    public Builder lambda(boolean lambda) {
      this.lambda = lambda;
      return this;
    }

    /**
     * What may be read: {@code cached} (the default), the repositories under the cache's prefixes;
     * or {@code all}. Import and create stay with the prefixes.
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
     * Whether to replace the statements that the registry's policy has beyond these; false by
     * default. The program of this project asks before it owns the policy for the first time; the
     * component alone does not.
     */
    public Builder takeOver(boolean takeOver) {
      this.takeOver = takeOver;
      return this;
    }

    /**
     * @throws InvalidArgumentException if arguments contradict one another, or nobody is granted
     *     anything
     */
    public OrganizationAccessArgs build() {
      Check.that(
          registryPolicy || statements.isEmpty(),
          "statements",
          "belong to the registry policy, which registryPolicy: false leaves alone; remove one");
      Check.that(
          registryPolicy || !takeOver,
          "takeOver",
          "replaces the registry policy, which registryPolicy: false leaves alone; remove one");
      Check.that(
          organization || organizationId == null,
          "organizationId",
          "names the organisation, which organization: false leaves out; remove one");
      var groups = organization || !organizationalUnits.isEmpty() || !accounts.isEmpty();
      Check.that(
          groups || !principals.isEmpty(),
          "organization",
          "false leaves nobody who may pull; give organizationalUnits, accounts or principals");
      Check.that(
          groups || !lambda,
          "lambda",
          "reads for functions of the organisation, its units or accounts, and principals alone may"
              + " pull; give their accounts");
      return new OrganizationAccessArgs(this, null, null);
    }
  }
}
