package dev.ecrcache.cli.contents;

import dev.ecrcache.cli.console.OutputFormat;
import dev.ecrcache.cli.console.ProgressLine;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.AccountOptions;
import dev.ecrcache.cli.options.AskedAccounts;
import dev.ecrcache.cli.options.Confirmation;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.operate.RegistryRules;
import dev.ecrcache.operate.contents.Outcome.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ecr-cache clean}: deletes cached images that nobody needs. */
@Command(
    name = "clean",
    description = {
      "Deletes cached images that nobody pulls, that are old, or that have no tag.",
      "All that is given must hold. What goes, and how much, is shown first; nothing goes that is",
      "outside the prefixes of the cache, or was pulled meanwhile."
    })
public final class CleanCommand implements Callable<Integer> {
  private final StandardOutput out;

  @Spec private CommandSpec spec;
  @ParentCommand private EcrCacheCommand common;
  @Mixin private CleanOptions options;
  @Mixin private KeepOptions keep;
  @Mixin private AccountOptions accounts;
  @Mixin private Confirmation confirmation;

  public CleanCommand(StandardOutput out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    if (!options.dryRun()) {
      confirmation.checkPossible();
      if (common.output() == OutputFormat.JSON && !confirmation.isGiven()) {
        throw refusal("--output json shows no plan to confirm; give --yes or --dry-run");
      }
    }
    var named = accounts.named(Optional.empty());
    var asked = new AskedAccounts(accounts.isFleet(), errors());
    var work = work(named, asked);
    var rows = new CleanRows(common.output(), out, named.size() > 1);
    var nothing = work.stream().allMatch(CleanWork::isEmpty);
    if (options.dryRun() || nothing || common.output() == OutputFormat.TABLE) {
      for (var it : work) {
        rows.plan(it.name(), it.plans());
      }
      rows.end();
    }
    if (work.isEmpty()) {
      return asked.exitCode(false);
    }
    work.forEach(it -> it.hints().forEach(errors()::println));
    var summary = summary(work, named.size() > 1);
    if (options.dryRun() || nothing || confirmation.isGiven()) {
      errors().println(summary);
    }
    if (options.dryRun() || nothing) {
      return asked.exitCode(false);
    }
    confirmation.ask(summary);
    return carryOut(work, asked, rows);
  }

  private List<CleanWork> work(List<AccountOptions.Named> named, AskedAccounts asked) {
    var registries = registries(named, asked);
    // What stays is asked for first: where that cannot be told, nothing is deleted anywhere.
    var used = used(registries);
    return registries.stream()
        .flatMap(it -> asked.ask(it.name(), () -> plan(it, used)).stream())
        .toList();
  }

  private Set<String> used(List<CachedRegistry> registries) {
    var used = new HashSet<String>();
    if (options.cleans() && !registries.isEmpty()) {
      try (var progress = new ProgressLine(errors())) {
        used.addAll(keep.ofPods(progress));
      }
      registries.forEach(it -> keep.ofStacks(it.images()).forEach(used::add));
    }
    return used;
  }

  private CleanWork plan(CachedRegistry registry, Set<String> used) {
    try (var progress = new ProgressLine(errors())) {
      return CleanWork.plan(registry, options, used, progress);
    }
  }

  private List<CachedRegistry> registries(List<AccountOptions.Named> named, AskedAccounts asked) {
    if (options.cleans()) {
      var registries = CachedRegistry.of(named, asked, spec);
      if (!asked.anyRefused()) {
        options.checkRepositories(registries);
      }
      return registries;
    }
    return named.stream()
        .flatMap(it -> asked.ask(it.name(), it.open()).stream())
        .map(it -> new CachedRegistry(it, RegistryRules.NONE))
        .toList();
  }

  private int carryOut(List<CleanWork> work, AskedAccounts asked, CleanRows rows)
      throws IOException {
    var counts = new EnumMap<Result, Long>(Result.class);
    var freed = 0L;
    for (var it : work) {
      CleanWork.Done done;
      try (var progress = new ProgressLine(errors())) {
        done = it.carryOut(progress);
      }
      freed += rows.done(it.name(), it.plans(), done.outcomes());
      done.outcomes().forEach(outcome -> counts.merge(outcome.result(), 1L, Long::sum));
      rows.problems(it.name(), done.outcomes()).forEach(errors()::println);
      done.refusal().ifPresent(why -> asked.refusedMore(it.name(), why));
    }
    if (common.output() == OutputFormat.JSON) {
      rows.end();
    }
    if (!counts.isEmpty()) {
      errors().println(CleanRows.told(counts, freed));
    }
    return asked.exitCode(counts.containsKey(Result.FAILED));
  }

  /** What is to be done, in one line; of several accounts, it is told of each first. */
  private String summary(List<CleanWork> work, boolean several) {
    if (several) {
      for (var it : work) {
        errors().println(it.name() + ": " + CleanRows.summary(it.plans(), it.recorded()));
      }
    }
    return CleanRows.summary(
        work.stream().flatMap(it -> it.plans().stream()).toList(),
        work.stream().flatMap(it -> it.recorded().stream()).distinct().toList());
  }

  private PrintWriter errors() {
    return spec.commandLine().getErr();
  }

  private ParameterException refusal(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
