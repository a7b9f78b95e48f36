package dev.ecrcache.operate.contents;

import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.AwsSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/**
 * Asks a registry for its images, in as few calls as ECR allows.
 *
 * @param session of the account
 * @param ecr its client
 */
public record Contents(AwsSession session, EcrClient ecr) {
  /** How many repositories are asked for at once. */
  public static final int CONCURRENCY = 16;

  /** The most images that ECR takes in one call. */
  static final int LOT = 100;

  private static final int PAGE = 1000;

  /**
   * All images of a repository, without those that are archived; none if it has gone.
   *
   * @throws AwsRefusalException if ECR does not tell
   */
  List<StoredImage> images(String repository) {
    return session.ask(
        "ecr:DescribeImages",
        () -> {
          try {
            return ecr
                .describeImagesPaginator(it -> it.repositoryName(repository).maxResults(PAGE))
                .imageDetails()
                .stream()
                .map(StoredImage::of)
                .toList();
          } catch (RepositoryNotFoundException e) {
            return List.of();
          }
        });
  }

  /**
   * One image; empty if it is not there.
   *
   * @param reference its tag or digest
   * @throws AwsRefusalException if ECR does not tell
   */
  Optional<StoredImage> find(String repository, String reference) {
    return session.ask(
        "ecr:DescribeImages",
        () -> {
          try {
            return ecr
                .describeImages(it -> it.repositoryName(repository).imageIds(id(reference)))
                .imageDetails()
                .stream()
                .map(StoredImage::of)
                .findFirst();
          } catch (RepositoryNotFoundException | ImageNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  /**
   * The images of indexes, by the digests of these. It counts as a pull of each.
   *
   * @throws AwsRefusalException if ECR does not tell
   */
  Map<String, IndexManifest> indexes(String repository, Collection<String> digests) {
    var indexes = new HashMap<String, IndexManifest>();
    for (var lot : lots(List.copyOf(digests))) {
      var images =
          session.ask(
              "ecr:BatchGetImage",
              () ->
                  ecr.batchGetImage(
                          it ->
                              it.repositoryName(repository)
                                  .imageIds(lot.stream().map(Contents::id).toList()))
                      .images());
      for (Image image : images) {
        indexes.put(
            image.imageId().imageDigest(), IndexManifest.parse(repository, image.imageManifest()));
      }
    }
    return indexes;
  }

  static ImageIdentifier id(String reference) {
    return reference.indexOf(':') < 0
        ? ImageIdentifier.builder().imageTag(reference).build()
        : ImageIdentifier.builder().imageDigest(reference).build();
  }

  static <T> List<List<T>> lots(List<T> all) {
    var lots = new ArrayList<List<T>>();
    for (var from = 0; from < all.size(); from += LOT) {
      lots.add(all.subList(from, Math.min(all.size(), from + LOT)));
    }
    return lots;
  }
}
