package dev.ecrcache.cli.console;

import dev.ecrcache.input.LimitedInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** All of standard input, within a limit. */
public final class InputText {
  private InputText() {}

  /**
   * Manifests.
   *
   * @throws InputException if they cannot be read or are beyond the limit
   */
  public static String manifests(InputStream in) {
    try {
      return new String(LimitedInput.read(in, LimitedInput.MANIFESTS), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InputException(e.getMessage());
    }
  }
}
