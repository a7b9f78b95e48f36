package dev.ecrcache;

import com.pulumi.aws.iam.Policy;
import com.pulumi.aws.iam.PolicyArgs;
import com.pulumi.aws.iam.RolePolicyAttachment;
import com.pulumi.aws.iam.RolePolicyAttachmentArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.ecrcache.aws.CurrentRegistry;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.policy.EcrPolicies;
import java.util.Map;

/**
 * Lets EKS nodes pull through a cache: one managed policy, limited to the cached repositories,
 * attached to every node role, or left to others to attach.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html">IAM
 *     permissions required to sync an upstream registry</a>
 */
public final class NodePullAccess extends ComponentResource {
  @Export(name = "policyArn", refs = String.class)
  private final Output<String> policyArn;

  @Export(name = "policyDocument", refs = String.class)
  private final Output<String> policyDocument;

  /**
   * @param name the component's name, with which its children's names begin
   * @throws InvalidArgumentException if an argument cannot work
   */
  public NodePullAccess(String name, NodePullAccessArgs args, ComponentResourceOptions options) {
    super("ecr-cache:index:NodePullAccess", name, args, options);
    var child = CustomResourceOptions.builder().parent(this).build();
    var cache = args.cache();
    policyDocument =
        cache
            .repositoryArns()
            .applyValue(arns -> EcrPolicies.nodePull(arns, cache.tagsRepositories()).toJson());
    var policy =
        new Policy(
            name,
            PolicyArgs.builder()
                .description("Pull images through the ECR pull-through cache")
                .policy(policyDocument)
                .build(),
            child);
    policyArn = policy.arn();
    // Node groups come and go: protection of the component is for the policy.
    var attachment = CustomResourceOptions.builder().parent(this).protect(false).build();
    var attached = args.namesAccounts() ? own(args) : policyArn;
    for (var role : args.roleNames()) {
      new RolePolicyAttachment(
          name + "-" + role,
          RolePolicyAttachmentArgs.builder().role(role).policyArn(attached).build(),
          attachment);
    }
    registerOutputs(Map.of("policyArn", policyArn, "policyDocument", policyDocument));
  }

  /** The policy's ARN, once all roles are known to lie in its account. */
  private Output<String> own(NodePullAccessArgs args) {
    var registry = CurrentRegistry.of(this, args.registry(), args::check);
    return Output.tuple(registry, policyArn).applyValue(both -> both.t2);
  }

  /** The ARN of the managed policy. */
  public Output<String> policyArn() {
    return policyArn;
  }

  /** What the policy says, as JSON. */
  public Output<String> policyDocument() {
    return policyDocument;
  }
}
