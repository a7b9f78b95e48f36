package dev.ecrcache.cli.contents;

import dev.ecrcache.operate.contents.PullRecording;
import dev.ecrcache.operate.contents.Selection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which images are to go. */
final class CleanOptions {
  @Option(
      names = "--not-pulled-for",
      paramLabel = "AGE",
      converter = Ages.class,
      description =
          "images that nobody pulled for so long, such as 30d; one that was never pulled counts from"
              + " its push, and a scan of Amazon Inspector's is a pull")
  private Duration notPulledFor;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      converter = Ages.class,
      description = "images that came longer ago, such as 90d")
  private Duration olderThan;

  @Option(
      names = "--pushed-before",
      paramLabel = "DATE",
      description = "images that came before a day, such as 2026-01-31, in UTC")
  private LocalDate pushedBefore;

  @Option(names = "--untagged", description = "images without a tag")
  private boolean untagged;

  @Option(
      names = "--repository",
      paramLabel = "NAMES",
      split = ",",
      description =
          "images of repositories of these names, such as 'docker-hub/*', where * stands for any"
              + " characters; by default of all below the prefixes of the cache")
  private List<String> repositories = List.of();

  @Option(
      names = "--delete-empty",
      description = "delete repositories, too, that are empty or become so")
  private boolean deleteEmpty;

  @Option(
      names = "--exclude-pulls-of",
      paramLabel = "WHO",
      split = ",",
      description =
          "have ECR no longer record pulls of a principal: inspector, self, or the ARN of a role or"
              + " user")
  private List<String> excluded = List.of();

  @Option(names = "--dry-run", description = "tell what would be done, and do nothing")
  private boolean dryRun;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  boolean dryRun() {
    return dryRun;
  }

  boolean deleteEmpty() {
    return deleteEmpty;
  }

  List<String> excluded() {
    return excluded;
  }

  List<String> repositories() {
    return repositories;
  }

  /** Whether images or repositories are to go, and not pulls to be excluded alone. */
  boolean cleans() {
    return selectsImages() || deleteEmpty;
  }

  private boolean selectsImages() {
    return notPulledFor != null
        || olderThan != null
        || pushedBefore != null
        || untagged
        || !repositories.isEmpty();
  }

  /**
   * Looks, before AWS is asked, whether the options can work.
   *
   * @throws ParameterException if not
   */
  void check() {
    if (!cleans() && excluded.isEmpty()) {
      throw refusal(
          "nothing is selected; give --not-pulled-for, --older-than, --pushed-before, --untagged,"
              + " --repository or --delete-empty");
    }
    for (var who : excluded) {
      if (!PullRecording.isPrincipal(who)) {
        throw refusal(
            "--exclude-pulls-of %s: is neither inspector, self, nor the ARN of a role or user"
                .formatted(who));
      }
    }
  }

  /**
   * Looks whether repositories that are named in full are of one of the caches.
   *
   * @throws ParameterException if not
   */
  void checkRepositories(List<CachedRegistry> registries) {
    for (var name : repositories) {
      if (!name.contains("*")
          && !registries.isEmpty()
          && registries.stream().map(CachedRegistry::prefixes).noneMatch(it -> it.mayOwn(name))) {
        throw refusal(
            "--repository %s: is not below a prefix of the cache of %s"
                .formatted(
                    name,
                    registries.stream()
                        .map(it -> it.place() + ": " + String.join(", ", it.prefixes().prefixes()))
                        .collect(Collectors.joining("; "))));
      }
    }
  }

  /** What holds for the images that are to go. */
  Selection selection(Instant now) {
    if (!selectsImages()) {
      return new Selection(Optional.empty(), Optional.of(Instant.EPOCH), true);
    }
    var before =
        Stream.of(
                Optional.ofNullable(pushedBefore)
                    .map(it -> it.atStartOfDay().toInstant(ZoneOffset.UTC)),
                Optional.ofNullable(olderThan).map(now::minus))
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder());
    return new Selection(Optional.ofNullable(notPulledFor).map(now::minus), before, untagged);
  }

  private ParameterException refusal(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
