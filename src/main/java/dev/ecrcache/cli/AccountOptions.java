package dev.ecrcache.cli;

import dev.ecrcache.fleet.FleetStack;
import dev.ecrcache.fleet.Project;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsSession;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which accounts are asked, and with whose credentials. */
final class AccountOptions {
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
   * The accounts, each asked who it is.
   *
   * @throws ParameterException if the options do not tell which
   */
  List<Account> accounts() {
    try {
      var session =
          AwsSession.open(
              Optional.ofNullable(profile), usualRegion(), Optional.ofNullable(endpoint));
      if (fleet.isEmpty()) {
        var registry = session.registry();
        return List.of(new Account(registry.accountId(), session, registry, Optional.empty()));
      }
      return Project.open(project).select(fleet).stream()
          .map(stack -> account(stack, session))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Optional<String> usualRegion() {
    // Stack files tell their own; any serves to assume their roles.
    return Optional.ofNullable(region)
        .or(() -> fleet.isEmpty() ? Optional.empty() : Optional.of("us-east-1"));
  }

  private Account account(FleetStack stack, AwsSession session) {
    var file = stack.file();
    var in =
        file.region()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Pulumi.%s.yaml: aws:region is missing".formatted(stack.name())));
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
                  "Pulumi.%s.yaml is of account %s, and the credentials are of %s"
                      .formatted(stack.name(), expected.accountId(), registry.accountId()));
            });
    return new Account(stack.name(), acting, registry, Optional.of(file));
  }
}
