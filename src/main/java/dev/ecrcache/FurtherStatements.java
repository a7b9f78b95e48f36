package dev.ecrcache;

import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.Statement;
import java.util.HashSet;
import java.util.List;

/** The user's statements in a policy of which there is one only. */
final class FurtherStatements {
  /** ECR's limit of the text of a registry's or a repository's policy, in characters. */
  static final int MAX_POLICY = 10_240;

  /** No organisation's id is shorter. */
  static final String SHORTEST_ID = "o-0123456789";

  /** No registry's ARNs are shorter. */
  static final EcrRegistry SHORTEST_REGISTRY = new EcrRegistry("000000000000", "us-east-1");

  private FurtherStatements() {}

  /** Statements of the registry's policy. */
  static List<Statement> ofRegistry(List<Statement> statements) {
    check(statements);
    for (int i = 0; i < statements.size(); i++) {
      var statement = statements.get(i);
      exactlyOne(
          "statements." + i,
          "Resource",
          statement.resource(),
          "NotResource",
          statement.notResource());
    }
    return List.copyOf(statements);
  }

  /** Statements of the policy of each repository. */
  static List<Statement> ofRepository(List<Statement> statements) {
    check(statements);
    for (int i = 0; i < statements.size(); i++) {
      var statement = statements.get(i);
      Check.that(
          statement.resource() == null && statement.notResource() == null,
          "statements." + i,
          "names a Resource; a repository's policy is the repository's own, remove it");
    }
    return List.copyOf(statements);
  }

  private static void check(List<Statement> statements) {
    var sids = new HashSet<String>();
    for (int i = 0; i < statements.size(); i++) {
      check("statements." + i, statements.get(i), sids);
    }
  }

  private static void check(String argument, Statement statement, HashSet<String> sids) {
    Check.required(argument, statement, "remove the empty entry");
    Check.that(
        "Allow".equals(statement.effect()) || "Deny".equals(statement.effect()),
        argument + ".Effect",
        "must be Allow or Deny");
    exactlyOne(
        argument, "Principal", statement.principal(), "NotPrincipal", statement.notPrincipal());
    exactlyOne(argument, "Action", statement.action(), "NotAction", statement.notAction());
    Check.that(
        statement.sid() == null
            || !EcrPolicies.GRANT_SIDS.contains(statement.sid()) && sids.add(statement.sid()),
        argument + ".Sid",
        "'%s' is taken; a policy's Sids differ".formatted(statement.sid()));
  }

  private static void exactlyOne(
      String argument, String element, Object value, String negated, Object negatedValue) {
    Check.that(
        (value == null) != (negatedValue == null),
        argument,
        "needs %s or %s, one of the two".formatted(element, negated));
  }
}
