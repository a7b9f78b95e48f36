package dev.ecrcache.inputs;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.Copy;
import dev.ecrcache.bind.InvalidArgumentException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The login of ECR at an upstream registry: either a user name and a token, from which the cache
 * makes a Secrets Manager secret, or the ARN of a secret that exists.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html">Storing
 *     your upstream repository credentials in a Secrets Manager secret</a>
 */
public final class CredentialArgs extends ResourceArgs implements Cloneable {
  @Import private String username;
  @Import private Output<String> usernameSecret;
  @Import private Output<String> token;
  @Import private Output<String> secretArn;
  @Import private String secretName;
  @Import private String secretNamePrefix;
  @Import private Integer recoveryDays;
  @Import private Boolean accountPolicy;
  private String plainSecretArn;

  private CredentialArgs() {}

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /** The user name, secret where it was given so; null beside an existing secret. */
  public Output<String> username() {
    return username == null ? usernameSecret : Output.of(username);
  }

  /** The access token, always a secret; null beside an existing secret. */
  public Output<String> token() {
    return token;
  }

  /** The ARN of an existing secret; empty when the cache makes the secret. */
  public Optional<Output<String>> secretArn() {
    return Optional.ofNullable(secretArn);
  }

  /** The name of the secret to make for the rule at {@code prefix}; empty when prefixed. */
  public Optional<String> secretName(String prefix) {
    return secretNamePrefix != null
        ? Optional.empty()
        : Optional.of(secretName != null ? secretName : SecretNames.BEGIN + prefix);
  }

  /** What the name of the secret to make begins with, where it has no name of its own. */
  public Optional<String> secretNamePrefix() {
    return Optional.ofNullable(secretNamePrefix);
  }

  /** Days for which Secrets Manager can restore the deleted secret; 0 deletes it at once. */
  public int recoveryDays() {
    return recoveryDays == null ? 7 : recoveryDays;
  }

  /** Whether the secret to make gets a resource policy that names its own account only. */
  public boolean accountPolicy() {
    return accountPolicy != null && accountPolicy;
  }

  /** The ARN of an existing secret, where the program knows it. */
  public Optional<String> plainSecretArn() {
    return Optional.ofNullable(plainSecretArn);
  }

  /** Builds {@link CredentialArgs}. */
  public static final class Builder {
    private final CredentialArgs draft = new CredentialArgs();

    private Builder() {}

    /** The user name at the upstream registry. */
    public Builder username(String username) {
      draft.username = username;
      return this;
    }

    /** The user name where it is to stay secret too; in place of a plain one. */
    public Builder usernameSecret(Output<String> usernameSecret) {
      draft.usernameSecret = usernameSecret.asSecret();
      return this;
    }

    /** The access token at the upstream registry; kept as a Pulumi secret. */
    public Builder token(Output<String> token) {
      draft.token = token.asSecret();
      return this;
    }

    /**
     * In place of all else here: the full ARN of an existing secret, in the account and Region of
     * the cache, whose name begins {@code ecr-pullthroughcache/} and whose JSON has {@code
     * username} and {@code accessToken}.
     */
    public Builder secretArn(String secretArn) {
      var checked = SecretNames.checkArn("secretArn", secretArn);
      secretArn(Output.of(checked));
      draft.plainSecretArn = checked;
      return this;
    }

    /** The same, of a secret of this program. */
    public Builder secretArn(Output<String> secretArn) {
      draft.secretArn = secretArn;
      draft.plainSecretArn = null;
      return this;
    }

    /** The name of the secret that is made; by default {@code ecr-pullthroughcache/<prefix>}. */
    public Builder secretName(String secretName) {
      draft.secretName = SecretNames.check("secretName", secretName);
      return this;
    }

    /**
     * In place of a name: what it begins with, up to 486 characters, to which the provider adds 26
     * that make it unique.
     */
    public Builder secretNamePrefix(String secretNamePrefix) {
      draft.secretNamePrefix = SecretNames.checkPrefix("secretNamePrefix", secretNamePrefix);
      return this;
    }

    /**
     * Days for which Secrets Manager can restore the deleted secret, and its name stays taken: 0
     * (deleted at once) or 7 to 30; 7 by default.
     */
    public Builder recoveryDays(int recoveryDays) {
      Check.that(
          recoveryDays == 0 || recoveryDays >= 7 && recoveryDays <= 30,
          "recoveryDays",
          "%d is not possible; Secrets Manager takes 0 or 7 to 30".formatted(recoveryDays));
      draft.recoveryDays = recoveryDays;
      return this;
    }

    /**
     * Whether the secret gets a resource policy that names its own account only, attached with
     * public policies blocked; false by default.
     */
    public Builder accountPolicy(boolean accountPolicy) {
      draft.accountPolicy = accountPolicy;
      return this;
    }

    /**
     * @throws InvalidArgumentException if the settings do not go together
     */
    public CredentialArgs build() {
      if (draft.secretArn != null) {
        checkAlone();
      } else {
        checkLogin();
      }
      return Copy.of(draft, draft::clone);
    }

    private void checkAlone() {
      Check.that(
          Stream.of(
                  draft.username,
                  draft.usernameSecret,
                  draft.token,
                  draft.secretName,
                  draft.secretNamePrefix,
                  draft.recoveryDays,
                  draft.accountPolicy)
              .allMatch(Objects::isNull),
          "secretArn",
          "stands alone; the secret is yours, so give no username, usernameSecret, token,"
              + " secretName, secretNamePrefix, recoveryDays or accountPolicy beside it");
    }

    private void checkLogin() {
      var username = draft.username;
      Check.that(
          username != null || draft.usernameSecret != null,
          "username",
          "is missing; give username and token, or secretArn");
      Check.that(
          username == null || draft.usernameSecret == null,
          "username",
          "cannot stand beside usernameSecret; give one of the two");
      Check.that(
          username == null || !username.isBlank(),
          "username",
          "is empty; give the upstream's user name");
      Check.that(
          username == null || username.chars().noneMatch(Character::isISOControl),
          "username",
          "has a line break or another control character in it; give the user name alone");
      Check.required("token", draft.token, "give username and token, or secretArn");
      Check.that(
          draft.secretName == null || draft.secretNamePrefix == null,
          "secretName",
          "cannot stand beside secretNamePrefix; give one of the two");
    }
  }
}
