package dev.ecrcache.cli.contents;

import dev.ecrcache.cli.console.OutputFormat;
import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.cli.console.ProgressLine;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.cli.options.AccountOptions;
import dev.ecrcache.cli.options.Confirmation;
import dev.ecrcache.cli.options.EcrCacheCommand;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.CachePrefixes;
import dev.ecrcache.operate.RegistryRules;
import dev.ecrcache.operate.contents.Cleaning;
import dev.ecrcache.operate.contents.Cleaning.Outcome;
import dev.ecrcache.operate.contents.Cleaning.Result;
import dev.ecrcache.operate.contents.CleaningPlan;
import dev.ecrcache.operate.contents.CleaningPlan.Planned;
import dev.ecrcache.operate.contents.Contents;
import dev.ecrcache.operate.contents.PullRecording;
import dev.ecrcache.operate.contents.Selection;
import dev.ecrcache.operate.contents.UsedImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.ecr.EcrClient;

/** {@code ecr-cache clean}: deletes cached images that nobody needs. */
@Command(
    name = "clean",
    description = {
      "Deletes cached images that nobody pulls, that are old, or that have no tag.",
      "All that is given must hold. What goes, and how much, is shown first; nothing goes that is",
      "outside the prefixes of the cache, or was pulled meanwhile."
    })
public final class CleanCommand implements Callable<Integer> {
  /**
   * What is to be done in an account.
   *
   * @param plans by repository
   * @param recorded principals whose pulls are not to be recorded any more
   */
  private record Work(Account account, List<CleaningPlan> plans, List<String> recorded) {
    boolean isEmpty() {
      return plans.isEmpty() && recorded.isEmpty();
    }
  }

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
    var work = new ArrayList<Work>();
    var all = accounts.accounts();
    try (var progress = new ProgressLine(errors())) {
      var ofPods = keep.ofPods(progress);
      for (var account : all) {
        work.add(plan(account, ofPods, progress));
      }
    }
    var rows = new CleanRows(common.output(), out, all.size() > 1);
    var nothing = work.stream().allMatch(Work::isEmpty);
    if (options.dryRun() || nothing || common.output() == OutputFormat.TABLE) {
      for (var it : work) {
        rows.plan(it.account().name(), it.plans());
      }
      rows.end();
    }
    var summary = summary(work);
    errors().println(summary);
    if (options.dryRun() || nothing) {
      return ExitCode.OK;
    }
    confirmation.ask(summary);
    return carryOut(work, rows);
  }

  private Work plan(Account account, Set<String> ofPods, ProgressLine progress) {
    var session = account.session();
    try (var ecr = session.client(EcrClient.builder())) {
      var recording = new PullRecording(session, ecr);
      var recorded =
          options.excluded().isEmpty()
              ? List.<String>of()
              : recording.recorded(options.excluded(), account.registry());
      if (!options.cleans()) {
        return new Work(account, List.of(), recorded);
      }
      var cache = new CachedImages(account.registry().host(), RegistryRules.of(session, ecr));
      var images = new HashSet<>(ofPods);
      keep.ofStacks(cache).forEach(images::add);
      var contents = new Contents(session, ecr);
      var plans =
          CleaningPlan.of(
              contents,
              repositories(account, ecr),
              options.selection(Instant.now()),
              UsedImages.of(images, cache, account.registry()),
              recording.passesOver(),
              options.deleteEmpty(),
              progress);
      progress.close();
      hints(account, plans, recording);
      return new Work(account, plans, recorded);
    }
  }

  /** Those that may be cleaned: below a prefix; where {@code ROOT} has a rule, others by name. */
  private List<String> repositories(Account account, EcrClient ecr) {
    var prefixes = CachePrefixes.of(account.session(), ecr);
    var place = "%s in %s".formatted(account.name(), account.registry().region());
    if (!prefixes.exist()) {
      throw refusal("there is no pull-through cache rule in " + place);
    }
    var patterns = options.repositories();
    for (var name : patterns) {
      if (!name.contains("*") && !prefixes.own(name) && !prefixes.hasRoot()) {
        throw refusal(
            "--repository %s: is not below a prefix of the cache of %s: %s"
                .formatted(name, place, String.join(", ", prefixes.prefixes())));
      }
    }
    var possible =
        prefixes.names(account.session(), ecr).stream()
            .filter(it -> prefixes.own(it) || patterns.contains(it))
            .toList();
    return Selection.named(possible, patterns);
  }

  private void hints(Account account, List<CleaningPlan> plans, PullRecording recording) {
    if (plans.stream().flatMap(it -> it.images().stream()).anyMatch(Planned::ifUnnamed)) {
      errors()
          .println(
              account.name()
                  + ": indexes that stay were not read, since ECR would count that as pulls: it keeps"
                  + " what they name. --exclude-pulls-of self makes the next plan exact");
    }
    if (recording.inspectorCounts(account.registry())) {
      errors()
          .println(
              account.name()
                  + ": Amazon Inspector scans this registry, and ECR counts its scans as pulls."
                  + " --exclude-pulls-of inspector ends that");
    }
  }

  private int carryOut(List<Work> work, CleanRows rows) throws IOException {
    var refusal = Optional.<AwsRefusalException>empty();
    var outcomes = new ArrayList<Outcome>();
    var freed = 0L;
    for (var it : work) {
      try (var ecr = it.account().session().client(EcrClient.builder());
          var progress = new ProgressLine(errors())) {
        var recording = new PullRecording(it.account().session(), ecr);
        it.recorded().forEach(recording::exclude);
        var cleaning = new Cleaning(new Contents(it.account().session(), ecr));
        var done = cleaning.run(it.plans(), progress);
        outcomes.addAll(done);
        freed += rows.done(it.account().name(), it.plans(), done);
        refusal = refusal.or(cleaning::refusal);
      }
    }
    if (common.output() == OutputFormat.JSON) {
      rows.end();
    }
    tell(outcomes, freed);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return outcomes.stream().anyMatch(it -> it.result() == Result.FAILED)
        ? ExitCode.SOFTWARE
        : ExitCode.OK;
  }

  private void tell(List<Outcome> outcomes, long freed) {
    var counts = new HashMap<Result, Long>();
    for (var outcome : outcomes) {
      counts.merge(outcome.result(), 1L, Long::sum);
      if (outcome.result() == Result.FAILED || outcome.result() == Result.CHANGED) {
        errors()
            .println(
                Printable.of(
                    "%s%s: %s"
                        .formatted(
                            outcome.repository(),
                            outcome.digest().map(it -> "@" + it).orElse(""),
                            outcome.problem().orElse(""))));
      }
    }
    if (!outcomes.isEmpty()) {
      errors().println(CleanRows.told(counts, freed));
    }
  }

  private static String summary(List<Work> work) {
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
