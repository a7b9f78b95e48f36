package dev.ecrcache.cli.warm;

import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.cli.console.ProgressLine;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.AccountOptions;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.Upstream;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.Progress;
import dev.ecrcache.operate.warm.UpstreamWatch;
import dev.ecrcache.operate.warm.Wanted;
import dev.ecrcache.operate.warm.Warming;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.ecr.EcrClient;

/** {@code ecr-cache warm}: has ECR import images before nodes need them. */
@Command(
    name = "warm",
    description = {
      "Has ECR import images before nodes need them: each is pulled by its tag, layers left out.",
      "Then each digest that a reference pins is asked for, whose first pull would fail."
    })
public final class WarmCommand implements Callable<Integer> {
  private final InputStream in;
  private final StandardOutput out;
  private int leftOut;

  @Spec private CommandSpec spec;
  @ParentCommand private EcrCacheCommand common;
  @Mixin private WantedImages images;
  @Mixin private WarmOptions options;
  @Mixin private AccountOptions accounts;

  public WarmCommand(InputStream in, StandardOutput out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    images.check();
    options.check();
    if (images.none() && !options.watch()) {
      throw new ParameterException(
          spec.commandLine(), "no image is given; give IMAGE, -, --chart or --stack-file");
    }
    var all = accounts.named(images.stackFileInput());
    var given = images.given(in);
    var several = all.size() > 1;
    return options.watch()
        ? print(
            each(all, (account, ecr, progress) -> watch(account, ecr, given, progress)),
            row -> row.cells(several),
            WatchRow::isFine)
        : print(
            each(all, (account, ecr, progress) -> warm(account, ecr, given, progress)),
            row -> row.cells(several),
            row -> row.reason() == null);
  }

  /** What is done in one account. */
  private interface Work<T> {
    List<T> rows(Account account, EcrClient ecr, Progress progress);
  }

  private <T> List<T> each(List<AccountOptions.Named> all, Work<T> work) {
    var rows = new ArrayList<T>();
    var errors = spec.commandLine().getErr();
    try (var progress = new ProgressLine(errors)) {
      for (var named : all) {
        try {
          var account = named.open().get();
          try (var ecr = account.session().client(EcrClient.builder())) {
            rows.addAll(work.rows(account, ecr, progress));
          }
        } catch (AwsRefusalException | ParameterException e) {
          if (!accounts.isFleet()) {
            throw e;
          }
          // The other accounts are not to blame.
          leftOut++;
          errors.println(Printable.of("ecr-cache: %s: %s".formatted(named.name(), e.getMessage())));
        }
      }
    }
    return rows;
  }

  private <T extends Record> int print(
      List<T> rows, Function<T, List<String>> cells, Predicate<T> fine) throws IOException {
    var writer = common.output().writer(out, cells);
    for (var row : rows) {
      writer.write(row);
    }
    writer.end();
    if (rows.isEmpty() && leftOut > 0) {
      return ExitCode.USAGE;
    }
    return leftOut == 0 && rows.stream().allMatch(fine) ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private List<WarmRow> warm(
      Account account, EcrClient ecr, List<String> given, Progress progress) {
    var cache = images.cacheOf(account, ecr);
    var chosen = images.choose(account, given, cache);
    var wanted = wanted(chosen);
    if (wanted.isEmpty()) {
      return chosen.stream().map(it -> WarmRow.notCached(account, it)).toList();
    }
    var registry = EcrRegistry.ofHost(cache.host()).orElse(account.registry());
    var warming = new Warming(account, ecr, registry, options.platforms(), options.waiting());
    var warmed = warming.warm(wanted, options.concurrency(), progress).iterator();
    return chosen.stream()
        .map(
            it ->
                it.wanted().isPresent()
                    ? WarmRow.of(account, warmed.next())
                    : WarmRow.notCached(account, it))
        .toList();
  }

  private List<WatchRow> watch(
      Account account, EcrClient ecr, List<String> given, Progress progress) {
    var cache = images.cacheOf(account, ecr);
    var watch = new UpstreamWatch(account, ecr, cache, WarmCommand::url, options.logins());
    if (images.none()) {
      return watch.ofAll(options.concurrency(), progress).stream()
          .map(it -> WatchRow.of(account, it))
          .toList();
    }
    var chosen = images.choose(account, given, cache);
    var watched = watch.of(wanted(chosen), options.concurrency(), progress).iterator();
    return chosen.stream()
        .map(
            it ->
                it.wanted().isPresent()
                    ? WatchRow.of(account, watched.next())
                    : WatchRow.notCached(account, it))
        .toList();
  }

  private static URI url(Upstream upstream) {
    return URI.create("https://" + upstream.url());
  }

  private static List<Wanted> wanted(List<WantedImages.Chosen> chosen) {
    return chosen.stream().flatMap(it -> it.wanted().stream()).toList();
  }
}
