package dev.ecrcache.operate.warm;

import java.io.Serial;

/** An image that is there, and is none of those that are wanted. */
final class UnsuitableImageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  UnsuitableImageException(String message) {
    super(message);
  }
}
