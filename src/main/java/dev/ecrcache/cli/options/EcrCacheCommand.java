package dev.ecrcache.cli.options;

import dev.ecrcache.cli.console.OutputFormat;
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
public final class EcrCacheCommand {
  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      defaultValue = "table",
      converter = OutputFormat.Converter.class,
      description = "table (the default) or json; of doctor html, of redirect yaml")
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
  public OutputFormat output() {
    refuse(OutputFormat.HTML, "--output html: is a form of doctor's; give table or json");
    return noManifest("table or json");
  }

  /**
   * The form of the output of a command that writes reports.
   *
   * @throws ParameterException if another form was asked for
   */
  public OutputFormat report() {
    return noManifest("table, json or html");
  }

  /**
   * The form of the output of a command that writes manifests, which are YAML unless another is
   * asked for.
   *
   * @throws ParameterException if they have no such form
   */
  public OutputFormat manifest() {
    refuse(OutputFormat.HTML, "--output html: is a form of doctor's; give yaml or json");
    return output == OutputFormat.JSON ? output : OutputFormat.YAML;
  }

  private OutputFormat noManifest(String allowed) {
    refuse(OutputFormat.YAML, "--output yaml: is a form of redirect's; give " + allowed);
    return output;
  }

  private void refuse(OutputFormat format, String problem) {
    if (output == format) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }
}
