package dev.ecrcache.cli.console;

import dev.ecrcache.input.InputTooLargeException;
import dev.ecrcache.input.LimitedInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that an option names.
 *
 * @param option the option
 * @param path the file
 */
public record InputFile(String option, Path path) {
  /**
   * @throws IllegalArgumentException if the file cannot be read
   */
  public byte[] bytes() {
    try {
      return LimitedInput.read(path, LimitedInput.FILE);
    } catch (InputTooLargeException e) {
      throw refusal(e.getMessage());
    } catch (IOException e) {
      throw refusal(Files.exists(path) ? "cannot be read" : "does not exist");
    }
  }

  /** A refusal of the file. */
  public IllegalArgumentException refusal(String problem) {
    return new IllegalArgumentException("%s: %s".formatted(this, problem));
  }

  /** The option as it was given. */
  @Override
  public String toString() {
    return option + " " + path;
  }
}
