package dev.ecrcache.operate;

import java.io.Serial;

/** Something that AWS refuses or does not answer, and that the rest needs; in one line. */
public final class AwsRefusalException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** A refusal in these words. */
  public AwsRefusalException(String message, Throwable cause) {
    super(message, cause);
  }
}
