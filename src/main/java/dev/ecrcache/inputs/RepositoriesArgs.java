package dev.ecrcache.inputs;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.Pullers;
import dev.ecrcache.policy.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What ECR does to each repository that it creates for the cache, as repository creation templates.
 * Repositories that exist keep what they have.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html">Templates
 *     to control repositories created during a pull through cache or replication action</a>
 */
public final class RepositoriesArgs extends ResourceArgs {
  private static final List<String> TEMPLATES = List.of("prefix", "root", "none");
  private static final List<String> TAGS = List.of("mutable", "immutable");
  private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{Zs}_.:/=+@-]*");
  private static final Pattern TAG_KEY = Pattern.compile(TAG_VALUE.pattern().replace("]*", "]+"));

  @Import private final String template;
  @Import private final String tags;
  @Import private final LifecycleArgs lifecycle;
  @Import private final EncryptionArgs encryption;
  @Import private final Map<String, String> resourceTags;
  // Not an input of Pulumi's: the policy that it becomes a part of is.
  private final List<Statement> statements;

  private RepositoriesArgs(Builder builder) {
    template = builder.template == null ? "prefix" : builder.template;
    tags = builder.tags == null ? "mutable" : builder.tags;
    lifecycle = builder.lifecycle;
    encryption = builder.encryption;
    resourceTags = builder.resourceTags == null ? Map.of() : builder.resourceTags;
    statements = builder.statements == null ? List.of() : builder.statements;
  }

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /** The prefixes that get a creation template, given those that get a rule. */
  public List<String> templatePrefixes(List<String> rulePrefixes) {
    return switch (template) {
      case "prefix" -> rulePrefixes;
      case "root" -> List.of(CacheRule.ROOT);
      default -> List.of();
    };
  }

  /** In ECR's own word: {@code MUTABLE} or {@code IMMUTABLE}. */
  public String imageTagMutability() {
    return tags.toUpperCase(Locale.ROOT);
  }

  public Optional<LifecycleArgs> lifecycle() {
    return Optional.ofNullable(lifecycle);
  }

  public Optional<EncryptionArgs> encryption() {
    return Optional.ofNullable(encryption);
  }

  public Map<String, String> resourceTags() {
    return resourceTags;
  }

  public List<Statement> statements() {
    return statements;
  }

  /** Whether ECR's own template role is too weak, so that the templates need one of ours. */
  public boolean needsRole() {
    return encryption != null || !resourceTags.isEmpty();
  }

  /** Builds {@link RepositoriesArgs}. */
  public static final class Builder {
    private String template;
    private String tags;
    private LifecycleArgs lifecycle;
    private EncryptionArgs encryption;
    private Map<String, String> resourceTags;
    private List<Statement> statements;

    private Builder() {}

    /**
     * {@code prefix} (the default) makes a template for each upstream, {@code root} one for the
     * whole registry, {@code none} leaves repositories to ECR's defaults.
     */
    public Builder template(String template) {
      this.template = Check.oneOf("template", template, TEMPLATES);
      return this;
    }

    /**
     * {@code mutable} (the default) or {@code immutable}: whether a tag may move. An immutable
     * repository never takes up what a tag of the upstream moves to.
     */
    public Builder tags(String tags) {
      this.tags = Check.oneOf("tags", tags, TAGS);
      return this;
    }

    /** When images expire; never by default. */
    public Builder lifecycle(LifecycleArgs lifecycle) {
      this.lifecycle = lifecycle;
      return this;
    }

    /** The encryption at rest; AES-256 by default. */
    public Builder encryption(EncryptionArgs encryption) {
      this.encryption = encryption;
      return this;
    }

    /** Tags of the repositories: keys of up to 128, values of up to 256 characters. */
    public Builder resourceTags(Map<String, String> resourceTags) {
      resourceTags.forEach(Builder::checkTag);
      Check.that(resourceTags.size() <= 50, "resourceTags", "are more than 50; AWS takes 50");
      // Sorted, so that the order in which they were given never shows as a change.
      this.resourceTags = new TreeMap<>(resourceTags);
      return this;
    }

    /** Further statements for the policy of each repository, since it has one policy only. */
    public Builder statements(List<Statement> statements) {
      this.statements = FurtherStatements.ofRepository(statements);
      var granted =
          EcrPolicies.organizationRepository(
              FurtherStatements.SHORTEST_REGISTRY,
              Pullers.organization(FurtherStatements.SHORTEST_ID));
      var policy = granted.and(statements).toJson();
      Check.that(
          policy.length() <= FurtherStatements.MAX_POLICY,
          "statements",
          "make the repository policy %d characters long; ECR takes %d"
              .formatted(policy.length(), FurtherStatements.MAX_POLICY));
      return this;
    }

    /**
     * @throws InvalidArgumentException if a setting has no template to carry it
     */
    public RepositoriesArgs build() {
      Check.that(
          !"none".equals(template)
              || Stream.of(tags, lifecycle, encryption, resourceTags, statements)
                  .allMatch(Objects::isNull),
          "template",
          "none leaves nothing to carry tags, lifecycle, encryption, resourceTags or statements;"
              + " choose prefix or root, or remove them");
      return new RepositoriesArgs(this);
    }

    private static void checkTag(String key, String value) {
      var argument = "resourceTags." + key;
      Check.that(
          !key.regionMatches(true, 0, "aws:", 0, 4),
          argument,
          "begins with aws:, which is AWS's own in any case; choose another key");
      Check.that(
          key.length() <= 128 && TAG_KEY.matcher(key).matches(),
          argument,
          "is not a tag key; allowed: 1 to 128 letters, digits, spaces and _ . : / = + - @");
      Check.that(
          Check.entry(argument, value).length() <= 256 && TAG_VALUE.matcher(value).matches(),
          argument,
          "has a value that is not one; allowed: up to 256 letters, digits, spaces and _ . : / = +"
              + " - @");
    }
  }
}
