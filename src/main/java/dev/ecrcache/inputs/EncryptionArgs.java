package dev.ecrcache.inputs;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.Copy;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.bind.Required;
import java.util.regex.Pattern;

/**
 * The KMS key under which ECR encrypts cached repositories, in place of its AES-256 default.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html">Encryption
 *     at rest</a>
 */
public final class EncryptionArgs extends ResourceArgs implements Cloneable {
  private static final Pattern KEY_ARN =
      Pattern.compile("arn:aws[a-z0-9-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[a-z0-9-]{1,256}");

  @Import private String kmsKeyArn;

  private EncryptionArgs() {}

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /** The full ARN of the KMS key. */
  public String kmsKeyArn() {
    return kmsKeyArn;
  }

  /** Builds {@link EncryptionArgs}. */
  public static final class Builder {
    private final EncryptionArgs draft = new EncryptionArgs();

    private Builder() {}

    /**
     * The full ARN of the key, in the Region of the cache, for which the templates get a role of
     * their own; they take no alias.
     */
    @Required
    public Builder kmsKeyArn(String kmsKeyArn) {
      draft.kmsKeyArn =
          Check.matches(
              "kmsKeyArn",
              kmsKeyArn,
              KEY_ARN,
              "the full ARN of a key, arn:aws:kms:<region>:<account>:key/<id>; ECR takes no alias"
                  + " and no bare id here");
      return this;
    }

    /**
     * @throws InvalidArgumentException if the key is missing
     */
    public EncryptionArgs build() {
      Check.required("kmsKeyArn", draft.kmsKeyArn, "give the key's ARN, or leave encryption out");
      return Copy.of(draft, draft::clone);
    }
  }
}
