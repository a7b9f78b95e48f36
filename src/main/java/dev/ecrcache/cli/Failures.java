package dev.ecrcache.cli;

import dev.ecrcache.cli.console.InputException;
import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.cli.login.LoginFailure;
import dev.ecrcache.image.PublicText;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.cluster.ClusterRefusalException;
import dev.ecrcache.process.UnexpectedFailure;
import java.io.IOException;
import java.io.PrintWriter;
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
    var errors = command.getErr();
    if (e instanceof IOException io) {
      return output(io, errors);
    }
    if (e instanceof InputException) {
      print(errors, "standard input: " + e.getMessage());
      return ExitCode.USAGE;
    }
    if (e instanceof AwsRefusalException
        || e instanceof ClusterRefusalException
        || e instanceof LoginFailure) {
      print(errors, e.getMessage());
      return ExitCode.USAGE;
    }
    return unexpected(e, errors);
  }

  /** Also of what is no exception, such as that memory or stack is at its end. */
  static int unexpected(Throwable e, PrintWriter errors) {
    print(errors, new UnexpectedFailure(e).getMessage());
    return ExitCode.USAGE;
  }

  static int output(IOException e, PrintWriter errors) {
    print(errors, "standard output: " + e.getMessage());
    return ExitCode.USAGE;
  }

  private static void print(PrintWriter errors, String problem) {
    errors.println("ecr-cache: " + Printable.of(PublicText.ofMessage(problem)));
  }
}
