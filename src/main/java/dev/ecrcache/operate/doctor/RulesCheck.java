package dev.ecrcache.operate.doctor;

import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.policy.EcrPolicies;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;

/** Asks ECR whether each rule works, and holds the rules against the stack file. */
record RulesCheck(CacheFacts facts, Promises promises) implements Check {
  private static final double NEAR = 0.9;
  private static final String UP = "run `pulumi up` of the stack";

  @Override
  public Topic topic() {
    return Topic.RULES;
  }

  @Override
  public void look(Findings findings) {
    var rules = facts.rules();
    var registry = facts.registry();
    var here = "registry %s in %s".formatted(registry.accountId(), registry.region());
    if (rules.isEmpty()) {
      findings.warning(
          here,
          "has no pull-through cache rule",
          "nothing is cached here",
          "give the account and the Region of the cache with --profile and --region, or deploy one");
    }
    promises.cache().ifPresent(cache -> compare(cache, rules, findings));
    for (var rule : rules) {
      validate(rule, findings);
      if (rule.customRoleArn() != null) {
        role(rule, findings);
      }
    }
    quota(rules.size(), here, findings);
    findings.fineUnlessFound(
        here,
        Counted.of(rules.size(), "rule") + (rules.size() == 1 ? ", which works" : ", which work"));
  }

  private void quota(int rules, String here, Findings findings) {
    // Far from what AWS gives everybody, its own is not asked for.
    if (rules < NEAR * RuleQuota.USUAL) {
      return;
    }
    var quota = RuleQuota.USUAL;
    try {
      quota = RuleQuota.of(facts.session()).orElse(quota);
    } catch (AwsRefusalException e) {
      findings.note(
          here,
          "AWS's default of %d rules is taken for its quota: %s".formatted(quota, e.getMessage()),
          "its own may be another",
          "let these credentials do that, and run doctor again");
    }
    if (rules >= NEAR * quota) {
      findings.warning(
          here,
          "has %d of the %d rules that ECR takes".formatted(rules, quota),
          "the quota is not adjustable: the rule after the last is refused",
          "delete rules that nobody pulls through");
    }
  }

  private void validate(PullThroughCacheRule rule, Findings findings) {
    var prefix = rule.ecrRepositoryPrefix();
    findings
        .ask("rule " + prefix, () -> facts.validate(prefix))
        .filter(answer -> !Boolean.TRUE.equals(answer.isValid()))
        .ifPresent(
            answer ->
                findings.error(
                    "rule " + prefix,
                    "ECR cannot pull from %s: %s"
                        .formatted(rule.upstreamRegistryUrl(), answer.failure()),
                    "no image of it can be imported, and cached tags are no longer refreshed",
                    rule.credentialArn() == null
                        ? "see what the message names, and let ECR validate the rule again"
                        : "put a user name and a token that the upstream takes into %s"
                            .formatted(SecretName.of(rule.credentialArn()))));
  }

  /** An ECR upstream of another account is read with a role. */
  private void role(PullThroughCacheRule rule, Findings findings) {
    EcrRegistry.ofHost(rule.upstreamRegistryUrl())
        .ifPresent(
            upstream ->
                new ServiceRoles(facts)
                    .look(
                        "rule " + rule.ecrRepositoryPrefix(),
                        rule.customRoleArn(),
                        "pullthroughcache.ecr.amazonaws.com",
                        EcrPolicies.upstreamRole(
                            upstream.repositoryArn(CacheRule.pattern(upstreamPrefix(rule))),
                            facts
                                .registry()
                                .repositoryArn(CacheRule.pattern(rule.ecrRepositoryPrefix()))),
                        "no image of it can be imported, and cached tags are no longer refreshed",
                        findings));
  }

  private static void compare(
      RegistryCacheArgs cache, List<PullThroughCacheRule> rules, Findings findings) {
    var there =
        rules.stream()
            .collect(
                Collectors.toMap(PullThroughCacheRule::ecrRepositoryPrefix, Function.identity()));
    for (var promised : cache.rules()) {
      var rule = there.remove(promised.prefix());
      var where = "rule " + promised.prefix();
      if (rule == null) {
        findings.error(
            where,
            "is missing; the stack file has it",
            "every pull of %s/… says that the repository is not found".formatted(promised.prefix()),
            UP);
      } else if (!rule.upstreamRegistryUrl().equals(promised.upstream().url())) {
        findings.error(
            where,
            "caches %s; the stack file says %s"
                .formatted(rule.upstreamRegistryUrl(), promised.upstream().url()),
            "images come from another registry than the one that is meant",
            UP + ", which replaces the rule");
      } else if (!upstreamPrefix(rule).equals(promised.upstreamPrefix())) {
        findings.error(
            where,
            "caches the upstream prefix %s; the stack file says %s"
                .formatted(orAll(upstreamPrefix(rule)), orAll(promised.upstreamPrefix())),
            "images come from other repositories than those that are meant",
            UP + ", which replaces the rule");
      }
    }
    others(there, findings);
  }

  private static void others(Map<String, PullThroughCacheRule> others, Findings findings) {
    others.keySet().stream()
        .sorted()
        .forEach(
            prefix ->
                findings.note(
                    "rule " + prefix,
                    "is not of the stack file",
                    "somebody else made it, and the stack does not keep it as it is",
                    "add it under cache.upstreams, or leave it to whoever made it"));
  }

  private static String upstreamPrefix(PullThroughCacheRule rule) {
    var prefix = rule.upstreamRepositoryPrefix();
    return prefix == null || prefix.equals(CacheRule.ROOT) ? "" : prefix;
  }

  private static String orAll(String prefix) {
    return prefix.isEmpty() ? "of all" : prefix;
  }
}
