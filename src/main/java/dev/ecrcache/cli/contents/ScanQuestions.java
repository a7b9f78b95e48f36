package dev.ecrcache.cli.contents;

import dev.ecrcache.distribution.Platform;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.Progress;
import dev.ecrcache.operate.contents.Contents;
import dev.ecrcache.operate.contents.ImageScan;
import dev.ecrcache.operate.contents.PullRecording;
import dev.ecrcache.operate.contents.Scans;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * Asks registries for the scans of images.
 *
 * @param platforms which images of an index are wanted; all if none is given
 */
record ScanQuestions(List<Platform> platforms, Progress progress) {
  /**
   * An image and what is known of it.
   *
   * @param scan empty if it is not in the cache
   */
  record Answer(Account account, String image, Optional<ImageScan> scan) {}

  /**
   * What a registry answers.
   *
   * @param unread how many indexes were not read, whose images stand by themselves
   * @param refusal why answers are missing; empty if none is
   */
  record Answers(List<Answer> images, int unread, Optional<AwsRefusalException> refusal) {}

  /**
   * All images of the cache.
   *
   * @throws AwsRefusalException if ECR does not tell which repositories there are
   */
  Answers all(CachedRegistry registry) {
    var account = registry.account();
    var session = account.session();
    try (var ecr = session.client(EcrClient.builder())) {
      var repositories = registry.prefixes().names(session, ecr);
      var reads = !repositories.isEmpty() && new PullRecording(session, ecr).passesOver();
      var all = scans(account, ecr).all(repositories, reads, progress);
      return new Answers(
          all.images().stream().map(it -> new Answer(account, it.name(), Optional.of(it))).toList(),
          all.unread(),
          all.refusal());
    }
  }

  /** Images that the registry's rules are for, by what they are called. */
  Answers named(CachedRegistry registry, Map<ImageReference, ImageReference> images) {
    var account = registry.account();
    var answers = new ArrayList<Answer>();
    try (var ecr = account.session().client(EcrClient.builder())) {
      var scans = scans(account, ecr);
      for (var image : images.entrySet()) {
        var it = image.getValue();
        var scan = scans.of(it.repository(), it.digest().or(it::tag).orElse("latest"));
        answers.add(new Answer(account, image.getKey().toString(), scan));
      }
      return new Answers(answers, 0, Optional.empty());
    } catch (AwsRefusalException e) {
      return new Answers(answers, 0, Optional.of(e));
    }
  }

  private Scans scans(Account account, EcrClient ecr) {
    return new Scans(new Contents(account.session(), ecr), platforms);
  }

  /**
   * Those of images that are in a registry's cache, and where.
   *
   * @param reasons takes why others are not there
   */
  static Map<ImageReference, ImageReference> cached(
      CachedRegistry registry, List<ImageReference> images, Map<ImageReference, String> reasons) {
    var cache = registry.images();
    var own = Optional.of(registry.account().registry());
    var cached = new LinkedHashMap<ImageReference, ImageReference>();
    for (var image : images) {
      var resolution = cache.resolve(image);
      resolution
          .fromEcr()
          .filter(it -> EcrRegistry.ofHost(it.registry()).equals(own))
          .ifPresentOrElse(
              it -> cached.put(image, it), () -> reasons.put(image, reason(image, resolution)));
    }
    return cached;
  }

  private static String reason(ImageReference image, Resolution resolution) {
    return resolution
        .reason()
        .orElseGet(() -> "%s is in another ECR registry".formatted(image.registry()));
  }
}
