package dev.ecrcache;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which node roles may pull through which cache. */
public final class NodePullAccessArgs extends ResourceArgs {
  private static final Pattern ROLE =
      Pattern.compile("(arn:aws[a-z-]*:iam::[0-9]{12}:role/([!-~]{1,510}/)?)?[\\w+=,.@-]{1,64}");

  @Import private final List<String> roles;
  @Import private final CacheEndpoint cache;

  private NodePullAccessArgs(List<String> roles, CacheEndpoint cache) {
    this.roles = roles;
    this.cache = cache;
  }

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same access, to this cache. */
  public NodePullAccessArgs withCache(CacheEndpoint cache) {
    return new NodePullAccessArgs(roles, cache);
  }

  /** The ARNs among these arguments, which must lie in the nodes' account, by argument. */
  public Map<String, String> arns() {
    var arns = new TreeMap<String, String>();
    for (int i = 0; i < roles.size(); i++) {
      if (roles.get(i).startsWith("arn:")) {
        arns.put("roles." + i, roles.get(i));
      }
    }
    return arns;
  }

  /** The names of the roles, each once: IAM's role names are unique in an account. */
  List<String> roleNames() {
    return roles.stream()
        .map(role -> role.substring(role.lastIndexOf('/') + 1))
        .distinct()
        .toList();
  }

  CacheEndpoint cache() {
    return Check.required("cache", cache, "give the cache's endpoint with withCache");
  }

  /** Builds {@link NodePullAccessArgs}. */
  public static final class Builder {
    private List<String> roles = List.of();

    private Builder() {}

    /**
     * The node roles of this account's clusters: names, or ARNs with or without a path. IAM names
     * are unique in an account, so a role given twice is attached once.
     */
    public Builder roles(List<String> roles) {
      for (var role : roles) {
        Check.that(
            role != null && ROLE.matcher(role).matches(),
            "roles",
            "'%s' is neither the name nor the ARN of an IAM role".formatted(role));
      }
      this.roles = List.copyOf(roles);
      return this;
    }

    /**
     * @throws InvalidArgumentException if there is no role
     */
    public NodePullAccessArgs build() {
      Check.that(
          !roles.isEmpty(),
          "roles",
          "are missing; give the node roles by name or ARN, one or more");
      return new NodePullAccessArgs(roles, null);
    }
  }
}
