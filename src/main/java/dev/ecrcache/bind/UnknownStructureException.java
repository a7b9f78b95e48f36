package dev.ecrcache.bind;

/** A setting on which the resources themselves depend, and which a preview does not know. */
public final class UnknownStructureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String argument;

  UnknownStructureException(String argument) {
    super(argument + " is not known yet");
    this.argument = argument;
  }

  /** The setting, as a path of keys joined by dots. */
  public String argument() {
    return argument;
  }
}
