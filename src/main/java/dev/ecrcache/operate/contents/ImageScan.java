package dev.ecrcache.operate.contents;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The scans of an image on all its platforms as one answer.
 *
 * @param repository where it is
 * @param tags its tags; none if it is untagged
 * @param digest its digest, of an index or of an image
 * @param platforms the scan of each platform
 * @param counts how many different findings there are of each severity, on whatever platform
 * @param findings the findings, the worst first; none where only their number was asked for
 */
public record ImageScan(
    String repository,
    List<String> tags,
    String digest,
    List<PlatformScan> platforms,
    Map<Severity, Integer> counts,
    List<Finding> findings) {

  /** The worst first; of two that are as bad, what was not scanned. */
  public static final Comparator<ImageScan> WORST_FIRST =
      Comparator.comparing(ImageScan::counts, ImageScan::compare)
          .thenComparing(ImageScan::isScanned)
          .thenComparing(ImageScan::name);

  /**
   * A finding and where it is.
   *
   * @param platforms the platforms; none where no index tells
   */
  public record Finding(Vulnerability vulnerability, Set<String> platforms) {}

  /** Joins the scans of platforms. */
  static ImageScan of(
      String repository, List<String> tags, String digest, List<PlatformScan> platforms) {
    var findings = new TreeMap<String, Finding>();
    var counts = new EnumMap<Severity, Integer>(Severity.class);
    for (var scan : platforms) {
      for (var found : scan.vulnerabilities()) {
        var key = found.severity().ordinal() + found.id() + " " + found.packages();
        var finding = findings.computeIfAbsent(key, it -> new Finding(found, new TreeSet<>()));
        scan.platform().ifPresent(finding.platforms()::add);
      }
    }
    findings.values().forEach(it -> counts.merge(it.vulnerability().severity(), 1, Integer::sum));
    // Where ECR counts more than it lists, its count is the truth.
    platforms.forEach(scan -> scan.counts().forEach((it, n) -> counts.merge(it, n, Math::max)));
    counts.values().removeIf(it -> it == 0);
    return new ImageScan(
        repository, tags, digest, platforms, counts, List.copyOf(findings.values()));
  }

  /** The same with the numbers of its findings alone. */
  ImageScan counted() {
    var bare =
        platforms.stream()
            .map(
                it ->
                    new PlatformScan(
                        it.platform(),
                        it.digest(),
                        it.status(),
                        it.description(),
                        it.completed(),
                        it.counts(),
                        List.of()))
            .toList();
    return new ImageScan(repository, tags, digest, bare, counts, List.of());
  }

  /** Whether all its platforms were scanned. */
  public boolean isScanned() {
    return !platforms.isEmpty() && platforms.stream().allMatch(PlatformScan::isScanned);
  }

  /** The worst severity; empty without findings. */
  public Optional<Severity> worst() {
    return counts.keySet().stream().min(Comparator.naturalOrder());
  }

  /** Repository and tags, or the digest. */
  public String name() {
    return tags.isEmpty() ? repository + "@" + digest : repository + ":" + String.join(",", tags);
  }

  private static int compare(Map<Severity, Integer> some, Map<Severity, Integer> others) {
    for (var severity : Severity.values()) {
      var order = Integer.compare(others.getOrDefault(severity, 0), some.getOrDefault(severity, 0));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
