package dev.ecrcache.operate.contents;

import dev.ecrcache.operate.Answered;
import dev.ecrcache.operate.Concurrently;
import dev.ecrcache.operate.Progress;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A repository whose images nobody pulls.
 *
 * @param name its name
 * @param images how many images it holds
 * @param bytes their sizes, added up; layers that several share are billed once
 * @param pushed when the newest came; empty if it holds none
 * @param pulled when one was last pulled; empty if none was
 */
public record UnusedRepository(
    String name, int images, long bytes, Optional<Instant> pushed, Optional<Instant> pulled) {

  /** Those of which no image was pulled since a time, nor came since then; the largest first. */
  public static Answered<UnusedRepository> since(
      Instant since, List<String> repositories, Contents contents, Progress progress) {
    return Concurrently.untilRefused(
            "repositories",
            repositories,
            Contents.CONCURRENCY,
            name -> of(name, contents.images(name), since),
            progress)
        .map(
            told ->
                told.stream()
                    .flatMap(Optional::stream)
                    .flatMap(Optional::stream)
                    .sorted(
                        Comparator.comparing(UnusedRepository::bytes)
                            .reversed()
                            .thenComparing(UnusedRepository::name))
                    .toList());
  }

  private static Optional<UnusedRepository> of(
      String name, List<StoredImage> images, Instant since) {
    if (images.stream().anyMatch(it -> !it.used().isBefore(since))) {
      return Optional.empty();
    }
    return Optional.of(
        new UnusedRepository(
            name,
            images.size(),
            images.stream().mapToLong(StoredImage::bytes).sum(),
            images.stream().map(StoredImage::pushed).max(Comparator.naturalOrder()),
            images.stream().flatMap(it -> it.pulled().stream()).max(Comparator.naturalOrder())));
  }
}
