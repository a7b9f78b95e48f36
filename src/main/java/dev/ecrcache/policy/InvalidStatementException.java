package dev.ecrcache.policy;

/** A statement that IAM or ECR would not take, or would take for something else. */
public final class InvalidStatementException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String element;

  /**
   * @param element the element, as a path such as {@code Principal.AWS.0}; empty for the statement
   * @param problem what is wrong and what is allowed, in one line
   */
  InvalidStatementException(String element, String problem) {
    super(problem);
    this.element = element;
  }

  /** The element as a path such as {@code Principal.AWS.0}; empty for the whole statement. */
  public String element() {
    return element;
  }
}
