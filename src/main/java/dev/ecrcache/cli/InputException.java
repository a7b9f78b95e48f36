package dev.ecrcache.cli;

/** Standard input that cannot be read; the message is the end of one line. */
final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InputException(String problem) {
    super(problem);
  }
}
