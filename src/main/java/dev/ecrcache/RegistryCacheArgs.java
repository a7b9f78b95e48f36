package dev.ecrcache;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.aws.Place;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.Quoted;
import dev.ecrcache.inputs.CredentialArgs;
import dev.ecrcache.inputs.EncryptionArgs;
import dev.ecrcache.inputs.RepositoriesArgs;
import dev.ecrcache.inputs.ScanningArgs;
import dev.ecrcache.inputs.UpstreamArgs;
import dev.ecrcache.policy.PolicyDocument;
import dev.ecrcache.policy.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a {@link RegistryCache} caches, and how. */
public final class RegistryCacheArgs extends ResourceArgs {
  private static final Pattern PROVIDER_PREFIX =
      Pattern.compile("([a-z0-9]+[._/-])*[a-z0-9]+|" + CacheRule.ROOT);

  /** ECR's quota of pull-through cache rules in a registry; AWS does not raise it. */
  private static final int MAX_RULES = 50;

  @Import private final Map<String, UpstreamArgs> upstreams;
  @Import private final RepositoriesArgs repositories;
  @Import private final ScanningArgs scanning;
  @Import private final Output<String> repositoryPolicy;
  private final EcrRegistry registry;

  private RegistryCacheArgs(
      Map<String, UpstreamArgs> upstreams,
      RepositoriesArgs repositories,
      ScanningArgs scanning,
      Output<String> repositoryPolicy,
      EcrRegistry registry) {
    this.upstreams = upstreams;
    this.repositories = repositories;
    this.scanning = scanning;
    this.repositoryPolicy = repositoryPolicy;
    this.registry = registry;
  }

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same cache, whose creation templates open each repository to those who may pull. */
  public RegistryCacheArgs withAccess(OrganizationAccess access) {
    return new RegistryCacheArgs(
        upstreams,
        repositories,
        scanning,
        access.repositoryPolicy(repositoryStatements()),
        registry);
  }

  /** The same cache, in the registry that its provider was found to work in. */
  public RegistryCacheArgs in(EcrRegistry registry) {
    return new RegistryCacheArgs(upstreams, repositories, scanning, repositoryPolicy, registry);
  }

  /** The registry that the cache's provider works in, where that was asked already. */
  Optional<EcrRegistry> registry() {
    return Optional.ofNullable(registry);
  }

  /** The rules of the cache, in the order of their prefixes. */
  public List<CacheRule> rules() {
    return upstreams.entrySet().stream().map(e -> e.getValue().rule(e.getKey())).toList();
  }

  /** The ECR repository prefixes of the cache, in order. */
  public List<String> prefixes() {
    return List.copyOf(upstreams.keySet());
  }

  /** The prefixes that get a repository creation template. */
  public List<String> templatePrefixes() {
    return repositories == null ? List.of() : repositories.templatePrefixes(prefixes());
  }

  /**
   * Holds the arguments against the place of the cache.
   *
   * @throws InvalidArgumentException if something lies where ECR cannot use it
   */
  public void check(Place place) {
    arns().forEach(place::checkOwn);
    kmsKeyArn().ifPresent(arn -> place.checkRegion("repositories.encryption.kmsKeyArn", arn));
    upstreams.forEach(
        (prefix, upstream) ->
            EcrRegistry.ofHost(upstream.upstream().host())
                .ifPresent(
                    registry -> check(place, "upstreams." + prefix + ".", upstream, registry)));
  }

  private static void check(Place place, String at, UpstreamArgs upstream, EcrRegistry registry) {
    place.checkPartition(at + "registry", registry);
    Check.that(
        upstream.createsRole()
            || upstream.roleArn().isPresent()
            || place.accounts().isEmpty()
            || place.accounts().contains(registry.accountId()),
        at + "role",
        "none is for a registry of the same account; this one belongs to %s, and the AWS provider works in %s%s"
            .formatted(
                registry.accountId(), String.join(" or ", place.accounts()), place.accountsBy()));
  }

  /** The ARNs among these arguments that must lie in the cache's account, by argument. */
  private Map<String, String> arns() {
    var arns = new TreeMap<String, String>();
    upstreams.forEach(
        (prefix, upstream) -> {
          var at = "upstreams." + prefix;
          upstream
              .credential()
              .flatMap(CredentialArgs::plainSecretArn)
              .ifPresent(arn -> arns.put(at + ".credential.secretArn", arn));
          upstream.roleArn().ifPresent(arn -> arns.put(at + ".role", arn));
        });
    return arns;
  }

  private Optional<String> kmsKeyArn() {
    return repositories().flatMap(RepositoriesArgs::encryption).map(EncryptionArgs::kmsKeyArn);
  }

  /** What a registry has one of by this name and the cache owns, in words. */
  public List<String> singles() {
    var singles = new ArrayList<String>();
    scanning().ifPresent(it -> singles.add("the scanning configuration"));
    prefixes().forEach(it -> singles.add("the pull-through cache rule " + it));
    templatePrefixes().forEach(it -> singles.add("the creation template " + it));
    secretNames(upstreams).forEach((prefix, name) -> singles.add("the secret " + name));
    return singles;
  }

