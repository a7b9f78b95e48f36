package dev.ecrcache.cli.options;

import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.image.PublicText;
import dev.ecrcache.operate.AwsRefusalException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/**
 * Which accounts answered. Of a fleet, one that cannot be asked is told on standard error and ends
 * no other: these are not to blame.
 */
public final class AskedAccounts {
  private final boolean fleet;
  private final PrintWriter errors;
  private final Set<String> asked = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private AwsRefusalException refusal;

  /**
   * @param fleet whether the accounts are those of a fleet
   */
  public AskedAccounts(boolean fleet, PrintWriter errors) {
    this.fleet = fleet;
    this.errors = errors;
  }

  /**
   * What an account answers; empty if one of a fleet cannot be asked.
   *
   * @param name what the account is called
   * @throws AwsRefusalException if AWS refuses, and the account is asked alone
   * @throws ParameterException if it cannot be asked for another reason, alone
   */
  public <T> Optional<T> ask(String name, Supplier<T> question) {
    asked.add(name);
    try {
      return Optional.of(question.get());
    } catch (AwsRefusalException | ParameterException e) {
      if (!fleet) {
        throw e;
      }
      tell(name, e);
      return Optional.empty();
    }
  }

  /** Notes that there is nothing to ask an account for, as if it had not been asked. */
  public void nothingToAsk(String name) {
    asked.remove(name);
  }

  /** Notes that an account refused before it had answered all; what it answered stays. */
  public void refusedMore(String name, AwsRefusalException why) {
    if (fleet) {
      tell(name, why);
    } else {
      refusal = why;
    }
  }

  private void tell(String name, RuntimeException why) {
    refused.add(name);
    errors.println(
        Printable.of("ecr-cache: %s: %s".formatted(name, PublicText.ofMessage(why.getMessage()))));
  }

  /** Whether an account did not answer, or not all. */
  public boolean anyRefused() {
    return !refused.isEmpty() || refusal != null;
  }

  /**
   * How the command ends: with 1 if something was found or an account of a fleet refused, with 2 if
   * all did.
   *
   * @throws AwsRefusalException what an account refused that is asked alone
   */
  public int exitCode(boolean found) {
    if (refusal != null) {
      throw refusal;
    }
    if (!refused.isEmpty() && refused.equals(asked)) {
      return ExitCode.USAGE;
    }
    return found || anyRefused() ? ExitCode.SOFTWARE : ExitCode.OK;
  }
}
