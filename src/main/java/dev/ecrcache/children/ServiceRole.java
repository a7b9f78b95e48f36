package dev.ecrcache.children;

import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.inputs.EncryptionArgs;
import dev.ecrcache.inputs.RepositoriesArgs;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.PolicyDocument;
import java.util.List;

/**
 * A role that ECR assumes to work for the cache.
 *
 * @param arn the role's ARN
 * @param policy what must exist before ECR can use the role
 */
public record ServiceRole(Output<String> arn, Resource policy) {

  /** The role with which ECR creates repositories that have tags or a key of the user's. */
  static ServiceRole forTemplates(
      String name,
      RepositoriesArgs settings,
      Output<List<String>> repositoryArns,
      Resource parent) {
    var key = settings.encryption().map(EncryptionArgs::kmsKeyArn).orElse(null);
    return create(
        name + "-templates",
        "Lets ECR create repositories from the templates of the pull-through cache",
        EcrPolicies.templateRoleTrust(),
        repositoryArns.applyValue(
            arns -> EcrPolicies.templateRole(arns, !settings.resourceTags().isEmpty(), key)),
        parent);
  }

  /** The role with which ECR reads the registry of another account. */
  public static ServiceRole forUpstream(
      String name, CacheRule rule, Output<EcrRegistry> registry, Resource parent) {
    var upstream = EcrRegistry.ofHost(rule.upstream().host()).orElseThrow();
    return create(
        // IAM takes no slash in names; no prefix holds a plus.
        name + "-upstream-" + rule.prefix().replace('/', '+'),
        "Lets ECR read the upstream of the pull-through cache rule " + rule.prefix(),
        EcrPolicies.upstreamRoleTrust(),
        registry.applyValue(
            here ->
                EcrPolicies.upstreamRole(
                    upstream.repositoryArn(CacheRule.pattern(rule.upstreamPrefix())),
                    here.repositoryArn(CacheRule.pattern(rule.prefix())))),
        parent);
  }

  private static ServiceRole create(
      String name,
      String description,
      PolicyDocument trust,
      Output<PolicyDocument> permissions,
      Resource parent) {
    var options = CustomResourceOptions.builder().parent(parent).build();
    var role =
        new Role(
            name,
            RoleArgs.builder().description(description).assumeRolePolicy(trust.toJson()).build(),
            options);
    var policy =
        new RolePolicy(
            name,
            RolePolicyArgs.builder()
                .role(role.name())
                .policy(permissions.applyValue(PolicyDocument::toJson))
                .build(),
            options);
    return new ServiceRole(role.arn(), policy);
  }
}
