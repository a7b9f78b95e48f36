package dev.ecrcache.inputs;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.Copy;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.policy.LifecyclePolicy;
import java.util.OptionalInt;

/**
 * When ECR expires images of cached repositories. An expired image comes back with the next pull of
 * its tag.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html">Automate
 *     the cleanup of images by using lifecycle policies in Amazon ECR</a>
 */
public final class LifecycleArgs extends ResourceArgs implements Cloneable {
  @Import private Integer untaggedDays;
  @Import private Integer imageDays;

  private LifecycleArgs() {}

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /** The lifecycle policy of each repository. */
  public LifecyclePolicy policy() {
    return LifecyclePolicy.expire(days(untaggedDays), days(imageDays));
  }

  private static OptionalInt days(Integer days) {
    return days == null ? OptionalInt.empty() : OptionalInt.of(days);
  }

  /** Builds {@link LifecycleArgs}. */
  public static final class Builder {
    private final LifecycleArgs draft = new LifecycleArgs();

    private Builder() {}

    /** Days after the push when an untagged image expires; at least 1. */
    public Builder untaggedDays(int untaggedDays) {
      draft.untaggedDays = checkedDays("untaggedDays", untaggedDays);
      return this;
    }

    /** Days after the push when any image expires; at least 1. */
    public Builder imageDays(int imageDays) {
      draft.imageDays = checkedDays("imageDays", imageDays);
      return this;
    }

    /**
     * @throws InvalidArgumentException if no age is given
     */
    public LifecycleArgs build() {
      Check.that(
          draft.untaggedDays != null || draft.imageDays != null,
          "untaggedDays",
          "is missing; give untaggedDays, imageDays or both, or leave lifecycle out");
      return Copy.of(draft, draft::clone);
    }

    private static int checkedDays(String argument, int days) {
      Check.that(days >= 1, argument, "%d is not possible; give 1 day or more".formatted(days));
      return days;
    }
  }
}
