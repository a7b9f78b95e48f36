package dev.ecrcache.distribution;

import java.io.Serial;

/** A registry that refuses, cannot be reached, or answers what is none; in one line. */
public final class RegistryException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** No answer came. */
  public static final int NO_ANSWER = 0;

  private final int status;

  RegistryException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status of the answer, {@link #NO_ANSWER} without one. */
  public int status() {
    return status;
  }

  /** Whether the registry says that there is no such thing. */
  public boolean isNotFound() {
    return status == 404;
  }
}
