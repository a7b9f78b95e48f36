package dev.ecrcache.policy;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The actions of ECR: the operations of its API, and those that are permissions alone.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html">Actions,
 *     resources, and condition keys for Amazon Elastic Container Registry</a>
 */
final class EcrActions {
  static final List<String> ALL =
      List.of(
          "BatchCheckLayerAvailability",
          "BatchDeleteImage",
          "BatchGetImage",
          "BatchGetRepositoryScanningConfiguration",
          "BatchImportUpstreamImage",
          "CompleteLayerUpload",
          "CreatePullThroughCacheRule",
          "CreateRepository",
          "CreateRepositoryCreationTemplate",
          "DeleteLifecyclePolicy",
          "DeletePullThroughCacheRule",
          "DeleteRegistryPolicy",
          "DeleteRepository",
          "DeleteRepositoryCreationTemplate",
          "DeleteRepositoryPolicy",
          "DeleteSigningConfiguration",
          "DeregisterPullTimeUpdateExclusion",
          "DescribeImageReplicationStatus",
          "DescribeImageScanFindings",
          "DescribeImageSigningStatus",
          "DescribeImages",
          "DescribePullThroughCacheRules",
          "DescribeRegistry",
          "DescribeReplicationBackfillResults",
          "DescribeRepositories",
          "DescribeRepositoryCreationTemplates",
          "GetAccountSetting",
          "GetAuthorizationToken",
          "GetDownloadUrlForLayer",
          "GetImageCopyStatus",
          "GetLifecyclePolicy",
          "GetLifecyclePolicyPreview",
          "GetRegistryPolicy",
          "GetRegistryScanningConfiguration",
          "GetRepositoryPolicy",
          "GetSigningConfiguration",
          "InitiateLayerUpload",
          "ListImageReferrers",
          "ListImages",
          "ListPullTimeUpdateExclusions",
          "ListReplicationBackfills",
          "ListTagsForResource",
          "PutAccountSetting",
          "PutImage",
          "PutImageScanningConfiguration",
          "PutImageTagMutability",
          "PutLifecyclePolicy",
          "PutRegistryPolicy",
          "PutRegistryScanningConfiguration",
          "PutReplicationConfiguration",
          "PutSigningConfiguration",
          "RegisterPullTimeUpdateExclusion",
          "ReplicateImage",
          "SetRepositoryPolicy",
          "StartImageScan",
          "StartLifecyclePolicyPreview",
          "StartReplicationBackfill",
          "StopReplicationBackfill",
          "TagResource",
          "UntagResource",
          "UpdateImageStorageClass",
          "UpdatePullThroughCacheRule",
          "UpdateRepositoryCreationTemplate",
          "UploadLayerPart",
          "ValidatePullThroughCacheRule");

  private static final int SHORTEST_WORD = 4;

  private EcrActions() {}

  /** Whether a name or a pattern with {@code *} and {@code ?} is of an action, in any case. */
  static boolean matches(String name) {
    var pattern =
        Pattern.compile(name.replace("*", ".*").replace("?", "."), Pattern.CASE_INSENSITIVE);
    return ALL.stream().anyMatch(action -> pattern.matcher(action).matches());
  }

  /** The action of which a name is a misspelling, as it seems. */
  static Optional<String> meant(String name) {
    return Misspelling.of(name, ALL);
  }

  /** What a pattern that matches no action means to begin with, as it seems. */
  static Optional<String> meantBeginning(String pattern) {
    var head = pattern.split("[*?]", 2)[0].toLowerCase(Locale.ROOT);
    return ALL.stream()
        .filter(action -> head.length() >= SHORTEST_WORD && action.length() >= head.length())
        .map(action -> action.substring(0, head.length()))
        .min(Comparator.comparingInt(begin -> Misspelling.distance(head, begin)))
        .filter(begin -> Misspelling.distance(head, begin) <= Misspelling.MOST);
  }
}
