package dev.ecrcache.operate.doctor;

import dev.ecrcache.distribution.Manifest;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.operate.AwsRefusalException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/**
 * What a registry holds of an image. Methods throw {@link AwsRefusalException} where ECR does not
 * tell.
 *
 * @param image the reference in the cache
 * @param registryId the account of the cache, which may be another than that which asks
 */
record CachedCopy(CacheFacts facts, ImageReference image, String registryId) {
  /** ECR's limit of digests in one question. */
  private static final int MOST = 100;

  private static final List<String> TYPES =
      List.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  /** What a node asks for: the digest if there is one. */
  ImageIdentifier id() {
    return image
        .digest()
        .map(it -> ImageIdentifier.builder().imageDigest(it).build())
        .orElseGet(() -> tagId().orElseThrow());
  }

  /** The tag, where there is one or nothing else. */
  Optional<ImageIdentifier> tagId() {
    return image
        .tag()
        .or(() -> image.digest().isPresent() ? Optional.empty() : Optional.of("latest"))
        .map(it -> ImageIdentifier.builder().imageTag(it).build());
  }

  /** The repository; empty if there is none yet. */
  Optional<Repository> repository() {
    return facts.ask(
        "ecr:DescribeRepositories",
        () -> {
          try {
            return facts
                .ecr()
                .describeRepositories(
                    it -> it.registryId(registryId).repositoryNames(image.repository()))
                .repositories()
                .stream()
                .findFirst();
          } catch (RepositoryNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  /** What is there of it, asked so that nothing is imported. */
  Optional<ImageDetail> detail() {
    return facts.ask(
        "ecr:DescribeImages",
        () -> {
          try {
            return facts
                .ecr()
                .describeImages(
                    it ->
                        it.registryId(registryId).repositoryName(image.repository()).imageIds(id()))
                .imageDetails()
                .stream()
                .findFirst();
          } catch (RepositoryNotFoundException | ImageNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  /**
   * Pulls the manifest as a node would, for which ECR imports the image; empty if there is none.
   */
  Optional<Manifest> pull(ImageIdentifier wanted) {
    return manifests(List.of(wanted)).stream().findFirst();
  }

  /** The manifests of digests; those that are not there are left out. */
  List<Manifest> manifests(List<ImageIdentifier> wanted) {
    var found = new ArrayList<Manifest>();
    for (var from = 0; from < wanted.size(); from += MOST) {
      var part = wanted.subList(from, Math.min(from + MOST, wanted.size()));
      var answer =
          facts.ask(
              "ecr:BatchGetImage",
              () ->
                  facts
                      .ecr()
                      .batchGetImage(
                          it ->
                              it.registryId(registryId)
                                  .repositoryName(image.repository())
                                  .imageIds(part)
                                  .acceptedMediaTypes(TYPES)));
      found.addAll(read(answer));
    }
    return found;
  }

  private static List<Manifest> read(BatchGetImageResponse answer) {
    return answer.images().stream()
        .map(
            it ->
                Manifest.parse(
                    it.imageManifest().getBytes(StandardCharsets.UTF_8),
                    it.imageManifestMediaType() == null ? "" : it.imageManifestMediaType(),
                    it.imageId().imageDigest()))
        .toList();
  }

  /** Which of the digests of layers are not there. */
  List<String> missing(List<String> digests) {
    var missing = new ArrayList<String>();
    for (var from = 0; from < digests.size(); from += MOST) {
      var part = digests.subList(from, Math.min(from + MOST, digests.size()));
      var there =
          facts
              .ask(
                  "ecr:BatchCheckLayerAvailability",
                  () ->
                      facts
                          .ecr()
                          .batchCheckLayerAvailability(
                              it ->
                                  it.registryId(registryId)
                                      .repositoryName(image.repository())
                                      .layerDigests(part)))
              .layers()
              .stream()
              .filter(it -> it.layerAvailability() == LayerAvailability.AVAILABLE)
              .map(it -> it.layerDigest())
              .collect(Collectors.toSet());
      part.stream().filter(it -> !there.contains(it)).forEach(missing::add);
    }
    return missing;
  }
}
