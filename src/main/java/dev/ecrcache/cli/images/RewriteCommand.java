package dev.ecrcache.cli.images;

import dev.ecrcache.cli.console.InputException;
import dev.ecrcache.cli.console.OutputFormat;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.cli.options.RuleOptions;
import dev.ecrcache.input.InputTooLargeException;
import dev.ecrcache.input.LimitedInput;
import dev.ecrcache.rewrite.Rewriter;
import dev.ecrcache.rewrite.Rewritten;
import dev.ecrcache.rewrite.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ecr-cache rewrite}: the images of files, moved to the cache. */
@Command(
    name = "rewrite",
    description = {
      "Moves the images in files to the cache, and changes nothing else in them.",
      "Of a folder, all files that can be named so are read: *.yaml, *.yml and *.json with"
          + " Kubernetes objects, kustomizations, Flux HelmReleases, Argo CD Applications, compose"
          + " files, GitHub workflows and GitLab CI; Dockerfiles and Containerfiles; pom.xml,"
          + " *.gradle and *.gradle.kts with Jib or Spring Boot; project.toml and builder.toml. Left out are .git,"
          + " node_modules, symbolic links, and what is binary or larger than 32 MiB."
    })
public final class RewriteCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  private final InputStream in;
  private final StandardOutput out;

  @Spec private CommandSpec spec;
  @ParentCommand private EcrCacheCommand common;
  @Mixin private RuleOptions rules;
  @ArgGroup private RewriteMode mode = new RewriteMode();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "what of a folder is left out, such as 'charts/**'; repeatable")
  private List<String> excluded = List.of();

  @Option(
      names = "--strict",
      description =
          "what is not known to come from elsewhere, such as a template, is a finding too")
  private boolean strict;

  @Option(
      names = "--no-charts",
      description =
          "leave out HelmReleases and Applications, whose charts are fetched and rendered else")
  private boolean noCharts;

  @Option(
      names = "--helm-repository",
      paramLabel = "NAME=URL",
      description = "a HelmRepository of Flux that is in none of the files; repeatable")
  private Map<String, String> repositories = Map.of();

  @Option(
      names = "--name",
      paramLabel = "FILE",
      defaultValue = "",
      description = "the file that - would be, such as compose.yaml; by default its content tells")
  private String name;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "files, folders, or - for standard input, whose text goes to standard output")
  private List<String> files;

  public RewriteCommand(InputStream in, StandardOutput out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    var cache = rules.images();
    var output = new RewriteOutput(out, spec.commandLine().getErr(), strict);
    boolean findings;
    if (files.contains(STANDARD_INPUT)) {
      findings = standardInput(new Rewriter(cache, List.of(), repositories, !noCharts), output);
    } else {
      var paths = paths(output);
      findings = files(new Rewriter(cache, paths, repositories, !noCharts), paths, output);
    }
    if (output.anyProblem()) {
      return ExitCode.USAGE;
    }
    return findings ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private boolean standardInput(Rewriter rewriter, RewriteOutput output) throws IOException {
    if (files.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "- stands alone; give files there or here, not both");
    }
    if (mode.writes()) {
      throw new ParameterException(
          spec.commandLine(), "--write cannot stand beside -, whose text goes to standard output");
    }
    Rewritten rewritten;
    try {
      rewritten = rewriter.rewrite(name, LimitedInput.read(in, LimitedInput.MANIFESTS));
    } catch (InputTooLargeException | IllegalArgumentException e) {
      throw new InputException(e.getMessage());
    }
    var shown = name.isEmpty() ? "standard input" : name;
    if (mode.lists() || mode.shows() || common.output() == OutputFormat.JSON) {
      return told(List.of(new RewriteOutput.Read(Path.of(shown), new byte[0], rewritten)), output);
    }
    return output.text(shown, rewritten);
  }

  private Set<Path> paths(RewriteOutput output) throws IOException {
    var paths = new LinkedHashSet<Path>();
    for (var file : files) {
      var path = Path.of(file);
      if (Files.isDirectory(path)) {
        paths.addAll(within(path, output));
      } else {
        paths.add(path);
      }
    }
    return paths;
  }

  private List<Path> within(Path folder, RewriteOutput output) throws IOException {
    try {
      return SourceFiles.in(folder, excluded);
    } catch (FileSystemException e) {
      output.problem(folder, "cannot be read");
      return List.of();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--exclude: " + e.getMessage());
    }
  }

  private boolean files(Rewriter rewriter, Set<Path> paths, RewriteOutput output)
      throws IOException {
    var read = new ArrayList<RewriteOutput.Read>();
    for (var path : paths) {
      try {
        var content = LimitedInput.read(path, LimitedInput.MANIFESTS);
        var rewritten = rewriter.rewrite(path.toString(), content);
        if (!rewritten.images().isEmpty()) {
          read.add(new RewriteOutput.Read(path, content, rewritten));
        }
      } catch (InputTooLargeException | IllegalArgumentException e) {
        output.problem(path, e.getMessage());
      } catch (IOException e) {
        output.problem(path, Files.exists(path) ? "cannot be read" : "does not exist");
      }
    }
    return told(read, output);
  }

  private boolean told(List<RewriteOutput.Read> read, RewriteOutput output) throws IOException {
    return mode.shows()
        ? output.differences(read)
        : output.images(read, mode.writes(), common.output());
  }
}
