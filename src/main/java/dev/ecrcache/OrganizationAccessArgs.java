package dev.ecrcache;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.aws.Place;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.Copy;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.bind.OnlyIn;
import dev.ecrcache.bind.Origin;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.inputs.FurtherStatements;
import dev.ecrcache.policy.LostStatements;
import dev.ecrcache.policy.Pullers;
import dev.ecrcache.policy.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which organisation and who else may pull from the cache, and what of the registry they reach. */
public final class OrganizationAccessArgs extends ResourceArgs implements Cloneable {
  private static final List<String> REPOSITORIES = List.of("cached", "all");
  private static final String PREFIXES =
      "give the prefixes of the cache, or in Java the cache with withCache";
  private static final Pattern ORGANIZATION_ID = Pattern.compile("o-[a-z0-9]{10,32}");

  @Import private Boolean organization = true;
  @Import private String organizationId;
  @Import private List<String> organizationalUnits = List.of();
  @Import private List<String> accounts = List.of();
  @Import private List<String> principals = List.of();
  @Import private Boolean lambda = false;
  @Import private String repositories = REPOSITORIES.get(0);
  @Import private Boolean registryPolicy = true;
  @Import private List<String> prefixes;
  // Not an input of Pulumi's: the policy that it becomes a part of is.
  private List<Statement> statements = List.of();
  private boolean takeOver;
  private EcrRegistry registry;

