package dev.ecrcache.cli.warm;

import dev.ecrcache.cli.console.ProgressLine;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.AccountOptions;
import dev.ecrcache.cli.options.AskedAccounts;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.Upstream;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.Answered;
import dev.ecrcache.operate.Progress;
import dev.ecrcache.operate.warm.UpstreamWatch;
import dev.ecrcache.operate.warm.Wanted;
import dev.ecrcache.operate.warm.Warming;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
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

  @Spec private CommandSpec spec;
  @ParentCommand private EcrCacheCommand common;
  @Mixin private WantedImages images;
  @Mixin private WantedCache where;
  @Mixin private WarmOptions options;
  @Mixin private AccountOptions accounts;

  public WarmCommand(InputStream in, StandardOutput out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    if (images.none() && !options.watch()) {
      throw new ParameterException(
          spec.commandLine(), "no image is given; give IMAGE, -, --chart or --stack-file");
    }
    var all = accounts.named(images.stackFileInput());
    var given = images.given(in);
    var several = all.size() > 1;
    var asked = new AskedAccounts(accounts.isFleet(), spec.commandLine().getErr());
    var found =
        options.watch()
            ? print(
                each(all, asked, (account, ecr, progress) -> watch(account, ecr, given, progress)),
                row -> row.cells(several),
                WatchRow::isFine)
            : print(
                each(all, asked, (account, ecr, progress) -> warm(account, ecr, given, progress)),
                row -> row.cells(several),
                row -> row.reason() == null);
    return asked.exitCode(found);
  }

  /** What is done in one account. */
  private interface Work<T> {
    Answered<T> rows(Account account, EcrClient ecr, Progress progress);
  }

  private <T> List<T> each(List<AccountOptions.Named> all, AskedAccounts asked, Work<T> work) {
    var rows = new ArrayList<T>();
    for (var named : all) {
      asked
          .ask(named.name(), () -> rows(named.open().get(), work))
          .ifPresent(
              answered -> {
                rows.addAll(answered.all());
                answered.refusal().ifPresent(why -> asked.refusedMore(named.name(), why));
              });
    }
    return rows;
  }

  private <T> Answered<T> rows(Account account, Work<T> work) {
    try (var ecr = account.session().client(EcrClient.builder());
        var progress = new ProgressLine(spec.commandLine().getErr())) {
      return work.rows(account, ecr, progress);
    }
  }

  /** Writes rows, and gives whether one of them is not fine. */
  private <T extends Record> boolean print(
      List<T> rows, Function<T, List<String>> cells, Predicate<T> fine) throws IOException {
    var writer = common.output().writer(out, cells);
    for (var row : rows) {
      writer.write(row);
    }
    writer.end();
    return !rows.stream().allMatch(fine);
  }

  private Answered<WarmRow> warm(
      Account account, EcrClient ecr, List<String> given, Progress progress) {
    var cache = where.of(account, ecr, images.stackFileInput());
    var chosen = images.choose(account, given, cache);
    var wanted = wanted(chosen);
    if (wanted.isEmpty()) {
      return new Answered<>(
          chosen.stream().map(it -> WarmRow.notCached(account, it)).toList(), Optional.empty());
    }
    var registry = EcrRegistry.ofHost(cache.host()).orElse(account.registry());
    var warming = new Warming(account, ecr, registry, options.platforms(), options.waiting());
    return warming
        .warm(wanted, options.concurrency(), progress)
        .map(
            warmed ->
                rows(
                    chosen,
                    warmed,
                    it -> WarmRow.of(account, it),
                    it -> WarmRow.notCached(account, it)));
  }

  private Answered<WatchRow> watch(
      Account account, EcrClient ecr, List<String> given, Progress progress) {
    var cache = where.of(account, ecr, images.stackFileInput());
    var watch = new UpstreamWatch(account, ecr, cache, WarmCommand::url, options.logins());
    if (images.none()) {
      return watch
          .ofAll(options.concurrency(), progress)
          .map(all -> all.stream().map(it -> WatchRow.of(account, it)).toList());
    }
    var chosen = images.choose(account, given, cache);
    return watch
        .of(wanted(chosen), options.concurrency(), progress)
        .map(
            watched ->
                rows(
                    chosen,
                    watched,
                    it -> WatchRow.of(account, it),
                    it -> WatchRow.notCached(account, it)));
  }

  /** The rows of images that were asked for, and of those that no rule is for, in their order. */
  private static <A, T> List<T> rows(
      List<WantedImages.Chosen> chosen,
      List<A> answers,
      Function<A, T> answered,
      Function<WantedImages.Chosen, T> notCached) {
    var next = answers.iterator();
    return chosen.stream()
        .map(it -> it.wanted().isPresent() ? answered.apply(next.next()) : notCached.apply(it))
        .toList();
  }

  private static URI url(Upstream upstream) {
    return URI.create("https://" + upstream.url());
  }

  private static List<Wanted> wanted(List<WantedImages.Chosen> chosen) {
    return chosen.stream().flatMap(it -> it.wanted().stream()).toList();
  }
}
