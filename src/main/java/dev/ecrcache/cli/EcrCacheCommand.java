package dev.ecrcache.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What all commands have in common. */
@Command(
    name = "ecr-cache",
    description = "Upstream images and their references in an Amazon ECR pull-through cache.",
    scope = ScopeType.INHERIT,
    versionProvider = PomVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:fine",
      "1:findings",
      "2:wrong usage, input that cannot be read, or a fault of ecr-cache itself"
    })
final class EcrCacheCommand {
  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      defaultValue = "table",
      converter = OutputFormat.Converter.class,
      description = "table (the default) or json; of doctor, html too")
  private OutputFormat output;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help message and exit.")
  private boolean help;

  // Not inherited: to commands that read a chart, it is the chart's version.
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print version information and exit.")
  private boolean version;

  @Spec private CommandSpec spec;

  /**
   * The form of the output of a command that writes records.
   *
   * @throws ParameterException if another form was asked for
   */
  OutputFormat output() {
    if (output == OutputFormat.HTML) {
      throw new ParameterException(
          spec.commandLine(), "--output html: is a form of doctor's; give table or json");
    }
    return output;
  }

  /** The form of the output of a command that writes reports. */
  OutputFormat report() {
    return output;
  }
}
