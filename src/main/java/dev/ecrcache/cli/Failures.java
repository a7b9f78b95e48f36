package dev.ecrcache.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells in one line why something cannot be done. */
final class Failures {
  private Failures() {}

  static int usage(ParameterException e, String[] args) {
    var errors = e.getCommandLine().getErr();
    print(errors, e.getMessage());
    errors.println(
        "Try '%s --help'.".formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
    return ExitCode.USAGE;
  }

  static int execution(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof IOException io) {
      return output(io, command.getErr());
    }
    print(
        command.getErr(),
        e instanceof UncheckedIOException
            ? "standard input: " + e.getCause().getMessage()
            : "unexpected failure, please report it: " + e);
    return ExitCode.USAGE;
  }

  static int output(IOException e, PrintWriter errors) {
    print(errors, "standard output: " + e.getMessage());
    return ExitCode.USAGE;
  }

  private static void print(PrintWriter errors, String problem) {
    errors.println("ecr-cache: " + Printable.of(problem));
  }
}
