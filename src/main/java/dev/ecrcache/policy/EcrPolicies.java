package dev.ecrcache.policy;

import dev.ecrcache.image.EcrRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  private static final List<String> READ =
      List.of("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer");
  private static final List<String> IMPORT = List.of("ecr:BatchImportUpstreamImage");
  private static final List<String> CREATE = List.of("ecr:CreateRepository");
  private static final List<String> TAG = List.of("ecr:TagResource");
  private static final List<String> TOKEN = List.of("ecr:GetAuthorizationToken");
  private static final List<String> COPY_STATUS = List.of("ecr:GetImageCopyStatus");
  private static final List<String> PUSH =
      List.of(
          "ecr:CompleteLayerUpload",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart");
  private static final List<String> USE_KEY =
      List.of("kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant");
  private static final List<String> READ_SECRET = List.of("secretsmanager:GetSecretValue");
  private static final List<String> ASSUME = List.of("sts:AssumeRole");

  /** The Sids that further statements of a registry's or a repository's policy cannot have. */
  public static final Set<String> GRANT_SIDS = PullerGrants.SIDS;

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
   * What the hosting registry grants: pull, import and create.
   *
   * @param cached ARNs of the cached repositories
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html">Private
   *     registry permissions in Amazon ECR</a>
   */
  public static PolicyDocument organizationRegistry(
      EcrRegistry registry, Pullers pullers, List<String> cached) {
    return PullerGrants.of(registry, pullers)
        .throughCache(join(List.of(PULL, IMPORT, CREATE)), cached)
        .lambda(READ, cached)
        .document();
  }

  /**
   * The same where every repository of the registry may be read: import and create stay with the
   * cached ones.
   *
   * @param cached ARNs of the cached repositories
   */
  public static PolicyDocument organizationRegistryToRead(
      EcrRegistry registry, Pullers pullers, List<String> cached) {
    var all = List.of(registry.repositoryArn("*"));
    return PullerGrants.of(registry, pullers)
        .pull(PULL, all)
        .throughCache(join(List.of(IMPORT, CREATE)), cached)
        .lambda(READ, all)
        .document();
  }

  /**
   * What each cached repository of a registry grants; creation templates carry it. A repository
   * policy names no resource: it is the repository's own.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html">Private
   *     repository policies in Amazon ECR</a>
   */
  public static PolicyDocument organizationRepository(EcrRegistry registry, Pullers pullers) {
    return PullerGrants.of(registry, pullers)
        .throughCache(join(List.of(PULL, IMPORT)), null)
        .lambda(READ, null)
        .document();
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

  /**
   * Lets ECR assume a creation template's role. AWS's own trust policy has no condition: that ECR
   * sets {@code aws:SourceAccount} here is documented nowhere, and a pull that needs the role would
   * fail without it.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create-iam.html">Create
   *     an IAM role for repository creation templates</a>
   */
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
        Statement.allow(
            "ReadUpstream", join(List.of(PULL, IMPORT, COPY_STATUS)), List.of(upstream)),
        Statement.allow(
            "WriteCache", join(List.of(PULL, IMPORT, COPY_STATUS, PUSH)), List.of(cached)));
  }

  /**
   * Lets ECR's pull-through cache assume the role of an ECR upstream; without a condition, as
   * {@link #templateRoleTrust}.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html#ecr-creating-a-trust-policy-for-the-iam-role">Creating
   *     a trust policy for the IAM role</a>
   */
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
            .to(Map.of("AWS", PullerGrants.root(partition, accountId))));
  }

  private static PolicyDocument trust(String service) {
    return PolicyDocument.of(
        Statement.allow("AssumeRole", ASSUME, null).to(Map.of("Service", service)));
  }

  private static List<String> join(List<List<String>> actions) {
    return actions.stream().flatMap(List::stream).toList();
  }
}
