package dev.ecrcache.children;

import com.pulumi.aws.ecr.RepositoryCreationTemplate;
import com.pulumi.aws.ecr.RepositoryCreationTemplateArgs;
import com.pulumi.aws.ecr.inputs.RepositoryCreationTemplateEncryptionConfigurationArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import dev.ecrcache.inputs.RepositoriesArgs;
import java.util.List;
import java.util.Optional;

/** The repository creation templates of a cache. */
public final class CreationTemplates {
  private CreationTemplates() {}

  /**
   * The templates of a cache, one for each prefix.
   *
   * @param name what their names in the stack begin with
   * @param prefixes the prefixes of the repositories that are made by one
   * @param policy the policy of each repository, as JSON; empty for none
   * @param repositoryArns ARN patterns of the repositories that the templates' role may make
   */
  public static List<RepositoryCreationTemplate> create(
      String name,
      List<String> prefixes,
      RepositoriesArgs settings,
      Optional<Output<String>> policy,
      Output<List<String>> repositoryArns,
      Resource parent) {
    var role =
        settings.needsRole()
            ? Optional.of(ServiceRole.forTemplates(name, settings, repositoryArns, parent))
            : Optional.<ServiceRole>empty();
    var options = CustomResourceOptions.builder().parent(parent);
    // Without its policy the role cannot create what the template promises.
    role.ifPresent(made -> options.dependsOn(made.policy()));

    return prefixes.stream()
        .map(
            prefix -> {
              var template =
                  RepositoryCreationTemplateArgs.builder()
                      .prefix(prefix)
                      .description("Repositories of the pull-through cache")
                      .appliedFors("PULL_THROUGH_CACHE")
                      .imageTagMutability(settings.imageTagMutability())
                      .encryptionConfigurations(encryption(settings));
              settings.lifecycle().ifPresent(it -> template.lifecyclePolicy(it.policy().toJson()));
              if (!settings.resourceTags().isEmpty()) {
                template.resourceTags(settings.resourceTags());
              }
              policy.ifPresent(template::repositoryPolicy);
              role.ifPresent(made -> template.customRoleArn(made.arn()));
              return new RepositoryCreationTemplate(
                  name + "-" + prefix, template.build(), options.build());
            })
        .toList();
  }

  private static RepositoryCreationTemplateEncryptionConfigurationArgs encryption(
      RepositoriesArgs settings) {
    var encryption = RepositoryCreationTemplateEncryptionConfigurationArgs.builder();
    settings
        .encryption()
        .ifPresentOrElse(
            key -> encryption.encryptionType("KMS").kmsKey(key.kmsKeyArn()),
            () -> encryption.encryptionType("AES256"));
    return encryption.build();
  }
}
