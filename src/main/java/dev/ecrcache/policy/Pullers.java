package dev.ecrcache.policy;

import dev.ecrcache.image.Quoted;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whom the policies of a cache's registry and of its repositories let pull, beside the registry's
 * own account.
 *
 * @param organizationId the organisation, {@code o-…}, whose every principal may; null for none
 * @param organizationalUnits the paths of organisational units whose every principal may
 * @param accounts the accounts, twelve digits each, whose every principal may
 * @param principals ARNs of the principals that may themselves
 * @param lambda whether Lambda may read for the functions of these, the principals' excepted
 */
public record Pullers(
    String organizationId,
    List<String> organizationalUnits,
    List<String> accounts,
    List<String> principals,
    boolean lambda) {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern UNIT =
      Pattern.compile(
          "o-[a-z0-9]{10,32}/r-[a-z0-9]{4,32}/(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}/)*\\*?");
  static final Pattern PRINCIPAL =
      Pattern.compile(
          "arn:aws[a-z-]*:(iam::[0-9]{12}:(root|(user|role)/([!-)+-~]{1,510}/)?[\\w+=,.@-]{1,64})"
              + "|sts::[0-9]{12}:(assumed-role/[\\w+=,.@-]{1,64}|federated-user)/[\\w+=,.@:-]{2,193})");

  /** The principals of one organisation. */
  public static Pullers organization(String organizationId) {
    return new Pullers(organizationId, List.of(), List.of(), List.of(), false);
  }

  /**
   * An account.
   *
   * @throws IllegalArgumentException if it does not have twelve digits
   */
  public static String account(String id) {
    return matching(ACCOUNT, id, "an AWS account id of 12 digits");
  }

  /**
   * The path of an organisational unit, which IAM compares with {@code aws:PrincipalOrgPaths}: of
   * the unit alone when it ends with a slash, and of all below it too when an asterisk follows.
   *
   * @throws IllegalArgumentException if it is no such path
   */
  public static String organizationalUnit(String path) {
    return matching(
        UNIT,
        path,
        "the path of an organisational unit, which looks like"
            + " o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/* with the units below it, and without the *"
            + " for the unit alone");
  }

  /**
   * A principal that IAM takes in a resource policy.
   *
   * @throws IllegalArgumentException if it is no such ARN
   */
  public static String principal(String arn) {
    return matching(
        PRINCIPAL,
        arn,
        "the ARN of an IAM role or user, or of a session of STS; IAM takes no patterns here");
  }

  private static String matching(Pattern pattern, String value, String wanted) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException("%s is not %s".formatted(Quoted.of(value), wanted));
    }
    return value;
  }
}