  private OrganizationAccessArgs() {}

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
    return withPrefixes(cache.prefixes()).measured(cache.repositoryStatements());
  }

  /** The same access, whose policies are not longer than ECR takes. */
  private OrganizationAccessArgs measured(List<Statement> repositoryStatements) {
    var id = organizationId().orElse(organization ? FurtherStatements.SHORTEST_ID : null);
    if (registryPolicy) {
      registryPolicy(id, FurtherStatements.SHORTEST_REGISTRY);
    }
    repositoryPolicy(id, FurtherStatements.SHORTEST_REGISTRY, repositoryStatements);
    return Copy.of(this, this::clone);
  }

  /** Refuses a policy of a registry that is about nothing. */
  OrganizationAccessArgs complete() {
    if (registryPolicy) {
      Check.required("prefixes", prefixes, PREFIXES);
    }
    return this;
  }

  /** The same access, for a cache with these ECR repository prefixes. */
  OrganizationAccessArgs withPrefixes(List<String> prefixes) {
    var args = Copy.of(this, this::clone);
    args.prefixes = List.copyOf(prefixes);
    return args;
  }

  /** The same access, to the registry that its provider was found to work in. */
  public OrganizationAccessArgs in(EcrRegistry registry) {
    var args = Copy.of(this, this::clone);
    args.registry = registry;
    return args;
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
  public boolean organization() {
    return organization;
  }

  /** The organisation's id, where it was given. */
  public Optional<String> organizationId() {
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
  public String registryPolicy(String organizationId, EcrRegistry registry) {
    return policies(organizationId, registry)
        .ofRegistry(
            Check.required("prefixes", prefixes, PREFIXES), repositories.equals("all"), statements);
  }

  /** The policy of each repository of a registry, as JSON; parameters as above. */
  public String repositoryPolicy(
      String organizationId, EcrRegistry registry, List<Statement> statements) {
    return policies(organizationId, registry).ofRepository(statements);
  }

  private AccessPolicies policies(String organizationId, EcrRegistry registry) {
    return new AccessPolicies(
        registry, new Pullers(organizationId, organizationalUnits, accounts, principals, lambda));
  }

  /** Builds {@link OrganizationAccessArgs}. */
  public static final class Builder {
    private final OrganizationAccessArgs draft = new OrganizationAccessArgs();

    private Builder() {}

    /**
     * Whether every principal of the organisation may pull; true by default. When false, those may
     * that are named otherwise, and the organisation is not looked up.
     */
    public Builder organization(boolean organization) {
      draft.organization = organization;
      return this;
    }

    /**
     * The organisation's id, {@code o-} and 10 to 32 letters and digits; looked up in AWS
     * Organizations by default.
     */
    public Builder organizationId(String organizationId) {
      draft.organizationId =
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
     * {@code aws:PrincipalOrgPaths}, such as {@code o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*};
     * without the {@code *}, those of the units below may not.
     */
    public Builder organizationalUnits(List<String> organizationalUnits) {
      draft.organizationalUnits =
          Check.each("organizationalUnits", organizationalUnits, Pullers::organizationalUnit);
      return this;
    }

    /** Accounts, of any organisation, whose every principal may pull: twelve digits each. */
    public Builder accounts(List<String> accounts) {
      draft.accounts = Check.each("accounts", accounts, Pullers::account);
      return this;
    }

    /** ARNs of IAM roles and users and of STS sessions, in any account, that may pull. */
    public Builder principals(List<String> principals) {
      draft.principals = Check.each("principals", principals, Pullers::principal);
      return this;
    }

    /**
     * Whether Lambda may read images for the functions of the organisation, its units and the
     * accounts; false by default. Lambda imports none: another principal must pull an image first.
     */
    public Builder lambda(boolean lambda) {
      draft.lambda = lambda;
      return this;
    }

    /**
     * What may be read: {@code cached} (the default), the repositories under the cache's prefixes;
     * or {@code all}. Import and create stay with the prefixes.
     */
    public Builder repositories(String repositories) {
      draft.repositories = Check.oneOf("repositories", repositories, REPOSITORIES);
      return this;
    }

    /**
     * The ECR repository prefixes of the cache, as its upstreams have them: what the registry's
     * policy is about.
     */
    @OnlyIn(Origin.PROGRAM)
    public Builder prefixes(List<String> prefixes) {
      draft.prefixes = Check.each("prefixes", prefixes, CacheRule::checkPrefix);
      return this;
    }

    /**
     * Whether to own the registry's policy, of which a registry has one; true by default. When
     * false, the policy that creation templates put on repositories remains.
     */
    public Builder registryPolicy(boolean registryPolicy) {
      draft.registryPolicy = registryPolicy;
      return this;
    }

    /** Further statements for the registry's policy, since a registry has one policy only. */
    public Builder statements(List<Statement> statements) {
      draft.statements = FurtherStatements.ofRegistry(statements);
      return this;
    }

    /**
     * Whether to replace the statements that the registry's policy has beyond these; false by
     * default. The program of this project asks before it owns the policy for the first time; the
     * component alone does not.
     */
    @OnlyIn(Origin.STACK_FILE)
    public Builder takeOver(boolean takeOver) {
      draft.takeOver = takeOver;
      return this;
    }

    /**
     * @throws InvalidArgumentException if arguments contradict one another, or nobody is granted
     *     anything
     */
    public OrganizationAccessArgs build() {
      Check.that(
          draft.registryPolicy || draft.statements.isEmpty(),
          "statements",
          "belong to the registry policy, which registryPolicy: false leaves alone; remove one");
      Check.that(
          draft.registryPolicy || !draft.takeOver,
          "takeOver",
          "replaces the registry policy, which registryPolicy: false leaves alone; remove one");
      Check.that(
          draft.organization || draft.organizationId == null,
          "organizationId",
          "names the organisation, which organization: false leaves out; remove one");
      var groups =
          draft.organization || !draft.organizationalUnits.isEmpty() || !draft.accounts.isEmpty();
      Check.that(
          groups || !draft.principals.isEmpty(),
          "organization",
          "false leaves nobody who may pull; give organizationalUnits, accounts or principals");
      Check.that(
          groups || !draft.lambda,
          "lambda",
          "reads for functions of the organisation, its units or accounts, and principals alone may"
              + " pull; give their accounts");
      return draft.prefixes == null ? Copy.of(draft, draft::clone) : draft.measured(List.of());
    }
  }
}
