package dev.ecrcache.operate.contents;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.model.ImageDetail;

/**
 * A manifest that a repository holds, without what it names.
 *
 * @param digest its digest
 * @param tags its tags, in order; none if it is untagged
 * @param kind what it is
 * @param subject the digest of the image that it says something about, as signatures do
 * @param bytes its compressed size, as ECR bills it; 0 of an index, of which ECR tells the size of
 *     its largest image
 * @param pushed when it came
 * @param pulled when ECR last recorded a pull
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html">ImageDetail</a>
 */
public record StoredImage(
    String digest,
    List<String> tags,
    Kind kind,
    Optional<String> subject,
    long bytes,
    Instant pushed,
    Optional<Instant> pulled) {

  /** What a manifest is of. */
  public enum Kind {
    /** Several images, by their platforms. */
    INDEX,
    /** One image. */
    IMAGE,
    /** Something else, such as a Helm chart or a signature. */
    ARTIFACT
  }

  private static final Set<String> INDEXES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final Set<String> CONFIGURATIONS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json");
  // https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md
  private static final Pattern ABOUT = Pattern.compile("(sha256)-([0-9a-f]{64})(\\.[a-z]+)?");

  /** One that ECR describes. */
  static StoredImage of(ImageDetail detail) {
    var tags = detail.imageTags().stream().sorted().toList();
    var kind = kind(detail);
    return new StoredImage(
        detail.imageDigest(),
        tags,
        kind,
        Optional.ofNullable(detail.subjectManifestDigest()).or(() -> subject(tags)),
        kind == Kind.INDEX || detail.imageSizeInBytes() == null ? 0 : detail.imageSizeInBytes(),
        detail.imagePushedAt() == null ? Instant.EPOCH : detail.imagePushedAt(),
        Optional.ofNullable(detail.lastRecordedPullTime()));
  }

  private static Kind kind(ImageDetail detail) {
    var type = detail.artifactMediaType();
    if (INDEXES.contains(String.valueOf(detail.imageManifestMediaType()))) {
      return Kind.INDEX;
    }
    return type == null || CONFIGURATIONS.contains(type) ? Kind.IMAGE : Kind.ARTIFACT;
  }

  /** Of a tag in which cosign tells the image that its signature is of. */
  private static Optional<String> subject(List<String> tags) {
    return tags.stream()
        .map(ABOUT::matcher)
        .flatMap(it -> it.matches() ? Stream.of(it.group(1) + ":" + it.group(2)) : Stream.of())
        .findFirst();
  }

  /** When it was last of use: its last pull, or when it came, if that was later. */
  public Instant used() {
    return pulled.filter(it -> it.isAfter(pushed)).orElse(pushed);
  }
}
