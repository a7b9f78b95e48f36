package dev.ecrcache.cli.contents;

import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.Progress;
import dev.ecrcache.operate.contents.Cleaning;
import dev.ecrcache.operate.contents.CleaningPlan;
import dev.ecrcache.operate.contents.CleaningPlan.Planned;
import dev.ecrcache.operate.contents.Contents;
import dev.ecrcache.operate.contents.Outcome;
import dev.ecrcache.operate.contents.PullRecording;
import dev.ecrcache.operate.contents.Selection;
import dev.ecrcache.operate.contents.UsedImages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * What is to be done in an account.
 *
 * @param plans by repository
 * @param recorded principals whose pulls are not to be recorded any more
 * @param hints what whoever confirms it should know, a line each
 */
record CleanWork(
    Account account, List<CleaningPlan> plans, List<String> recorded, List<String> hints) {
  /**
   * What was done in an account.
   *
   * @param outcomes what became of each image and repository
   * @param refusal why AWS did not let it be ended; empty if it did
   */
  record Done(List<Outcome> outcomes, Optional<AwsRefusalException> refusal) {}

  /**
   * Work in one registry.
   *
   * @param used images that stay, as pods and charts have them
   * @throws AwsRefusalException if ECR does not tell what is there
   */
  static CleanWork plan(
      CachedRegistry registry, CleanOptions options, Set<String> used, Progress progress) {
    var account = registry.account();
    var session = account.session();
    try (var ecr = session.client(EcrClient.builder())) {
      var recording = new PullRecording(session, ecr);
      var recorded =
          options.excluded().isEmpty()
              ? List.<String>of()
              : recording.recorded(options.excluded(), account.registry());
      if (!options.cleans()) {
        return new CleanWork(account, List.of(), recorded, List.of());
      }
      var plans =
          CleaningPlan.of(
              new Contents(session, ecr),
              repositories(registry, options.repositories(), ecr),
              options.selection(Instant.now()),
              UsedImages.of(used, registry.images(), account.registry()),
              recording.passesOver(),
              options.deleteEmpty(),
              progress);
      return new CleanWork(account, plans, recorded, hints(account, plans, recording));
    }
  }

  /** Those that may be cleaned: below a prefix; where {@code ROOT} has a rule, others by name. */
  private static List<String> repositories(
      CachedRegistry registry, List<String> patterns, EcrClient ecr) {
    var prefixes = registry.prefixes();
    var possible =
        prefixes.names(registry.account().session(), ecr).stream()
            .filter(it -> prefixes.own(it) || patterns.contains(it))
            .toList();
    return Selection.named(possible, patterns);
  }

  private static List<String> hints(
      Account account, List<CleaningPlan> plans, PullRecording recording) {
    var hints = new ArrayList<String>();
    if (plans.stream().flatMap(it -> it.images().stream()).anyMatch(Planned::ifUnnamed)) {
      hints.add(
          account.name()
              + ": indexes that stay were not read, since ECR would count that as pulls: it keeps"
              + " what they name. --exclude-pulls-of self makes the next plan exact");
    }
    if (recording.inspectorCounts(account.registry())) {
      hints.add(
          account.name()
              + ": Amazon Inspector scans this registry, and ECR counts its scans as pulls."
              + " --exclude-pulls-of inspector ends that");
    }
    return hints;
  }

  String name() {
    return account.name();
  }

  boolean isEmpty() {
    return plans.isEmpty() && recorded.isEmpty();
  }

  /** Does it. */
  Done carryOut(Progress progress) {
    try (var ecr = account.session().client(EcrClient.builder())) {
      var cleaning = new Cleaning(new Contents(account.session(), ecr));
      var outcomes = cleaning.run(plans, recorded, progress);
      return new Done(outcomes, cleaning.refusal());
    }
  }
}
