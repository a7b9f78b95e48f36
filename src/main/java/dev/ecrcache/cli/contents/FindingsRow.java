package dev.ecrcache.cli.contents;

import dev.ecrcache.operate.contents.ImageScan;
import dev.ecrcache.operate.contents.PlatformScan;
import dev.ecrcache.operate.contents.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What scans found in one image, for scripts. Absent parts are null.
 *
 * @param account the account, or the stack of a fleet
 * @param image the image as it was asked for, else repository and tags
 * @param repository where it is; null if it is not in the cache
 * @param tags its tags
 * @param digest of the index or the image
 * @param scanned whether all its platforms were
 * @param worst the worst severity
 * @param severities the number of different findings of each severity, the worst first
 * @param platforms the scan of each platform
 * @param findings the findings, the worst first; empty where all images are asked for
 */
record FindingsRow(
    String account,
    String image,
    String repository,
    List<String> tags,
    String digest,
    boolean scanned,
    String worst,
    Map<String, Integer> severities,
    List<PlatformRow> platforms,
    List<FindingRow> findings) {

  /** The scan of one platform. */
  record PlatformRow(
      String platform,
      String digest,
      String status,
      String description,
      String completed,
      boolean scanned,
      Map<String, Integer> severities) {

    static PlatformRow of(PlatformScan scan) {
      return new PlatformRow(
          scan.platform().orElse(null),
          scan.digest(),
          scan.status(),
          scan.description().orElse(null),
          scan.completed().map(Instant::toString).orElse(null),
          scan.isScanned(),
          words(scan.counts()));
    }

    String problem() {
      return (platform == null ? "" : platform + " ")
          + status
          + (description == null ? "" : " (%s)".formatted(description));
    }
  }

  /** One finding. */
  record FindingRow(
      String id,
      String severity,
      String packages,
      String fixedIn,
      String uri,
      Set<String> platforms) {

    static FindingRow of(ImageScan.Finding finding) {
      var it = finding.vulnerability();
      return new FindingRow(
          it.id(),
          it.severity().word(),
          it.packages(),
          it.fixedIn().orElse(null),
          it.uri().orElse(null),
          finding.platforms());
    }

    /** Indented below the image. */
    List<String> cells() {
      var where = new ArrayList<String>();
      if (!packages.isEmpty()) {
        where.add(packages);
      }
      if (fixedIn != null) {
        where.add("fixed in " + fixedIn);
      }
      where.addAll(platforms);
      return List.of("  %s %s".formatted(severity, id), String.join(", ", where));
    }
  }

  static FindingsRow of(String account, String image, Optional<ImageScan> scan) {
    return scan.map(
            it ->
                new FindingsRow(
                    account,
                    image,
                    it.repository(),
                    it.tags(),
                    it.digest(),
                    it.isScanned(),
                    it.worst().map(Severity::word).orElse(null),
                    words(it.counts()),
                    it.platforms().stream().map(PlatformRow::of).toList(),
                    it.findings().stream().map(FindingRow::of).toList()))
        .orElseGet(
            () ->
                new FindingsRow(
                    account, image, null, List.of(), null, false, null, Map.of(), List.of(),
                    List.of()));
  }

  /** Whether it makes the exit code 1. */
  boolean isFinding(Severity least, boolean unscannedFails) {
    return worst != null && isAtLeast(worst, least) || !scanned && unscannedFails;
  }

  /** The lines of a table: the image, and its findings as bad as a severity or worse. */
  List<List<String>> lines(boolean several, Severity least) {
    var lines = new ArrayList<List<String>>();
    var first = new ArrayList<String>();
    if (several) {
      first.add(account);
    }
    first.add(image);
    first.add(verdict());
    lines.add(first);
    findings.stream()
        .filter(it -> isAtLeast(it.severity(), least))
        .forEach(
            it ->
                lines.add(
                    several
                        ? Stream.concat(Stream.of(""), it.cells().stream()).toList()
                        : it.cells()));
    return lines;
  }

  private String verdict() {
    if (repository == null) {
      return "not scanned: is not in the cache";
    }
    var parts = new ArrayList<String>();
    if (!severities.isEmpty()) {
      parts.add(
          severities.entrySet().stream()
              .map(it -> it.getKey() + " " + it.getValue())
              .collect(Collectors.joining(", ")));
    }
    if (!scanned) {
      parts.add(
          "not scanned: "
              + (platforms.isEmpty()
                  ? "has no image for the platforms that are asked for"
                  : platforms.stream()
                      .filter(it -> !it.scanned())
                      .map(PlatformRow::problem)
                      .collect(Collectors.joining(", "))));
    }
    return parts.isEmpty() ? "clean" : String.join("; ", parts);
  }

  private static boolean isAtLeast(String word, Severity least) {
    return Severity.valueOf(word.toUpperCase(Locale.ROOT)).isAtLeast(least);
  }

  private static Map<String, Integer> words(Map<Severity, Integer> counts) {
    var words = new LinkedHashMap<String, Integer>();
    for (var severity : Severity.values()) {
      if (counts.getOrDefault(severity, 0) > 0) {
        words.put(severity.word(), counts.get(severity));
      }
    }
    return words;
  }
}
