package dev.ecrcache.cli.console;

/** Standard input that cannot be read; the message is the end of one line. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(String problem) {
    super(problem);
  }
}
