package dev.ecrcache;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which node roles may pull through which cache. */
public final class NodePullAccessArgs extends ResourceArgs {
  private static final Pattern ROLE =
      Pattern.compile("(arn:aws[a-z-]*:iam::[0-9]{12}:role/([!-~]{1,510}/)?)?([\\w+=,.@-]{1,64})");

  @Import private final List<String> roles;
  @Import private final CacheEndpoint cache;

  private NodePullAccessArgs(List<String> roles, CacheEndpoint cache) {
    this.roles = roles;
    this.cache = cache;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The same access, to this cache. */
  public NodePullAccessArgs withCache(CacheEndpoint cache) {
    return new NodePullAccessArgs(roles, cache);
  }

  /** The names of the roles, each once. */
  List<String> roleNames() {
    return roles;
  }

  CacheEndpoint cache() {
    return Check.required("cache", cache, "give the cache's endpoint with withCache");
  }

  /** Builds {@link NodePullAccessArgs}. */
  public static final class Builder {
    private final Set<String> roles = new LinkedHashSet<>();

    private Builder() {}

    /**
     * The node roles of this account's clusters: names, or ARNs with or without a path. IAM names
     * are unique in an account, so a role given twice counts once.
     */
    public Builder roles(List<String> roles) {
      roles.forEach(
          role -> {
            var match = ROLE.matcher(role == null ? "" : role);
            Check.that(
                match.matches(),
                "roles",
                "'%s' is neither the name nor the ARN of an IAM role".formatted(role));
            this.roles.add(match.group(3));
          });
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
      return new NodePullAccessArgs(List.copyOf(roles), null);
    }
  }
}
