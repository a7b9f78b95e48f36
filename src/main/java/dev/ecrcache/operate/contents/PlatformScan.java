package dev.ecrcache.operate.contents;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What ECR tells of the scan of one manifest.
 *
 * @param platform what the image runs on; empty where no index tells
 * @param digest of the manifest
 * @param status as ECR words it, {@code NO_SCAN}, {@code NOT_CACHED} or {@code NOT_AN_IMAGE}
 * @param description what ECR says of it
 * @param completed when the scan ended
 * @param counts how many findings there are of each severity
 * @param vulnerabilities the findings
 */
public record PlatformScan(
    Optional<String> platform,
    String digest,
    String status,
    Optional<String> description,
    Optional<Instant> completed,
    Map<Severity, Integer> counts,
    List<Vulnerability> vulnerabilities) {
  static final String NO_SCAN = "NO_SCAN";
  static final String NOT_CACHED = "NOT_CACHED";
  static final String NOT_AN_IMAGE = "NOT_AN_IMAGE";

  /** Of a basic scan, and of a continuous one. */
  private static final Set<String> SCANNED = Set.of("COMPLETE", "ACTIVE");

  static PlatformScan without(Optional<String> platform, String digest, String status) {
    return new PlatformScan(
        platform, digest, status, Optional.empty(), Optional.empty(), Map.of(), List.of());
  }

  /** Whether the findings are all that there are; without that, none says nothing. */
  public boolean isScanned() {
    return SCANNED.contains(status);
  }

  /** What tells it from its like in one line: its platform, else its digest. */
  public String name() {
    return platform.orElse(digest);
  }
}
