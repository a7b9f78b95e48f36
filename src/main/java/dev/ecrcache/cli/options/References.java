package dev.ecrcache.cli.options;

import dev.ecrcache.cli.console.InputLines;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Image references that are given one by one. */
public final class References {
  private static final String STANDARD_INPUT = "-";

  private References() {}

  /**
   * Those of arguments, or the lines of standard input, for which {@code -} stands.
   *
   * @throws ParameterException if they are given there and here
   */
  public static Stream<String> of(List<String> given, InputStream in, CommandSpec spec) {
    if (!given.contains(STANDARD_INPUT)) {
      return given.stream();
    }
    if (given.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "- stands alone; give references there or here, not both");
    }
    return new InputLines(in).stream();
  }
}
