package dev.ecrcache;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.aws.Place;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.Copy;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.bind.OnlyIn;
import dev.ecrcache.bind.Origin;
import dev.ecrcache.bind.Required;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.Quoted;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which node roles may pull through which cache. */
public final class NodePullAccessArgs extends ResourceArgs implements Cloneable {
  private static final Pattern ROLE =
      Pattern.compile("(arn:aws[a-z-]*:iam::[0-9]{12}:role/([!-~]{1,510}/)?)?[\\w+=,.@-]{1,64}");

  private static final Pattern CLUSTER = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_-]{0,99}");

  @Import private List<String> roles = List.of();
  @Import private List<String> clusters = List.of();
  @Import private Boolean attach = true;
  @Import private CacheEndpoint cache;
  // Not an input of Pulumi's: the attachments that it becomes are.
  private List<String> found;
  private EcrRegistry registry;

  private NodePullAccessArgs() {}

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same access, to this cache. */
  public NodePullAccessArgs withCache(CacheEndpoint cache) {
    var args = Copy.of(this, this::clone);
    args.cache = cache;
    return args;
  }

  /**
   * The same access, for these node roles of its clusters beside those that it names.
   *
   * @param found ARNs of roles in the nodes' account, as {@link dev.ecrcache.aws.ClusterRoles}
   *     finds them
   */
  public NodePullAccessArgs withRoles(List<String> found) {
    var args = Copy.of(this, this::clone);
    args.found = List.copyOf(found);
    return args;
  }

  /** The same access, in the account that its provider was found to work in. */
  public NodePullAccessArgs in(EcrRegistry registry) {
    var args = Copy.of(this, this::clone);
    args.registry = registry;
    return args;
  }

  /** The registry of that account, where it was asked already. */
  Optional<EcrRegistry> registry() {
    return Optional.ofNullable(registry);
  }

  /** The node roles that are named, by name or ARN. */
  public List<String> roles() {
    return roles;
  }

  /** The clusters whose node roles are to be found. */
  public List<String> clusters() {
    return clusters;
  }

  /**
   * Holds the arguments against the place of the nodes: IAM attaches by name, in its own account.
   *
   * @throws InvalidArgumentException if a role lies elsewhere
   */
  public void check(Place place) {
    for (int i = 0; i < roles.size(); i++) {
      if (isArn(roles.get(i))) {
        place.checkOwn("roles." + i, roles.get(i));
      }
    }
  }

  /** Whether a role was given by its ARN, which tells its account. */
  boolean namesAccounts() {
    return roles.stream().anyMatch(NodePullAccessArgs::isArn);
  }

  private static boolean isArn(String role) {
    return role.startsWith("arn:");
  }

  /** The names of the roles, each once: IAM's role names are unique in an account. */
  List<String> roleNames() {
    Check.that(
        clusters.isEmpty() || found != null,
        "clusters",
        "are not looked up here; find their roles with ClusterRoles and give them with withRoles");
    return Stream.concat(roles.stream(), Stream.ofNullable(found).flatMap(List::stream))
        .map(role -> role.substring(role.lastIndexOf('/') + 1))
        .distinct()
        .toList();
  }

  CacheEndpoint cache() {
    return Check.required("cache", cache, "give the endpoint of the cache, in Java with withCache");
  }

  /** Builds {@link NodePullAccessArgs}. */
  public static final class Builder {
    private final NodePullAccessArgs draft = new NodePullAccessArgs();

    private Builder() {}

    /**
     * Node roles of this account's clusters, those of Karpenter and of self-managed nodes too:
     * names, or ARNs with or without a path. IAM names are unique in an account, so a role given
     * twice is attached once.
     */
    public Builder roles(List<String> roles) {
      for (int i = 0; i < roles.size(); i++) {
        var role = Check.entry("roles." + i, roles.get(i));
        Check.that(
            ROLE.matcher(role).matches(),
            "roles." + i,
            "%s is neither the name nor the ARN of an IAM role".formatted(Quoted.of(role)));
      }
      var homes =
          roles.stream().filter(NodePullAccessArgs::isArn).map(Builder::home).distinct().toList();
      Check.that(
          homes.size() < 2,
          "roles",
          "lie in several accounts, %s; they must be those of the one that the stack is deployed to"
              .formatted(String.join(" and ", homes)));
      draft.roles = List.copyOf(roles);
      return this;
    }

    private static String home(String arn) {
      return arn.substring(0, arn.indexOf(":role/"));
    }

    /**
     * EKS clusters of this account and Region, by name: the roles of their managed node groups,
     * Fargate profiles and Auto Mode nodes are looked up. It is the program that does so; see
     * {@link NodePullAccessArgs#withRoles}.
     */
    @OnlyIn(Origin.STACK_FILE)
    public Builder clusters(List<String> clusters) {
      for (int i = 0; i < clusters.size(); i++) {
        Check.matches(
            "clusters." + i,
            clusters.get(i),
            CLUSTER,
            "the name of an EKS cluster: up to 100 letters, digits, dashes and underscores");
      }
      draft.clusters = List.copyOf(clusters);
      return this;
    }

    /**
     * Whether to attach the policy to roles, which is the default and needs some. When false, there
     * are none, and whoever manages the roles takes the policy by its ARN or its document.
     */
    public Builder attach(boolean attach) {
      draft.attach = attach;
      return this;
    }

    /**
     * The cache that the nodes pull from, such as {@code endpoint} of RegistryCache; in Java,
     * {@link NodePullAccessArgs#withCache} takes it.
     */
    @OnlyIn(Origin.PROGRAM)
    @Required
    public Builder cache(CacheEndpoint cache) {
      draft.cache = cache;
      return this;
    }

    /**
     * @throws InvalidArgumentException if there is nothing to attach to, or something in spite of
     *     {@code attach: false}
     */
    public NodePullAccessArgs build() {
      var named = !draft.roles.isEmpty() || !draft.clusters.isEmpty();
      Check.that(
          named || !draft.attach,
          "roles",
          "are missing, and clusters too; give the node roles by name or ARN, or the EKS clusters"
              + " that have them, or attach: false");
      Check.that(
          draft.attach || !named,
          "attach",
          "false leaves attachments to others, and roles or clusters say what to attach to; remove"
              + " one");
      return Copy.of(draft, draft::clone);
    }
  }
}
