package dev.ecrcache.policy;

import java.util.List;
import java.util.Map;

/**
 * The policy documents of a pull-through cache, and the only place that lists IAM actions.
 *
 * <p>Resources are ARNs of repositories, {@code
 * arn:<partition>:ecr:<region>:<account>:repository/…}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html">IAM
 *     permissions required to sync an upstream registry</a>
 */
public final class EcrPolicies {
  private static final List<String> PULL =
      List.of("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer");
  private static final List<String> IMPORT = List.of("ecr:BatchImportUpstreamImage");
  private static final List<String> CREATE = List.of("ecr:CreateRepository");
  private static final List<String> TAG = List.of("ecr:TagResource");
  private static final List<String> TOKEN = List.of("ecr:GetAuthorizationToken");
  private static final List<String> PUSH =
      List.of(
          "ecr:CompleteLayerUpload",
          "ecr:GetImageCopyStatus",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart");
  private static final List<String> USE_KEY =
      List.of("kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant");
  private static final List<String> READ_SECRET = List.of("secretsmanager:GetSecretValue");
  private static final List<String> ASSUME = List.of("sts:AssumeRole");

  private EcrPolicies() {}

  /**
   * What a node needs to pull through the cache: pull, import and create under the cached prefixes,
   * and a login token.
   *
   * @param repositories ARNs of the cached repositories
   * @param tagsRepositories whether the creation templates put tags on repositories, which the
   *     puller must then be allowed to do
   */
  public static PolicyDocument nodePull(List<String> repositories, boolean tagsRepositories) {
    return PolicyDocument.of(
        Statement.allow("GetToken", TOKEN, List.of("*")),
        Statement.allow(
            "PullThroughCache",
            join(List.of(PULL, IMPORT, CREATE, tagsRepositories ? TAG : List.of())),
            repositories));
  }

  /**
   * What the hosting registry grants to every principal of the organisation.
   *
   * @param organizationId {@code o-…}
   * @param repositories ARNs of the repositories to grant
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html">Private
   *     registry permissions in Amazon ECR</a>
   */
  public static PolicyDocument organizationRegistry(
      String organizationId, List<String> repositories) {
    return PolicyDocument.of(
        Statement.allow(
                "OrganizationPullThroughCache", join(List.of(PULL, IMPORT, CREATE)), repositories)
            .to("*")
            .whenEquals("aws:PrincipalOrgID", organizationId));
  }

  /**
   * What each cached repository grants to every principal of the organisation; creation templates
   * carry it. A repository policy names no resource: it is the repository's own.
   *
   * @param organizationId {@code o-…}
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html">Private
   *     repository policies in Amazon ECR</a>
   */
  public static PolicyDocument organizationRepository(String organizationId) {
    return PolicyDocument.of(
        Statement.allow("OrganizationPullThroughCache", join(List.of(PULL, IMPORT)), null)
            .to("*")
            .whenEquals("aws:PrincipalOrgID", organizationId));
  }

  /**
   * What ECR may do with a creation template's role: create repositories with tags or under a key.
   *
   * @param repositories ARNs of the repositories that the templates create
   * @param tags whether the templates set tags
   * @param kmsKeyArn the key of the templates, or null for AES-256
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html">Create
   *     a custom policy for repository creation templates</a>
   */
  public static PolicyDocument templateRole(
      List<String> repositories, boolean tags, String kmsKeyArn) {
    var create =
        Statement.allow(
            "CreateRepositories", join(List.of(CREATE, tags ? TAG : List.of())), repositories);
    return kmsKeyArn == null
        ? PolicyDocument.of(create)
        : PolicyDocument.of(
            create, Statement.allow("EncryptRepositories", USE_KEY, List.of(kmsKeyArn)));
  }

  /** Lets ECR assume a creation template's role. */
  public static PolicyDocument templateRoleTrust() {
    return trust("ecr.amazonaws.com");
  }

  /**
   * What ECR may do to cache another account's ECR registry: read there, write here.
   *
   * @param upstream ARN pattern of the repositories to read
   * @param cached ARN pattern of the repositories to write
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html">Setting
   *     up permissions for cross-account ECR to ECR pull through cache</a>
   */
  public static PolicyDocument upstreamRole(String upstream, String cached) {
    return PolicyDocument.of(
        Statement.allow("GetToken", TOKEN, List.of("*")),
        Statement.allow("ReadUpstream", join(List.of(PULL, IMPORT)), List.of(upstream)),
        Statement.allow("WriteCache", join(List.of(PULL, IMPORT, PUSH)), List.of(cached)));
  }

  /** Lets ECR's pull-through cache assume the role of an ECR upstream. */
  public static PolicyDocument upstreamRoleTrust() {
    return trust("pullthroughcache.ecr.amazonaws.com");
  }

  /**
   * Keeps a credential within its account: principals of that account alone may read it.
   *
   * @param partition {@code aws}, {@code aws-cn}, …
   * @param accountId twelve digits
   */
  public static PolicyDocument accountSecret(String partition, String accountId) {
    return PolicyDocument.of(
        Statement.allow("AccountRead", READ_SECRET, List.of("*"))
            .to(Map.of("AWS", "arn:%s:iam::%s:root".formatted(partition, accountId))));
  }

  private static PolicyDocument trust(String service) {
    return PolicyDocument.of(
        Statement.allow("AssumeRole", ASSUME, null).to(Map.of("Service", service)));
  }

  private static List<String> join(List<List<String>> actions) {
    return actions.stream().flatMap(List::stream).toList();
  }
}
