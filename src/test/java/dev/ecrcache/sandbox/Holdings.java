package dev.ecrcache.sandbox;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RegistryPolicyNotFoundException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** All that an account of the emulated AWS holds of a cache, without what differs in every run. */
final class Holdings {
  private final EcrClient ecr;
  private final IamClient iam;
  private final SecretsManagerClient secrets;
  private final SortedMap<String, String> held = new TreeMap<>();

  private Holdings(Sandbox sandbox, String account) {
    ecr = sandbox.client(EcrClient.builder(), account);
    iam = sandbox.client(IamClient.builder(), account);
    secrets = sandbox.client(SecretsManagerClient.builder(), account);
  }

  /** By kind and name, each thing as a text. */
  static Map<String, String> of(Sandbox sandbox, String account) {
    var holdings = new Holdings(sandbox, account);
    holdings.registry();
    holdings.secrets();
    holdings.roles();
    holdings.policies();
    return holdings.held;
  }

  private void registry() {
    for (var rule : ecr.describePullThroughCacheRules(r -> {}).pullThroughCacheRules()) {
      hold(
          "rule " + rule.ecrRepositoryPrefix(),
          rule.toBuilder().createdAt(null).updatedAt(null).build());
    }
    for (var template :
        ecr.describeRepositoryCreationTemplates(r -> {}).repositoryCreationTemplates()) {
      hold(
          "template " + template.prefix(),
          template.toBuilder().createdAt(null).updatedAt(null).build());
    }
    hold("scanning", ecr.getRegistryScanningConfiguration(r -> {}).scanningConfiguration());
    try {
      hold("registry policy", ecr.getRegistryPolicy(r -> {}).policyText());
    } catch (RegistryPolicyNotFoundException e) {
      // Then none is held.
    }
  }

  private void secrets() {
    for (var secret : secrets.listSecrets(r -> {}).secretList()) {
      hold(
          "secret " + secret.name(),
          List.of(
              secret.description(),
              secrets.getSecretValue(r -> r.secretId(secret.arn())).secretString(),
              policy(secret.arn())));
    }
  }

  private String policy(String secret) {
    try {
      var policy = secrets.getResourcePolicy(r -> r.secretId(secret)).resourcePolicy();
      return policy == null ? "" : policy;
    } catch (ResourceNotFoundException e) {
      return "";
    }
  }

  private void roles() {
    for (var role : iam.listRoles(r -> {}).roles()) {
      var name = role.roleName();
      hold(
          "role " + name,
          List.of(
              role.assumeRolePolicyDocument(),
              iam.listRolePolicies(r -> r.roleName(name)).policyNames().stream()
                  .map(it -> iam.getRolePolicy(r -> r.roleName(name).policyName(it)))
                  .map(it -> it.policyDocument())
                  .toList(),
              iam.listAttachedRolePolicies(r -> r.roleName(name)).attachedPolicies()));
    }
  }

  private void policies() {
    for (var policy : iam.listPolicies(r -> r.scope(PolicyScopeType.LOCAL)).policies()) {
      var document =
          iam.getPolicyVersion(r -> r.policyArn(policy.arn()).versionId(policy.defaultVersionId()))
              .policyVersion()
              .document();
      hold("policy " + policy.policyName(), document);
    }
  }

  /** Twice the same name, as of a thing that was made again, stays two. */
  private void hold(String name, Object thing) {
    var key = steady(name);
    while (held.containsKey(key)) {
      key += " again";
    }
    held.put(key, steady(thing.toString()));
  }

  /** Without the suffixes that Pulumi and Secrets Manager add to names. */
  private static String steady(String text) {
    return text.replaceAll("-[0-9a-f]{7}\\b", "")
        .replaceAll("(:secret:[\\w/.+=@-]+)-\\w{6}\\b", "$1");
  }
}
