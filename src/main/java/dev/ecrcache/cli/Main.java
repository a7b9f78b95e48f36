package dev.ecrcache.cli;

import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.contents.AuditCommand;
import dev.ecrcache.cli.contents.CleanCommand;
import dev.ecrcache.cli.contents.FindingsCommand;
import dev.ecrcache.cli.doctor.DoctorCommand;
import dev.ecrcache.cli.fleet.FleetCommand;
import dev.ecrcache.cli.images.ImageCommand;
import dev.ecrcache.cli.images.ImagesCommand;
import dev.ecrcache.cli.images.MirrorsCommand;
import dev.ecrcache.cli.images.RedirectCommand;
import dev.ecrcache.cli.images.RewriteCommand;
import dev.ecrcache.cli.images.ValuesCommand;
import dev.ecrcache.cli.login.LoginCommand;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.cli.warm.WarmCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The program {@code ecr-cache}: exit code 0 is fine, 1 findings, 2 could not be done. */
public final class Main {
  private Main() {}

  /** What {@code bin/ecr-cache} runs. */
  public static void main(String[] args) {
    var errors = System.err;
    // What libraries print there, stack traces for the most part, is for nobody here.
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    // System.out would hide that nobody reads any more, or that the disk is full.
    System.exit(run(args, System.in, new FileOutputStream(FileDescriptor.out), errors));
  }

  /** Runs a command line, all text in UTF-8, and gives its exit code. */
  static int run(String[] args, InputStream in, OutputStream out, OutputStream err) {
    var output = new StandardOutput(out);
    var errors = printer(err);
    var command =
        new CommandLine(new EcrCacheCommand())
            .addSubcommand(new ImageCommand(in, output))
            .addSubcommand(new ValuesCommand(output))
            .addSubcommand(new ImagesCommand(in, output))
            .addSubcommand(new RewriteCommand(in, output))
            .addSubcommand(new FleetCommand(output))
            .addSubcommand(new WarmCommand(in, output))
            .addSubcommand(new DoctorCommand(output))
            .addSubcommand(new LoginCommand(output))
            .addSubcommand(new FindingsCommand(in, output))
            .addSubcommand(new AuditCommand(in, output))
            .addSubcommand(new RedirectCommand(output))
            .addSubcommand(new MirrorsCommand(output))
            .addSubcommand(new CleanCommand(output))
            .setExpandAtFiles(false)
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
            .setOut(printer(output))
            .setErr(errors)
            .setParameterExceptionHandler(Failures::usage)
            .setExecutionExceptionHandler(Failures::execution);
    try {
      var code = command.execute(args);
      output.flush();
      return code;
    } catch (IOException e) {
      return Failures.output(e, errors);
    } catch (RuntimeException | Error e) {
      return Failures.unexpected(e, errors);
    }
  }

  private static PrintWriter printer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
