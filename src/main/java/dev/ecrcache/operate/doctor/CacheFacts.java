package dev.ecrcache.operate.doctor;

import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.AwsSession;
import dev.ecrcache.operate.RegistryRules;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;
import software.amazon.awssdk.services.ecr.model.RegistryPolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.RegistryScanningConfiguration;
import software.amazon.awssdk.services.ecr.model.RepositoryCreationTemplate;
import software.amazon.awssdk.services.ecr.model.ValidatePullThroughCacheRuleResponse;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * What AWS tells about the registry of an account, each thing asked once and when it is needed.
 * Methods throw {@link AwsRefusalException} where AWS does not tell.
 */
final class CacheFacts implements AutoCloseable {
  private static final String ROOT = "ROOT";

  private final Account account;
  private final EcrClient ecr;
  private final IamClient iam;
  private RegistryRules rules;
  private List<RepositoryCreationTemplate> templates;
  private Optional<String> policy;

  CacheFacts(Account account) {
    this.account = account;
    ecr = account.session().client(EcrClient.builder());
    iam = account.session().client(IamClient.builder());
  }

  AwsSession session() {
    return account.session();
  }

  EcrRegistry registry() {
    return account.registry();
  }

  EcrClient ecr() {
    return ecr;
  }

  Simulation simulation() {
    return new Simulation(session(), iam);
  }

  <T> T ask(String action, Supplier<T> question) {
    return session().ask(action, question);
  }

  /** The pull-through cache rules, by prefix. */
  List<PullThroughCacheRule> rules() {
    return registryRules().described();
  }

  /** The same, as other commands ask for them. */
  RegistryRules registryRules() {
    if (rules == null) {
      rules = RegistryRules.of(session(), ecr);
    }
    return rules;
  }

  /** Whether a rule works, for which ECR logs in upstream. */
  ValidatePullThroughCacheRuleResponse validate(String prefix) {
    return ask(
        "ecr:ValidatePullThroughCacheRule",
        () -> ecr.validatePullThroughCacheRule(it -> it.ecrRepositoryPrefix(prefix)));
  }

  /** The repository creation templates, by prefix. */
  List<RepositoryCreationTemplate> templates() {
    if (templates == null) {
      templates =
          ask(
              "ecr:DescribeRepositoryCreationTemplates",
              () ->
                  ecr
                      .describeRepositoryCreationTemplatesPaginator(it -> {})
                      .repositoryCreationTemplates()
                      .stream()
                      .sorted(Comparator.comparing(RepositoryCreationTemplate::prefix))
                      .toList());
    }
    return templates;
  }

  /** The template by which the cache makes a repository of this name. */
  Optional<RepositoryCreationTemplate> templateOf(String repository) {
    return templates().stream()
        .filter(it -> it.appliedFor().contains(RCTAppliedFor.PULL_THROUGH_CACHE))
        .filter(it -> it.prefix().equals(ROOT) || repository.startsWith(it.prefix() + "/"))
        .max(Comparator.comparingInt(it -> it.prefix().equals(ROOT) ? 0 : it.prefix().length()));
  }

  /** The registry's policy, as JSON; empty if it has none. */
  Optional<String> policy() {
    if (policy == null) {
      policy =
          ask(
              "ecr:GetRegistryPolicy",
              () -> {
                try {
                  return Optional.of(ecr.getRegistryPolicy(it -> {}).policyText());
                } catch (RegistryPolicyNotFoundException e) {
                  return Optional.empty();
                }
              });
    }
    return policy;
  }

  /** How the registry scans; every registry does somehow. */
  RegistryScanningConfiguration scanning() {
    return ask(
        "ecr:GetRegistryScanningConfiguration",
        () -> ecr.getRegistryScanningConfiguration(it -> {}).scanningConfiguration());
  }

  @Override
  public void close() {
    ecr.close();
    iam.close();
  }
}
