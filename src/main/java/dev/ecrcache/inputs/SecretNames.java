package dev.ecrcache.inputs;

import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.InvalidArgumentException;
import java.util.regex.Pattern;

/**
 * The names and the ARNs of secrets from which ECR reads a login.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html">Storing
 *     your upstream repository credentials in a Secrets Manager secret</a>
 */
public final class SecretNames {
  static final String BEGIN = "ecr-pullthroughcache/";

  /** Secrets Manager's limit of a secret's name, in characters. */
  private static final int LONGEST = 512;

  /** What the AWS provider adds to a prefix to make a name, in characters. */
  private static final int END = 26;

  private static final Pattern NAME = Pattern.compile(BEGIN + "[a-zA-Z0-9/_+=.@-]+");
  private static final Pattern PREFIX = Pattern.compile(BEGIN + "[a-zA-Z0-9/_+=.@-]*");
  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws(-\\w+)*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:"
              + BEGIN
              + "[a-zA-Z0-9/_+=.@-]{1,500}");

  private SecretNames() {}

  /**
   * The ARN of a secret that ECR may read.
   *
   * @throws InvalidArgumentException if it is none; the message does not quote it
   */
  public static String checkArn(String argument, String arn) {
    return unquoted(
        argument,
        arn,
        ARN,
        "is not the ARN of a secret whose name begins '%s'; ECR takes no other".formatted(BEGIN));
  }

  static String check(String argument, String name) {
    return check(argument, name, NAME, LONGEST, "");
  }

  static String checkPrefix(String argument, String prefix) {
    return check(
        argument,
        prefix,
        PREFIX,
        LONGEST - END,
        ", since %d are added and a name has %d".formatted(END, LONGEST));
  }

  private static String check(
      String argument, String name, Pattern pattern, int longest, String why) {
    Check.that(
        Check.entry(argument, name).length() <= longest,
        argument,
        "has %d characters; %d are possible%s".formatted(name.length(), longest, why));
    return unquoted(
        argument,
        name,
        pattern,
        ("is not a name that begins '%s' and goes on with letters, digits and /_+=.@-; ECR reads no"
                + " other")
            .formatted(BEGIN));
  }

  // Where a secret is asked for, it may stand in the place of its name.
  private static String unquoted(String argument, String value, Pattern pattern, String problem) {
    Check.that(value != null && pattern.matcher(value).matches(), argument, problem);
    return value;
  }
}
