package dev.ecrcache.cli.options;

import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.cli.console.InputFile;
import dev.ecrcache.program.LocalStackFile;
import java.util.function.Function;

/** Stack files that options name. */
public final class StackFiles {
  private StackFiles() {}

  /**
   * What is read from a stack file. Whatever is wrong with it is told with the option and the file.
   *
   * @throws IllegalArgumentException if the file cannot be read or used
   */
  public static <T> T read(InputFile file, Function<LocalStackFile, T> reader) {
    var yaml = file.bytes();
    try {
      return reader.apply(LocalStackFile.parse(yaml));
    } catch (InvalidArgumentException | IllegalArgumentException e) {
      throw file.refusal(e.getMessage());
    }
  }
}
