package dev.ecrcache.operate.contents;

import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.Concurrently;
import dev.ecrcache.operate.Progress;
import dev.ecrcache.operate.contents.CleaningPlan.Planned;
import dev.ecrcache.operate.contents.CleaningPlan.Wave;
import dev.ecrcache.operate.contents.Outcome.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.RepositoryNotEmptyException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** Deletes what a plan shows, and of that nothing which has changed since. */
public final class Cleaning {
  private final Contents contents;
  private final AtomicReference<AwsRefusalException> refusal = new AtomicReference<>();

  /**
   * @param contents asks the registry
   */
  public Cleaning(Contents contents) {
    this.contents = contents;
  }

  /**
   * Carries out plans. What AWS refuses ends it, and is the {@link #refusal}.
   *
   * @param recorded principals whose pulls ECR is to record no more, which comes first
   */
  public List<Outcome> run(List<CleaningPlan> plans, List<String> recorded, Progress progress) {
    try {
      recorded.forEach(new PullRecording(contents.session(), contents.ecr())::exclude);
    } catch (AwsRefusalException e) {
      refusal.set(e);
    }
    return Concurrently.map("repositories", plans, Contents.CONCURRENCY, this::repository, progress)
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** What AWS refused as a whole. */
  public Optional<AwsRefusalException> refusal() {
    return Optional.ofNullable(refusal.get());
  }

  private List<Outcome> repository(CleaningPlan plan) {
    var outcomes = new HashMap<String, Outcome>();
    var whole = Optional.<Outcome>empty();
    try {
      if (refusal.get() == null) {
        images(plan, outcomes);
        if (plan.whole()
            && outcomes.values().stream()
                .allMatch(it -> it.result() == Result.DELETED || it.result() == Result.GONE)) {
          whole = Optional.of(delete(plan.repository()));
        }
      }
    } catch (AwsRefusalException e) {
      refusal.compareAndSet(null, e);
    }
    var all = new ArrayList<Outcome>();
    for (var planned : plan.images()) {
      var digest = planned.image().digest();
      all.add(outcomes.getOrDefault(digest, untried(plan, Optional.of(digest))));
    }
    if (plan.whole()) {
      all.add(whole.orElseGet(() -> untried(plan, Optional.empty())));
    }
    return all;
  }

  private Outcome untried(CleaningPlan plan, Optional<String> digest) {
    return refusal().isPresent()
        ? new Outcome(
            plan.repository(), digest, Result.REFUSED, refusal().map(Throwable::getMessage))
        : new Outcome(plan.repository(), digest, Result.CHANGED, Optional.of("it is not empty"));
  }

  private void images(CleaningPlan plan, Map<String, Outcome> outcomes) {
    if (plan.images().isEmpty()) {
      return;
    }
    var now =
        contents.images(plan.repository()).stream()
            .collect(Collectors.toMap(StoredImage::digest, Function.identity()));
    var going = plan.images().stream().map(it -> it.image().digest()).collect(Collectors.toSet());
    for (var wave : Wave.values()) {
      var lot = new ArrayList<String>();
      for (var planned : plan.images()) {
        var image = planned.image();
        if (Wave.of(image, going) == wave) {
          var reason = change(planned, now.get(image.digest()), outcomes);
          if (reason.isEmpty()) {
            lot.add(image.digest());
          } else {
            outcomes.put(
                image.digest(),
                new Outcome(
                    plan.repository(),
                    Optional.of(image.digest()),
                    now.containsKey(image.digest()) ? Result.CHANGED : Result.GONE,
                    reason));
          }
        }
      }
      for (var digests : Contents.lots(lot)) {
        delete(plan.repository(), digests, outcomes);
      }
    }
  }

  /** Why an image that was planned is left. */
  private static Optional<String> change(
      Planned planned, StoredImage now, Map<String, Outcome> outcomes) {
    var then = planned.image();
    if (now == null) {
      return Optional.of("is gone");
    }
    if (now.used().isAfter(then.used())) {
      return Optional.of("was pulled or pushed meanwhile");
    }
    if (!now.tags().equals(then.tags())) {
      return Optional.of("has other tags meanwhile");
    }
    return then.subject()
        .map(outcomes::get)
        .filter(it -> it.result() != Result.DELETED && it.result() != Result.GONE)
        .map(it -> "what it is about stays");
  }

  private void delete(String repository, List<String> digests, Map<String, Outcome> outcomes) {
    var failures =
        contents
            .session()
            .ask(
                "ecr:BatchDeleteImage",
                () ->
                    contents
                        .ecr()
                        .batchDeleteImage(
                            it ->
                                it.repositoryName(repository)
                                    .imageIds(digests.stream().map(Contents::id).toList()))
                        .failures());
    digests.forEach(
        it ->
            outcomes.put(
                it, new Outcome(repository, Optional.of(it), Result.DELETED, Optional.empty())));
    for (var failure : failures) {
      var digest = failure.imageId().imageDigest();
      outcomes.put(
          digest,
          new Outcome(
              repository,
              Optional.ofNullable(digest),
              result(failure),
              Optional.ofNullable(failure.failureReason())));
    }
  }

  private static Result result(ImageFailure failure) {
    if (failure.failureCode() == ImageFailureCode.IMAGE_REFERENCED_BY_MANIFEST_LIST) {
      return Result.NAMED;
    }
    return failure.failureCode() == ImageFailureCode.IMAGE_NOT_FOUND ? Result.GONE : Result.FAILED;
  }

  /** Not by force: ECR refuses it if something came meanwhile. */
  private Outcome delete(String repository) {
    return contents
        .session()
        .ask(
            "ecr:DeleteRepository",
            () -> {
              try {
                contents.ecr().deleteRepository(it -> it.repositoryName(repository));
                return new Outcome(repository, Optional.empty(), Result.DELETED, Optional.empty());
              } catch (RepositoryNotEmptyException e) {
                return new Outcome(
                    repository, Optional.empty(), Result.CHANGED, Optional.of("it is not empty"));
              } catch (RepositoryNotFoundException e) {
                return new Outcome(
                    repository, Optional.empty(), Result.GONE, Optional.of("is gone"));
              }
            });
  }
}
