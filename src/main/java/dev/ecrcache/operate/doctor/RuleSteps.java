package dev.ecrcache.operate.doctor;

import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.ImageReference;
import java.util.Comparator;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;

/** The steps of a pull that are about its pull-through cache rule. */
record RuleSteps(CacheFacts facts, Steps steps) {
  /** The rule that covers an image's repository; that there is none stops what is not there. */
  Optional<PullThroughCacheRule> rule(ImageReference image, boolean hasRepository) {
    var rules = steps.ask("rule", facts::rules);
    var rule =
        rules.flatMap(
            all ->
                all.stream()
                    .filter(it -> covers(it.ecrRepositoryPrefix(), image.repository()))
                    .max(Comparator.comparingInt(RuleSteps::depth)));
    rule.ifPresent(
        it ->
            steps.passed(
                "rule",
                "%s caches %s".formatted(it.ecrRepositoryPrefix(), it.upstreamRegistryUrl())));
    if (rules.isPresent() && rule.isEmpty()) {
      if (hasRepository) {
        steps.passed("rule", "none covers the repository, which is there all the same");
      } else {
        steps.stops(
            "rule",
            "no pull-through cache rule of %s covers %s"
                .formatted(facts.registry().host(), image.repository()),
            Symptom.NOT_FOUND,
            "add the upstream under cache.upstreams of the stack file, or see that the account and"
                + " the Region are those of the cache");
      }
    }
    return rule;
  }

  private static int depth(PullThroughCacheRule rule) {
    var prefix = rule.ecrRepositoryPrefix();
    return prefix.equals(CacheRule.ROOT) ? 0 : prefix.length();
  }

  private static boolean covers(String prefix, String repository) {
    return prefix.equals(CacheRule.ROOT) || repository.startsWith(prefix + "/");
  }

  /** Whether ECR can log in upstream, which stops what is not there yet. */
  void credential(PullThroughCacheRule rule, boolean present) {
    var prefix = rule.ecrRepositoryPrefix();
    var answer = steps.ask("credential", () -> facts.validate(prefix));
    if (answer.isEmpty()) {
      return;
    }
    if (Boolean.TRUE.equals(answer.get().isValid())) {
      steps.passed(
          "credential",
          rule.credentialArn() == null
              ? "the upstream takes none"
              : "ECR logs in with %s".formatted(SecretName.of(rule.credentialArn())));
    } else if (present) {
      steps.later(
          "credential",
          "ECR cannot log in upstream: %s; the image is there, and its tag is not refreshed"
              .formatted(answer.get().failure()),
          "doctor says what is wrong with the secret");
    } else {
      steps.stops(
          "credential",
          "ECR cannot log in upstream: " + answer.get().failure(),
          Symptom.UPSTREAM_LOGIN,
          "doctor says what is wrong with the secret");
    }
  }
}
