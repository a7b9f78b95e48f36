package dev.ecrcache.cli.contents;

import dev.ecrcache.cli.console.OutputFormat;
import dev.ecrcache.cli.console.ProgressLine;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.AccountOptions;
import dev.ecrcache.cli.options.AskedAccounts;
import dev.ecrcache.operate.Answered;
import dev.ecrcache.operate.contents.Contents;
import dev.ecrcache.operate.contents.UnusedRepository;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Which cached repositories nobody pulls from. */
final class UnusedOptions {
  @Option(
      names = "--unused",
      paramLabel = "AGE",
      converter = Ages.class,
      description = "cached repositories of which no image was pulled for so long, such as 30d")
  private Duration age;

  @Option(
      names = "--price",
      paramLabel = "USD",
      defaultValue = "0.10",
      description = "with --unused, what a GB costs in a month; 0.10 by default")
  private double price;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  boolean isGiven() {
    return age != null;
  }

  /**
   * Tells them, and gives the exit code.
   *
   * @throws ParameterException if the price is none, or no account has a cache
   */
  int tell(AccountOptions accounts, OutputFormat format, StandardOutput out) throws IOException {
    if (!(price >= 0 && price < 1000)) {
      throw new ParameterException(
          spec.commandLine(), "--price %s: is no price of a GB in a month in USD".formatted(price));
    }
    var named = accounts.named(Optional.empty());
    var errors = spec.commandLine().getErr();
    var asked = new AskedAccounts(accounts.isFleet(), errors);
    var since = Instant.now().minus(age);
    var rows = new ArrayList<UnusedRow>();
    for (var registry : CachedRegistry.of(named, asked, spec)) {
      asked
          .ask(registry.name(), () -> unused(registry, since))
          .ifPresent(
              it -> {
                it.all().forEach(one -> rows.add(UnusedRow.of(registry.name(), one, price)));
                it.refusal().ifPresent(why -> asked.refusedMore(registry.name(), why));
              });
    }
    var writer = format.<UnusedRow>writer(out, it -> it.cells(named.size() > 1));
    for (var row : rows) {
      writer.write(row);
    }
    writer.end();
    if (!rows.isEmpty()) {
      errors.println(UnusedRow.total(rows));
    }
    return asked.exitCode(!rows.isEmpty());
  }

  private Answered<UnusedRepository> unused(CachedRegistry registry, Instant since) {
    var session = registry.account().session();
    try (var ecr = session.client(EcrClient.builder());
        var progress = new ProgressLine(spec.commandLine().getErr())) {
      return UnusedRepository.since(
          since, registry.prefixes().names(session, ecr), new Contents(session, ecr), progress);
    }
  }
}
