package dev.ecrcache.inputs;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.InvalidArgumentException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The login of ECR at an upstream registry: either a user name and a token, from which the cache
 * makes a Secrets Manager secret, or the ARN of a secret that exists.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html">Storing
 *     your upstream repository credentials in a Secrets Manager secret</a>
 */
public final class CredentialArgs extends ResourceArgs {
  private static final String NAME_BEGIN = "ecr-pullthroughcache/";

  /** Secrets Manager's limit of a secret's name, in characters. */
  private static final int MAX_NAME = 512;

  /** What the AWS provider adds to a prefix to make a name, in characters. */
  private static final int NAME_END = 26;

  private static final Pattern NAME = Pattern.compile(NAME_BEGIN + "[a-zA-Z0-9/_+=.@-]+");
  private static final Pattern NAME_PREFIX = Pattern.compile(NAME_BEGIN + "[a-zA-Z0-9/_+=.@-]*");
  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws(-\\w+)*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:"
              + NAME_BEGIN
              + "[a-zA-Z0-9/_+=.@-]{1,500}");

  @Import private final String username;
  @Import private final Output<String> usernameSecret;
  @Import private final Output<String> token;
  @Import private final Output<String> secretArn;
  @Import private final String secretName;
  @Import private final String secretNamePrefix;
  @Import private final Integer recoveryDays;
  @Import private final Boolean accountPolicy;
  private final String plainSecretArn;

  private CredentialArgs(Builder builder) {
    username = builder.username;
    usernameSecret = builder.usernameSecret;
    token = builder.token;
    secretArn = builder.secretArn;
    secretName = builder.secretName;
    secretNamePrefix = builder.secretNamePrefix;
    recoveryDays = builder.recoveryDays;
    accountPolicy = builder.accountPolicy;
    plainSecretArn = builder.plainSecretArn;
  }

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  public Output<String> username() {
    return username == null ? usernameSecret : Output.of(username);
  }

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
        : Optional.of(secretName != null ? secretName : NAME_BEGIN + prefix);
  }

  public Optional<String> secretNamePrefix() {
    return Optional.ofNullable(secretNamePrefix);
  }

  public int recoveryDays() {
    return recoveryDays == null ? 7 : recoveryDays;
  }

  public boolean accountPolicy() {
    return accountPolicy != null && accountPolicy;
  }

  /** The ARN of an existing secret, where the program knows it. */
  public Optional<String> plainSecretArn() {
    return Optional.ofNullable(plainSecretArn);
  }

  public static String checkSecretArn(String argument, String arn) {
    return unquoted(
        argument,
        arn,
        ARN,
        "is not the ARN of a secret whose name begins '%s'; ECR takes no other"
            .formatted(NAME_BEGIN));
  }

  // Where a secret is asked for, it may stand in the place of its name.
  private static String unquoted(String argument, String value, Pattern pattern, String problem) {
    Check.that(value != null && pattern.matcher(value).matches(), argument, problem);
    return value;
  }

  /** Builds {@link CredentialArgs}. */
  public static final class Builder {
    private String username;
    private Output<String> usernameSecret;
    private Output<String> token;
    private Output<String> secretArn;
    private String secretName;
    private String secretNamePrefix;
    private Integer recoveryDays;
    private Boolean accountPolicy;
    private String plainSecretArn;

    private Builder() {}

    /** The user name at the upstream registry. */
    public Builder username(String username) {
      this.username = username;
      return this;
    }

    /** The user name where it is to stay secret too; in place of a plain one. */
    public Builder usernameSecret(Output<String> usernameSecret) {
      this.usernameSecret = usernameSecret.asSecret();
      return this;
    }

    /** The access token at the upstream registry; kept as a Pulumi secret. */
    public Builder token(Output<String> token) {
      this.token = token.asSecret();
      return this;
    }

    /**
     * The full ARN of an existing secret, in the account and Region of the cache, whose name begins
     * {@code ecr-pullthroughcache/} and whose JSON has {@code username} and {@code accessToken}.
     */
    public Builder secretArn(String secretArn) {
      plainSecretArn = checkSecretArn("secretArn", secretArn);
      return secretArn(Output.of(secretArn));
    }

    /** The same, of a secret of this program. */
    public Builder secretArn(Output<String> secretArn) {
      this.secretArn = secretArn;
      return this;
    }

    /** The name of the secret; by default {@code ecr-pullthroughcache/<prefix>}. */
    public Builder secretName(String secretName) {
      this.secretName = checkedName("secretName", secretName, NAME, MAX_NAME);
      return this;
    }

    /**
     * What the secret's name begins with; the provider adds 26 characters, which make it unique.
     * Instead of a name.
     */
    public Builder secretNamePrefix(String secretNamePrefix) {
      this.secretNamePrefix =
          checkedName("secretNamePrefix", secretNamePrefix, NAME_PREFIX, MAX_NAME - NAME_END);
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
      this.recoveryDays = recoveryDays;
      return this;
    }

    /**
     * Whether the secret gets a resource policy that names its own account only, attached with
     * public policies blocked; false by default.
     */
    public Builder accountPolicy(boolean accountPolicy) {
      this.accountPolicy = accountPolicy;
      return this;
    }

    /**
     * @throws InvalidArgumentException if the settings do not go together
     */
    public CredentialArgs build() {
      if (secretArn != null) {
        Check.that(
            Stream.of(
                    username,
                    usernameSecret,
                    token,
                    secretName,
                    secretNamePrefix,
                    recoveryDays,
                    accountPolicy)
                .allMatch(setting -> setting == null),
            "secretArn",
            "stands alone; the secret is yours, so give no username, usernameSecret, token,"
                + " secretName, secretNamePrefix, recoveryDays or accountPolicy beside it");
      } else {
        Check.that(
            username != null || usernameSecret != null,
            "username",
            "is missing; give username and token, or secretArn");
        Check.that(
            username == null || usernameSecret == null,
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
        Check.required("token", token, "give username and token, or secretArn");
        Check.that(
            secretName == null || secretNamePrefix == null,
            "secretName",
            "cannot stand beside secretNamePrefix; give one of the two");
      }
      return new CredentialArgs(this);
    }

    private static String checkedName(String argument, String name, Pattern pattern, int longest) {
      Check.that(
          Check.entry(argument, name).length() <= longest,
          argument,
          "has %d characters; %d are possible%s"
              .formatted(
                  name.length(),
                  longest,
                  longest == MAX_NAME
                      ? ""
                      : ", since %d are added and a name has %d".formatted(NAME_END, MAX_NAME)));
      return unquoted(
          argument,
          name,
          pattern,
          ("is not a name that begins '%s' and goes on with letters, digits and /_+=.@-; ECR reads no"
                  + " other")
              .formatted(NAME_BEGIN));
    }
  }
}
