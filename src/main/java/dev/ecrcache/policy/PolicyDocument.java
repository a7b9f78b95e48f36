package dev.ecrcache.policy;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.stream.Stream;

/**
 * An IAM policy document: a value that prints the same JSON in every run.
 *
 * @param version the policy language, always {@code 2012-10-17}
 * @param statement the statements, in the order in which they are printed
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar
 *     of the IAM JSON policy language</a>
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record PolicyDocument(String version, List<Statement> statement) {

  /** A document of these statements, in this order. */
  public static PolicyDocument of(Statement... statements) {
    return new PolicyDocument("2012-10-17", List.of(statements));
  }

  /** This document with further statements behind its own. */
  public PolicyDocument and(List<Statement> more) {
    return new PolicyDocument(version, Stream.concat(statement.stream(), more.stream()).toList());
  }

  /** The document as compact JSON. */
  public String toJson() {
    return Json.write(this);
  }
}
