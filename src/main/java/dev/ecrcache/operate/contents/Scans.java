package dev.ecrcache.operate.contents;

import dev.ecrcache.distribution.Platform;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.Concurrently;
import dev.ecrcache.operate.Progress;
import dev.ecrcache.operate.contents.StoredImage.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.model.DescribeImageScanFindingsResponse;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.ScanNotFoundException;

/**
 * Asks for the scans of images.
 *
 * @param contents asks for the images
 * @param platforms which images of an index are wanted; all if none is given
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html">DescribeImageScanFindings</a>
 */
public record Scans(Contents contents, List<Platform> platforms) {
  private static final int PAGE = 1000;
  private static final String ACTIVE = "ACTIVE";

  /**
   * The scans of whole repositories.
   *
   * @param images the scan of each image
   * @param unread how many indexes were not read, whose images stand by themselves
   * @param refusal why the repositories that were still to come are missing; empty if none is
   */
  public record All(List<ImageScan> images, int unread, Optional<AwsRefusalException> refusal) {}

  /** The scans of one repository. */
  private record Scanned(List<ImageScan> images, int unread) {}

  /**
   * The scan of one image, with its findings. To read an index counts as a pull of it.
   *
   * @param reference its tag or digest
   * @return empty if it is not there
   * @throws AwsRefusalException if ECR does not tell
   */
  public Optional<ImageScan> of(String repository, String reference) {
    return contents
        .find(repository, reference)
        .map(
            image -> {
              var tags = reference.indexOf(':') < 0 ? List.of(reference) : image.tags();
              var indexes =
                  image.kind() == Kind.INDEX
                      ? contents.indexes(repository, List.of(image.digest()))
                      : Map.<String, IndexManifest>of();
              return scan(
                  repository, image, tags, Optional.ofNullable(indexes.get(image.digest())));
            });
  }

  /**
   * The scans of all images of repositories, with the numbers of their findings.
   *
   * @param readIndexes whether indexes are read, which counts as a pull unless the session's pulls
   *     are not recorded
   */
  public All all(List<String> repositories, boolean readIndexes, Progress progress) {
    var answers =
        Concurrently.untilRefused(
            "repositories",
            repositories,
            Contents.CONCURRENCY,
            repository -> repository(repository, readIndexes),
            progress);
    var scanned = answers.all().stream().flatMap(Optional::stream).toList();
    return new All(
        scanned.stream().flatMap(it -> it.images().stream()).toList(),
        scanned.stream().mapToInt(Scanned::unread).sum(),
        answers.refusal());
  }

  private Scanned repository(String repository, boolean readIndexes) {
    var stored = contents.images(repository);
    var indexes = stored.stream().filter(it -> it.kind() == Kind.INDEX).toList();
    var read =
        readIndexes && !indexes.isEmpty()
            ? contents.indexes(repository, indexes.stream().map(StoredImage::digest).toList())
            : Map.<String, IndexManifest>of();
    var children = new HashSet<String>();
    read.values().forEach(it -> children.addAll(it.all()));
    var scans = new ArrayList<ImageScan>();
    for (var image : stored) {
      var index = Optional.ofNullable(read.get(image.digest()));
      var ownRow =
          index.isPresent() || image.kind() == Kind.IMAGE && !children.contains(image.digest());
      if (ownRow && image.subject().isEmpty()) {
        var scan = scan(repository, image, image.tags(), index).counted();
        if (!scan.platforms().isEmpty()) {
          scans.add(scan);
        }
      }
    }
    return new Scanned(scans, indexes.size() - read.size());
  }

  private ImageScan scan(
      String repository, StoredImage image, List<String> tags, Optional<IndexManifest> index) {
    Stream<PlatformScan> scans;
    if (index.isPresent()) {
      scans =
          index.get().images().stream()
              .filter(it -> isWanted(it.platform()))
              .map(it -> ask(repository, it.digest(), Optional.of(it.platform())));
    } else if (image.kind() == Kind.IMAGE) {
      scans = Stream.of(ask(repository, image.digest(), Optional.empty()));
    } else {
      scans =
          Stream.of(
              PlatformScan.without(Optional.empty(), image.digest(), PlatformScan.NOT_AN_IMAGE));
    }
    return ImageScan.of(repository, tags, image.digest(), scans.toList());
  }

  private boolean isWanted(String platform) {
    if (platforms.isEmpty()) {
      return true;
    }
    var parts = platform.split("/", 3);
    var of =
        new Platform(parts[0], parts[1], Optional.ofNullable(parts.length > 2 ? parts[2] : null));
    return platforms.stream().anyMatch(it -> it.isServedBy(of));
  }

  private PlatformScan ask(String repository, String digest, Optional<String> platform) {
    return contents
        .session()
        .ask(
            "ecr:DescribeImageScanFindings",
            () -> {
              try {
                return read(repository, digest, platform);
              } catch (ScanNotFoundException e) {
                return PlatformScan.without(platform, digest, PlatformScan.NO_SCAN);
              } catch (ImageNotFoundException | RepositoryNotFoundException e) {
                return PlatformScan.without(platform, digest, PlatformScan.NOT_CACHED);
              }
            });
  }

  private PlatformScan read(String repository, String digest, Optional<String> platform) {
    var pages =
        contents
            .ecr()
            .describeImageScanFindingsPaginator(
                it -> it.repositoryName(repository).imageId(Contents.id(digest)).maxResults(PAGE));
    DescribeImageScanFindingsResponse last = null;
    var counts = new EnumMap<Severity, Integer>(Severity.class);
    var found = new ArrayList<Vulnerability>();
    for (var page : pages) {
      last = page;
      var findings = page.imageScanFindings();
      if (findings != null) {
        findings.findings().stream().map(Vulnerability::of).forEach(found::add);
        findings.enhancedFindings().stream()
            .filter(it -> it.status() == null || it.status().equals(ACTIVE))
            .map(Vulnerability::of)
            .forEach(found::add);
        // Each page has those of all.
        counts.clear();
        findings
            .findingSeverityCountsAsStrings()
            .forEach((word, count) -> counts.merge(Severity.of(word), count, Integer::sum));
      }
    }
    var status = last.imageScanStatus();
    var findings = last.imageScanFindings();
    return new PlatformScan(
        platform,
        digest,
        status == null ? PlatformScan.NO_SCAN : status.statusAsString(),
        Optional.ofNullable(status).map(it -> it.description()).filter(it -> !it.isBlank()),
        Optional.ofNullable(findings).map(it -> it.imageScanCompletedAt()),
        counts,
        List.copyOf(found));
  }
}
