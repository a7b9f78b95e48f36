package dev.ecrcache.cli.login;

import dev.ecrcache.cli.console.InputFile;
import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.AccountOptions;
import dev.ecrcache.cli.options.AskedAccounts;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.cli.options.ExportedRules;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.EcrToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.ecr.EcrClient;

/** {@code ecr-cache login}: how docker, podman, helm and crane log in to the cache. */
@Command(
    name = "login",
    description = {
      "Commands with which docker, podman, helm and crane log in to the cache, for twelve hours,",
      "and what makes Amazon's credential helper do so at each pull; or, with --run, does it."
    })
public final class LoginCommand implements Callable<Integer> {
  /** How one program logs in. */
  private record Row(String registry, String tool, String command) {}

  private final StandardOutput out;

  @Spec private CommandSpec spec;
  @ParentCommand private EcrCacheCommand common;
  @Mixin private AccountOptions accounts;

  @Option(
      names = "--cache",
      paramLabel = "FILE",
      description =
          "the cache: what 'pulumi stack output cacheEndpoint --json' prints; by default the"
              + " account's own registry")
  private Path cache;

  @Option(
      names = "--run",
      paramLabel = "TOOL",
      converter = LoginTool.Converter.class,
      description = "log in docker, podman, helm or crane, which gets the password on its input")
  private LoginTool tool;

  public LoginCommand(StandardOutput out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    var rows = new ArrayList<Row>();
    var asked = new AskedAccounts(accounts.isFleet(), spec.commandLine().getErr());
    for (var named : accounts.named(Optional.empty())) {
      asked.ask(named.name(), () -> login(named.open().get())).ifPresent(rows::addAll);
    }
    if (tool == null) {
      var writer = common.output().<Row>writer(out, it -> List.of(it.tool(), it.command()));
      for (var row : rows) {
        writer.write(row);
      }
      writer.end();
    }
    return asked.exitCode(false);
  }

  /** How to log in to an account's registry; nothing once that is done. */
  private List<Row> login(Account account) {
    var registry = registry(account);
    if (tool == null) {
      return rows(registry);
    }
    run(account, registry);
    return List.of();
  }

  private EcrRegistry registry(Account account) {
    if (cache == null) {
      return account.registry();
    }
    try {
      var host = ExportedRules.read(new InputFile("--cache", cache), Digests.KEEP).host();
      return EcrRegistry.ofHost(host).orElseThrow();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<Row> rows(EcrRegistry registry) {
    var rows = new ArrayList<Row>();
    var host = registry.host();
    for (var each : LoginTool.values()) {
      var command = String.join(" ", each.command(host));
      rows.add(
          new Row(host, each.word(), accounts.awsCommand(registry.region()) + " | " + command));
    }
    rows.add(
        new Row(
            host,
            "docker-credential-ecr-login",
            "in ~/.docker/config.json: {\"credHelpers\": {\"%s\": \"ecr-login\"}}"
                .formatted(host)));
    return rows;
  }

  private void run(Account account, EcrRegistry registry) {
    // A token is of the Region that gave it.
    var session = account.session().in(registry.region());
    try (var ecr = session.client(EcrClient.builder())) {
      var password = EcrToken.of(session, ecr).password();
      var said = PasswordInput.run(tool.command(registry.host()), password);
      said.lines().map(Printable::of).forEach(spec.commandLine().getErr()::println);
    }
  }
}
