package dev.ecrcache.cli.options;

import dev.ecrcache.cli.console.InputFile;
import dev.ecrcache.fleet.Project;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsSession;
import dev.ecrcache.program.LocalStackFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which accounts are asked, and with whose credentials. */
public final class AccountOptions {
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "a profile of the AWS command line; by default the usual credential chain")
  private String profile;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "the Region; by default that of the environment or the profile")
  private String region;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description =
          "where AWS is, for all its services; by default AWS_ENDPOINT_URL, or AWS itself")
  private URI endpoint;

  @Option(
      names = "--fleet",
      paramLabel = "NAMES",
      split = ",",
      description =
          "all accounts that the stack files of these names deploy to, such as 'prod,team-*', by"
              + " the roles that they assume")
  private List<String> fleet = List.of();

  @Option(
      names = "--project",
      paramLabel = "DIR",
      defaultValue = "",
      description = "with --fleet, the folder of Pulumi.yaml; the current one by default")
  private Path project;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  /**
   * An account that is not asked yet.
   *
   * @param name what it is called in the output; empty until its credentials tell
   * @param file its stack file
   * @param open asks who it is
   */
  public record Named(String name, Optional<LocalStackFile> file, Supplier<Account> open) {}

  /** Whether the accounts of several stacks are asked. */
  public boolean isFleet() {
    return !fleet.isEmpty();
  }

  /**
   * The accounts, each asked who it is.
   *
   * @throws ParameterException if the options do not tell which
   */
  public List<Account> accounts() {
    return named(Optional.empty()).stream().map(it -> it.open().get()).toList();
  }

  /**
   * The accounts, each to be asked who it is.
   *
   * @param stackFile that of the one account; beside it, --fleet is refused
   * @throws ParameterException if the options do not tell which
   */
  public List<Named> named(Optional<InputFile> stackFile) {
    try {
      if (isFleet() && stackFile.isPresent()) {
        throw new IllegalArgumentException(
            "--fleet cannot stand beside --stack-file; give one of them");
      }
      var session =
          AwsSession.open(
              Optional.ofNullable(profile),
              usualRegion(stackFile.isPresent()),
              Optional.ofNullable(endpoint));
      if (stackFile.isPresent()) {
        return List.of(named(stackFile.get(), session));
      }
      if (!isFleet()) {
        return List.of(new Named("", Optional.empty(), () -> account(session)));
      }
      return Project.open(project).select(fleet).stream()
          .map(
              stack ->
                  new Named(
                      stack.name(),
                      Optional.of(stack.file()),
                      () ->
                          account(
                              stack.name(),
                              "Pulumi.%s.yaml".formatted(stack.name()),
                              stack.file(),
                              session)))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Named named(InputFile given, AwsSession session) {
    var file = StackFiles.read(given, it -> it);
    var name =
        given.path().getFileName().toString().replaceFirst("^(?:Pulumi\\.)?(.+?)\\.yaml$", "$1");
    return new Named(name, Optional.of(file), () -> account(name, given.toString(), file, session));
  }

  /** The command of the AWS command line that prints a password of these accounts' for ECR. */
  public String awsCommand(String inRegion) {
    var command = new StringBuilder("aws ecr get-login-password --region " + inRegion);
    if (profile != null) {
      command.append(" --profile ").append(shell(profile));
    }
    if (endpoint != null) {
      command.append(" --endpoint-url ").append(shell(endpoint.toString()));
    }
    return command.toString();
  }

  public static String shell(String word) {
    return word.matches("[A-Za-z0-9_./:@%+=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static Account account(AwsSession session) {
    var registry = session.registry();
    return new Account(registry.accountId(), session, registry, Optional.empty());
  }

  private Optional<String> usualRegion(boolean ofFile) {
    // Stack files tell their own; any serves to assume their roles.
    return Optional.ofNullable(region)
        .or(() -> isFleet() || ofFile ? Optional.of("us-east-1") : Optional.empty());
  }

  private Account account(String name, String called, LocalStackFile file, AwsSession session) {
    try {
      var in =
          file.region()
              .or(() -> Optional.ofNullable(region))
              .orElseThrow(() -> new IllegalArgumentException(called + ": aws:region is missing"));
      var acting =
          file.assumedRole()
              .map(role -> session.assume(role.arn(), role.externalId(), in))
              .orElseGet(() -> session.in(in));
      var registry = acting.registry();
      file.registry()
          .filter(expected -> !expected.equals(registry))
          .ifPresent(
              expected -> {
                throw new IllegalArgumentException(
                    "%s is of account %s, and the credentials are of %s"
                        .formatted(called, expected.accountId(), registry.accountId()));
              });
      return new Account(name, acting, registry, Optional.of(file));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
