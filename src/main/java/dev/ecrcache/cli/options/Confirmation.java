package dev.ecrcache.cli.options;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whether to begin what changes something. */
public final class Confirmation {
  @Option(names = "--yes", description = "do not ask whether to begin")
  private boolean yes;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  /** Whether nobody is to be asked. */
  public boolean isGiven() {
    return yes;
  }

  /**
   * Looks, before anything else is done, whether anybody can be asked.
   *
   * @throws ParameterException if not
   */
  public void checkPossible() {
    if (!yes && System.console() == null) {
      throw new ParameterException(
          spec.commandLine(), "there is no terminal to ask on; give --yes");
    }
  }

  /**
   * Asks, unless that is not wanted.
   *
   * @param plan what would be done, in one line
   * @throws ParameterException if the answer is not yes
   */
  public void ask(String plan) {
    if (yes) {
      return;
    }
    checkPossible();
    var answer = System.console().readLine("%s%nType yes to begin: ", plan);
    if (!"yes".equals(answer)) {
      throw new ParameterException(spec.commandLine(), "not confirmed; nothing was done");
    }
  }
}
