package dev.ecrcache.inputs;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.Copy;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.Pullers;
import dev.ecrcache.policy.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What ECR does to each repository that it creates for the cache, as repository creation templates.
 * Repositories that exist keep what they have.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html">Templates
 *     to control repositories created during a pull through cache or replication action</a>
 */
public final class RepositoriesArgs extends ResourceArgs implements Cloneable {
  private static final List<String> TEMPLATES = List.of("prefix", "root", "none");
  private static final List<String> TAGS = List.of("mutable", "immutable");
  private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{Zs}_.:/=+@-]*");
  private static final Pattern TAG_KEY = Pattern.compile(TAG_VALUE.pattern().replace("]*", "]+"));

  @Import private String template = TEMPLATES.get(0);
  @Import private String tags = TAGS.get(0);
  @Import private LifecycleArgs lifecycle;
  @Import private EncryptionArgs encryption;
  @Import private Map<String, String> resourceTags = Map.of();
  // Not an input of Pulumi's: the policy that it becomes a part of is.
  private List<Statement> statements = List.of();

  private RepositoriesArgs() {}

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

  /** When images expire; empty for never. */
  public Optional<LifecycleArgs> lifecycle() {
    return Optional.ofNullable(lifecycle);
  }

  /** The KMS key of the encryption at rest; empty for AES-256. */
  public Optional<EncryptionArgs> encryption() {
    return Optional.ofNullable(encryption);
  }

  /** The tags of the repositories, in the order of their keys. */
  public Map<String, String> resourceTags() {
    return resourceTags;
  }

  /** The further statements of the policy of each repository. */
  public List<Statement> statements() {
    return statements;
  }

  /** Whether ECR's own template role is too weak, so that the templates need one of ours. */
  public boolean needsRole() {
    return encryption != null || !resourceTags.isEmpty();
  }

  /** Builds {@link RepositoriesArgs}. */
  public static final class Builder {
    private final RepositoriesArgs draft = new RepositoriesArgs();
    private boolean needsTemplate;

    private Builder() {}

    /**
     * {@code prefix} (the default) makes a template for each upstream, {@code root} one for the
     * whole registry, {@code none} leaves repositories to ECR's defaults.
     */
    public Builder template(String template) {
      draft.template = Check.oneOf("template", template, TEMPLATES);
      return this;
    }

    /**
     * {@code mutable} (the default) or {@code immutable}: whether a tag may move. An immutable
     * repository never takes up what a tag of the upstream moves to.
     */
    public Builder tags(String tags) {
      draft.tags = Check.oneOf("tags", tags, TAGS);
      needsTemplate = true;
      return this;
    }

    /** When images expire; never by default. */
    public Builder lifecycle(LifecycleArgs lifecycle) {
      draft.lifecycle = lifecycle;
      return this;
    }

    /** The encryption at rest; AES-256 by default. */
    public Builder encryption(EncryptionArgs encryption) {
      draft.encryption = encryption;
      return this;
    }

    /**
     * Tags of the repositories: keys of up to 128 characters, which do not begin with {@code aws:},
     * and values of up to 256; with these, the templates get a role of their own.
     */
    public Builder resourceTags(Map<String, String> resourceTags) {
      resourceTags.forEach(Builder::checkTag);
      Check.that(resourceTags.size() <= 50, "resourceTags", "are more than 50; AWS takes 50");
      // Sorted, so that the order in which they were given never shows as a change.
      draft.resourceTags = Collections.unmodifiableMap(new TreeMap<>(resourceTags));
      needsTemplate = true;
      return this;
    }

    /** Further statements for the policy of each repository, since it has one policy only. */
    public Builder statements(List<Statement> statements) {
      draft.statements = FurtherStatements.ofRepository(statements);
      needsTemplate = true;
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
          !draft.template.equals("none")
              || !needsTemplate && draft.lifecycle == null && draft.encryption == null,
          "template",
          "none leaves nothing to carry tags, lifecycle, encryption, resourceTags or statements;"
              + " choose prefix or root, or remove them");
      return Copy.of(draft, draft::clone);
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
