package dev.ecrcache.operate.warm;

import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.AwsSession;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/**
 * What a registry holds, asked so that nothing is imported.
 *
 * @param session of an account
 * @param ecr its client
 * @param registry the registry, which may be of another account
 */
record Before(AwsSession session, EcrClient ecr, EcrRegistry registry) {
  private static final String DENIED = "AccessDeniedException";

  /** What is there of an image; {@code known} is false where this account may not ask. */
  record Found(boolean known, Optional<ImageDetail> image) {
    Optional<String> digest() {
      return image.map(ImageDetail::imageDigest);
    }
  }

  /**
   * What is there of an image by its tag, else its digest.
   *
   * @throws AwsRefusalException if ECR does not answer
   */
  Found of(Wanted wanted) {
    var id =
        wanted.cached().digest().isPresent() && wanted.cached().tag().isEmpty()
            ? ImageIdentifier.builder().imageDigest(wanted.reference()).build()
            : ImageIdentifier.builder().imageTag(wanted.reference()).build();
    return session.ask("ecr:DescribeImages", () -> find(wanted.cached().repository(), id));
  }

  private Found find(String repository, ImageIdentifier id) {
    try {
      var images =
          ecr.describeImages(
                  it -> it.registryId(registry.accountId()).repositoryName(repository).imageIds(id))
              .imageDetails();
      return new Found(true, images.stream().findFirst());
    } catch (RepositoryNotFoundException | ImageNotFoundException e) {
      return new Found(true, Optional.empty());
    } catch (EcrException e) {
      var error = e.awsErrorDetails();
      if (error != null && DENIED.equals(error.errorCode())) {
        return new Found(false, Optional.empty());
      }
      throw e;
    }
  }
}
