package dev.ecrcache.input;

import java.io.IOException;

/** There is more to read than is read; the message is the end of one line and tells the limit. */
public final class InputTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  InputTooLargeException(int limit) {
    super("is larger than %d MiB".formatted(limit >> 20));
  }
}
