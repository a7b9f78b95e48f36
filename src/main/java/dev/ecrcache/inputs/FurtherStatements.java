package dev.ecrcache.inputs;

import dev.ecrcache.aws.Place;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.Quoted;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.InvalidStatementException;
import dev.ecrcache.policy.Statement;
import dev.ecrcache.policy.StatementGrammar;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/** The user's statements in a policy of which there is one only. */
public final class FurtherStatements {
  /** ECR's limit of the text of a registry's or a repository's policy, in characters. */
  public static final int MAX_POLICY = 10_240;

  /** No organisation's id is shorter. */
  public static final String SHORTEST_ID = "o-0123456789";

  /** No registry's ARNs are shorter. */
  public static final EcrRegistry SHORTEST_REGISTRY = new EcrRegistry("000000000000", "us-east-1");

  private FurtherStatements() {}

  /** Statements of the registry's policy. */
  public static List<Statement> ofRegistry(List<Statement> statements) {
    return checked(statements, StatementGrammar::checkRegistry);
  }

  /** Statements of the policy of each repository. */
  static List<Statement> ofRepository(List<Statement> statements) {
    return checked(statements, StatementGrammar::checkRepository);
  }

  /** Refuses statements of the registry's policy that name repositories elsewhere. */
  public static void check(Place place, List<Statement> statements) {
    checked(
        statements,
        statement -> StatementGrammar.checkIn(place.region(), place.accounts(), statement));
  }

  private static List<Statement> checked(List<Statement> statements, Consumer<Statement> grammar) {
    var sids = new HashSet<>(EcrPolicies.GRANT_SIDS);
    for (int i = 0; i < statements.size(); i++) {
      var argument = "statements." + i;
      var statement = Check.entry(argument, statements.get(i));
      try {
        grammar.accept(statement);
      } catch (InvalidStatementException e) {
        throw new InvalidArgumentException(
            e.element().isEmpty() ? argument : argument + "." + e.element(), e.getMessage());
      }
      // Terraform writes an empty one where there is none.
      var sid = statement.sid() == null ? "" : statement.sid();
      Check.that(
          sid.isEmpty() || sids.add(sid),
          argument + ".Sid",
          "%s is taken; a policy's Sids differ".formatted(Quoted.of(sid)));
    }
    return List.copyOf(statements);
  }
}
