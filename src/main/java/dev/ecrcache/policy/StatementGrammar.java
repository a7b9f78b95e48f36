package dev.ecrcache.policy;

import dev.ecrcache.image.Quoted;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What IAM takes as a statement of a resource policy, and ECR as one of its own.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar
 *     of the IAM JSON policy language</a>
 */
public final class StatementGrammar {
  private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");

  private StatementGrammar() {}

  /**
   * Checks a statement of a registry's policy.
   *
   * @throws InvalidStatementException if IAM or ECR does not take it
   */
  public static void checkRegistry(Statement statement) {
    checkAll(statement);
    exactlyOne("Resource", statement.resource(), "NotResource", statement.notResource());
    ResourceGrammar.check(resources(statement));
  }

  /**
   * Checks a statement of the policy of a repository, which is about that repository.
   *
   * @throws InvalidStatementException if IAM or ECR does not take it
   */
  public static void checkRepository(Statement statement) {
    checkAll(statement);
    check(
        statement.resource() == null && statement.notResource() == null,
        "",
        "names a Resource; a repository's policy is the repository's own, remove it");
  }

  /**
   * Checks that a statement of a registry's policy is about that registry.
   *
   * @param region the registry's Region; empty if not known
   * @param accounts its account, or those of which it is one; empty if not known
   * @throws InvalidStatementException if it names repositories elsewhere
   */
  public static void checkIn(Optional<String> region, List<String> accounts, Statement statement) {
    ResourceGrammar.checkIn(region, accounts, resources(statement));
  }

  private static void checkAll(Statement statement) {
    var allows = "Allow".equals(statement.effect());
    check(allows || "Deny".equals(statement.effect()), "Effect", "must be Allow or Deny");
    check(
        statement.sid() == null || SID.matcher(statement.sid()).matches(),
        "Sid",
        "%s is not a Sid, which is letters and digits".formatted(quoted(statement.sid())));
    exactlyOne("Principal", statement.principal(), "NotPrincipal", statement.notPrincipal());
    check(
        !allows || statement.notPrincipal() == null,
        "NotPrincipal",
        "goes with Effect: Deny; with Allow it would let in everybody else, and IAM does not support"
            + " it");
    PrincipalGrammar.check(
        either("Principal", statement.principal(), "NotPrincipal", statement.notPrincipal()));
    exactlyOne("Action", statement.action(), "NotAction", statement.notAction());
    ActionGrammar.check(either("Action", statement.action(), "NotAction", statement.notAction()));
    if (statement.condition() != null) {
      ConditionGrammar.check(new Element("Condition", statement.condition()));
    }
  }

  private static Element resources(Statement statement) {
    return either("Resource", statement.resource(), "NotResource", statement.notResource());
  }

  private static Element either(String name, Object value, String negated, Object negatedValue) {
    return value != null ? new Element(name, value) : new Element(negated, negatedValue);
  }

  private static void exactlyOne(String name, Object value, String negated, Object negatedValue) {
    check(
        (value == null) != (negatedValue == null),
        "",
        "needs %s or %s, one of the two".formatted(name, negated));
  }

  private static void check(boolean holds, String element, String problem) {
    if (!holds) {
      throw new InvalidStatementException(element, problem);
    }
  }

  private static String quoted(String text) {
    return text == null ? "" : Quoted.of(text);
  }
}
