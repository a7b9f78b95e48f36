package dev.ecrcache.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

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
      description = "table (the default) or json")
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

  /** The form of the output. */
  OutputFormat output() {
    return output;
  }
}
