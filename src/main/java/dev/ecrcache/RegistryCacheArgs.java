package dev.ecrcache;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.aws.Place;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.Copy;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.bind.OnlyIn;
import dev.ecrcache.bind.Origin;
import dev.ecrcache.bind.Required;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.inputs.EncryptionArgs;
import dev.ecrcache.inputs.RepositoriesArgs;
import dev.ecrcache.inputs.ScanningArgs;
import dev.ecrcache.inputs.UpstreamArgs;
import dev.ecrcache.policy.PolicyDocument;
import dev.ecrcache.policy.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a {@link RegistryCache} caches, and how. */
public final class RegistryCacheArgs extends ResourceArgs implements Cloneable {
  // Sorted, so that resources and policies come in the same order in every run.
  @Import private Map<String, UpstreamArgs> upstreams = new TreeMap<>();
  @Import private RepositoriesArgs repositories;
  @Import private ScanningArgs scanning;
  @Import private Output<String> repositoryPolicy;
  private EcrRegistry registry;

  private RegistryCacheArgs() {}

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same cache, whose creation templates open each repository to those who may pull. */
  public RegistryCacheArgs withAccess(OrganizationAccess access) {
    var args = Copy.of(this, this::clone);
    args.repositoryPolicy = access.repositoryPolicy(repositoryStatements());
    return args;
  }

  /** The same cache, in the registry that its provider was found to work in. */
  public RegistryCacheArgs in(EcrRegistry registry) {
    var args = Copy.of(this, this::clone);
    args.registry = registry;
    return args;
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
    new Upstreams(upstreams).check(place);
    repositories()
        .flatMap(RepositoriesArgs::encryption)
        .map(EncryptionArgs::kmsKeyArn)
        .ifPresent(arn -> place.checkRegion("repositories.encryption.kmsKeyArn", arn));
  }

  /** What a registry has one of by this name and the cache owns, in words. */
  public List<String> singles() {
    var singles = new ArrayList<String>();
    scanning().ifPresent(it -> singles.add("the scanning configuration"));
    prefixes().forEach(it -> singles.add("the pull-through cache rule " + it));
    templatePrefixes().forEach(it -> singles.add("the creation template " + it));
    secretNames().forEach((prefix, name) -> singles.add("the secret " + name));
    return singles;
  }

  /** The names of the secrets to make, by prefix. */
  public Map<String, String> secretNames() {
    return new Upstreams(upstreams).secretNames();
  }

  /** The upstream registries by ECR repository prefix, in order. */
  public Map<String, UpstreamArgs> upstreams() {
    return upstreams;
  }

  /** What ECR does to each repository that it creates; empty where ECR's defaults are to hold. */
  public Optional<RepositoriesArgs> repositories() {
    return Optional.ofNullable(repositories);
  }

  /** How the registry is to scan; empty if that is left as it is. */
  public Optional<ScanningArgs> scanning() {
    return Optional.ofNullable(scanning);
  }

  /** The policy that the creation templates put on each repository, as JSON; empty for none. */
  public Optional<Output<String>> repositoryPolicy() {
    return Optional.ofNullable(repositoryPolicy);
  }

  List<Statement> repositoryStatements() {
    return repositories().map(RepositoriesArgs::statements).orElse(List.of());
  }

  /** Whether the creation templates put tags on repositories. */
  public boolean tagsRepositories() {
    return repositories().filter(settings -> !settings.resourceTags().isEmpty()).isPresent();
  }

  /** Builds {@link RegistryCacheArgs}. */
  public static final class Builder {
    private final RegistryCacheArgs draft = new RegistryCacheArgs();

    private Builder() {}

    /**
     * The upstream registries by ECR repository prefix: 2 to 30 characters of lower-case letters,
     * digits and single {@code . _ - /} between them, or {@code ROOT}.
     */
    @Required
    public Builder upstreams(Map<String, UpstreamArgs> upstreams) {
      upstreams.forEach(this::upstream);
      return this;
    }

    /** One upstream registry more. */
    public Builder upstream(String prefix, UpstreamArgs upstream) {
      Upstreams.checkRule(prefix, upstream);
      draft.upstreams.put(prefix, upstream);
      return this;
    }

    /** What ECR does to each repository that it creates; ECR's defaults when absent. */
    public Builder repositories(RepositoriesArgs repositories) {
      draft.repositories = repositories;
      return this;
    }

    /** How the registry scans images; left as it is when absent. */
    public Builder scanning(ScanningArgs scanning) {
      draft.scanning = scanning;
      return this;
    }

    /**
     * The policy of each repository that ECR creates, as JSON, such as {@code repositoryPolicy} of
     * OrganizationAccess; creation templates carry it, so that {@code repositories} is given too.
     */
    @OnlyIn(Origin.PROGRAM)
    public Builder repositoryPolicy(String repositoryPolicy) {
      return repositoryPolicy(Output.of(repositoryPolicy));
    }

    /** The same, of another component or resource. */
    @OnlyIn(Origin.PROGRAM)
    public Builder repositoryPolicy(Output<String> repositoryPolicy) {
      draft.repositoryPolicy = repositoryPolicy;
      return this;
    }

    /**
     * @throws InvalidArgumentException if the upstreams do not go together, or nothing carries the
     *     repositories' policy
     */
    public RegistryCacheArgs build() {
      new Upstreams(draft.upstreams).checkTogether();
      var args = Copy.of(draft, draft::clone);
      args.upstreams = Collections.unmodifiableMap(new TreeMap<>(draft.upstreams));
      var statements = args.repositoryStatements().toArray(Statement[]::new);
      Check.that(
          args.repositoryPolicy == null || !args.templatePrefixes().isEmpty(),
          "repositoryPolicy",
          "has no creation template that carries it; give repositories, with template: prefix or"
              + " root");
      Check.that(
          args.repositoryPolicy == null || statements.length == 0,
          "repositoryPolicy",
          "cannot stand beside repositories.statements; a repository has one policy: put them in"
              + " there");
      if (statements.length > 0) {
        args.repositoryPolicy = Output.of(PolicyDocument.of(statements).toJson());
      }
      return args;
    }
  }
}
