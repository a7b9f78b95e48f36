package dev.ecrcache.operate.cluster;

import java.io.Serial;

/** Something that a cluster refuses or does not answer, and that the rest needs; in one line. */
public final class ClusterRefusalException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int status;

  ClusterRefusalException(String message, int status, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** Whether these credentials may not ask. */
  boolean isForbidden() {
    return status == 403;
  }
}
