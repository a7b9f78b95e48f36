package dev.ecrcache.inputs;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.Copy;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.bind.Required;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.Quoted;
import dev.ecrcache.image.Upstream;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One upstream registry of a {@link dev.ecrcache.RegistryCache}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-rule.html">Creating
 *     a pull through cache rule in Amazon ECR</a>
 */
public final class UpstreamArgs extends ResourceArgs implements Cloneable {
  private static final Pattern ROLE_ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/([!-~]{1,510}/)?[\\w+=,.@-]{1,64}");

  @Import private String registry;
  @Import private CredentialArgs credential;
  @Import private String upstreamPrefix;
  @Import private String role;
  @Import private Boolean officialImages;

  private UpstreamArgs() {}

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /** The upstream registry. */
  public Upstream upstream() {
    return Upstream.of(registry);
  }

  /** The login at the registry; empty where ECR takes none. */
  public Optional<CredentialArgs> credential() {
    return Optional.ofNullable(credential);
  }

  /** The rule for this upstream at an ECR repository prefix. */
  public CacheRule rule(String prefix) {
    return new CacheRule(
        prefix,
        upstream(),
        upstreamPrefix == null ? "" : upstreamPrefix,
        Boolean.TRUE.equals(officialImages));
  }

  /** Whether the cache makes the role with which ECR reads an ECR upstream. */
  public boolean createsRole() {
    return upstream().credential() == Upstream.Credential.ROLE
        && (role == null || role.equals("create"));
  }

  /** The ARN of an existing role with which ECR reads an ECR upstream. */
  public Optional<String> roleArn() {
    return Optional.ofNullable(role).filter(text -> text.startsWith("arn:"));
  }

  /** Builds {@link UpstreamArgs}. */
  public static final class Builder {
    private final UpstreamArgs draft = new UpstreamArgs();

    private Builder() {}

    /**
     * The registry's host as image references write it: {@code docker.io}, {@code public.ecr.aws},
     * {@code registry.k8s.io}, {@code quay.io}, {@code ghcr.io}, {@code registry.gitlab.com},
     * {@code <name>.azurecr.io}, {@code cgr.dev} or the host of another ECR registry.
     */
    @Required
    public Builder registry(String registry) {
      Check.value("registry", () -> Upstream.of(registry));
      draft.registry = registry;
      return this;
    }

    /**
     * The login at the registry: required by docker.io, ghcr.io, registry.gitlab.com, azurecr.io
     * and cgr.dev, and refused by the others.
     */
    public Builder credential(CredentialArgs credential) {
      draft.credential = credential;
      return this;
    }

    /** The repository prefix in an ECR upstream that is cached; by default the whole registry. */
    public Builder upstreamPrefix(String upstreamPrefix) {
      Check.value(
          "upstreamPrefix",
          () -> {
            CacheRule.checkUpstreamPrefix(upstreamPrefix);
            return upstreamPrefix;
          });
      draft.upstreamPrefix = upstreamPrefix;
      return this;
    }

    /**
     * How ECR may read an ECR upstream of another account: {@code create} (the default) makes a
     * role, {@code none} is for a registry of the same account, or the ARN of an existing role.
     */
    public Builder role(String role) {
      Check.that(
          role.equals("create") || role.equals("none") || ROLE_ARN.matcher(role).matches(),
          "role",
          "%s is not known; allowed: create, none, or the ARN of a role"
              .formatted(Quoted.of(role)));
      draft.role = role;
      return this;
    }

    /**
     * Whether Docker Hub's official images, such as {@code nats}, come from this upstream too,
     * which must be public.ecr.aws: Docker publishes them there in {@code docker/library}, and ECR
     * wants no login. False by default; it stands before a cache of docker.io.
     */
    public Builder officialImages(boolean officialImages) {
      draft.officialImages = officialImages;
      return this;
    }

    /**
     * @throws InvalidArgumentException if the settings do not go together
     */
    public UpstreamArgs build() {
      Check.required("registry", draft.registry, "give the registry's host, such as docker.io");
      var upstream = draft.upstream();
      switch (upstream.credential()) {
        case REQUIRED ->
            Check.required(
                "credential",
                draft.credential,
                "ECR caches %s with a login only, public images too: give username and token, or"
                        .formatted(upstream.host())
                    + " secretArn");
        case REFUSED, ROLE ->
            Check.that(
                draft.credential == null, "credential", upstream.credentialRefusal().orElseThrow());
      }
      if (upstream.credential() != Upstream.Credential.ROLE) {
        Check.that(
            draft.role == null,
            "role",
            "belongs to ECR upstreams; %s takes none".formatted(upstream.host()));
        Check.that(
            draft.upstreamPrefix == null,
            "upstreamPrefix",
            "belongs to ECR upstreams; %s is cached as a whole".formatted(upstream.host()));
      }
      Check.that(
          !Boolean.TRUE.equals(draft.officialImages) || upstream.kind() == Upstream.Kind.ECR_PUBLIC,
          "officialImages",
          "belongs to public.ecr.aws, where Docker publishes its official images; %s has none of"
                  .formatted(upstream.host())
              + " them beside its own");
      return Copy.of(draft, draft::clone);
    }
  }
}