  /** The names of the secrets to make, by prefix. */
  public Map<String, String> secretNames() {
    return secretNames(upstreams);
  }

  private static Map<String, String> secretNames(Map<String, UpstreamArgs> upstreams) {
    var names = new TreeMap<String, String>();
    upstreams.forEach(
        (prefix, upstream) ->
            upstream
                .credential()
                .filter(credential -> credential.secretArn().isEmpty())
                .flatMap(credential -> credential.secretName(prefix))
                .ifPresent(name -> names.put(prefix, name)));
    return names;
  }

  /** The upstream registries by ECR repository prefix, in order. */
  public Map<String, UpstreamArgs> upstreams() {
    return upstreams;
  }

  public Optional<RepositoriesArgs> repositories() {
    return Optional.ofNullable(repositories);
  }

  /** How the registry is to scan; empty if that is left as it is. */
  public Optional<ScanningArgs> scanning() {
    return Optional.ofNullable(scanning);
  }

  public Optional<Output<String>> repositoryPolicy() {
    return Optional.ofNullable(repositoryPolicy);
  }

  List<Statement> repositoryStatements() {
    return statements(repositories);
  }

  /** Whether the creation templates put tags on repositories. */
  public boolean tagsRepositories() {
    return repositories().filter(settings -> !settings.resourceTags().isEmpty()).isPresent();
  }

  private static List<Statement> statements(RepositoriesArgs repositories) {
    return repositories == null ? List.of() : repositories.statements();
  }

  /** Builds {@link RegistryCacheArgs}. */
  public static final class Builder {
    // Sorted, so that resources and policies come in the same order in every run.
    private final SortedMap<String, UpstreamArgs> upstreams = new TreeMap<>();
    private RepositoriesArgs repositories;
    private ScanningArgs scanning;

    private Builder() {}

    /**
     * The upstream registries by ECR repository prefix: 2 to 30 characters of lower-case letters,
     * digits and single {@code . _ - /} between them, or {@code ROOT}.
     */
    public Builder upstreams(Map<String, UpstreamArgs> upstreams) {
      upstreams.forEach(this::upstream);
      return this;
    }

    /** One upstream registry more. */
    public Builder upstream(String prefix, UpstreamArgs upstream) {
      var argument = "upstreams." + prefix;
      Check.required(argument, upstream, "give its registry, such as registry: docker.io");
      var rule = Check.value(argument, () -> upstream.rule(prefix));
      checkProvider(argument, prefix);
      if (!rule.upstreamPrefix().isEmpty()) {
        checkProvider(argument + ".upstreamPrefix", rule.upstreamPrefix());
      }
      upstreams.put(prefix, upstream);
      return this;
    }

    /** What ECR does to each repository that it creates; ECR's defaults when absent. */
    public Builder repositories(RepositoriesArgs repositories) {
      this.repositories = repositories;
      return this;
    }

    /** How the registry scans images; left as it is when absent. */
    public Builder scanning(ScanningArgs scanning) {
      this.scanning = scanning;
      return this;
    }

    /**
     * @throws InvalidArgumentException if the upstreams do not go together
     */
    public RegistryCacheArgs build() {
      Check.that(!upstreams.isEmpty(), "upstreams", "are missing; give one or more, such as k8s");
      Check.that(
          upstreams.size() <= MAX_RULES,
          "upstreams",
          "are %d; ECR takes %d pull-through cache rules in a registry"
              .formatted(upstreams.size(), MAX_RULES));
      upstreams.keySet().forEach(this::checkShadow);
      checkSecretNames();
      var statements = statements(repositories).toArray(Statement[]::new);
      return new RegistryCacheArgs(
          new TreeMap<>(upstreams),
          repositories,
          scanning,
          statements.length == 0 ? null : Output.of(PolicyDocument.of(statements).toJson()),
          null);
    }

    // Of what ECR takes, the provider leaves out __ and --; it would say so in the middle of an up.
    private static void checkProvider(String argument, String prefix) {
      Check.that(
          PROVIDER_PREFIX.matcher(prefix).matches(),
          argument,
          "the prefix %s has two separators in a row, which ECR takes and Pulumi's AWS provider does not; use one"
              .formatted(Quoted.of(prefix)));
    }

    private void checkShadow(String prefix) {
      for (int slash = prefix.indexOf('/'); slash > 0; slash = prefix.indexOf('/', slash + 1)) {
        var outer = prefix.substring(0, slash);
        Check.that(
            !upstreams.containsKey(outer),
            "upstreams." + prefix,
            "lies under the prefix '%s', so the two rules claim the same repositories; rename one"
                .formatted(outer));
      }
    }

    private void checkSecretNames() {
      var owners = new HashMap<String, String>();
      secretNames(upstreams)
          .forEach(
              (prefix, name) -> {
                var owner = owners.putIfAbsent(name, prefix);
                Check.that(
                    owner == null,
                    "upstreams.%s.credential.secretName".formatted(prefix),
                    "%s is the secret of upstreams.%s already; choose another"
                        .formatted(Quoted.of(name), owner));
              });
    }
  }
}
