package dev.ecrcache.operate.doctor;

import dev.ecrcache.image.CacheRule;
import dev.ecrcache.inputs.EncryptionArgs;
import dev.ecrcache.inputs.LifecycleArgs;
import dev.ecrcache.inputs.RepositoriesArgs;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.PolicyDifference;
import dev.ecrcache.policy.SameJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;
import software.amazon.awssdk.services.ecr.model.RepositoryCreationTemplate;
import software.amazon.awssdk.services.ecr.model.Tag;

/** Looks whether the repositories of each rule are made by a template, and whether that works. */
record TemplatesCheck(CacheFacts facts, Promises promises) implements Check {
  private static final String UP = "run `pulumi up` of the stack";

  @Override
  public Topic topic() {
    return Topic.TEMPLATES;
  }

  @Override
  public void look(Findings findings) {
    var promised = promises.cache().map(it -> it.templatePrefixes()).orElse(List.of());
    for (var prefix : promised) {
      if (facts.templates().stream().noneMatch(it -> it.prefix().equals(prefix))) {
        findings.error(
            "template " + prefix,
            "is missing; the stack file has it",
            "repositories are made with ECR's defaults: nobody else may pull, and no image expires",
            UP);
      }
    }
    var used =
        facts.rules().stream()
            .flatMap(rule -> used(rule.ecrRepositoryPrefix(), promised, findings))
            .distinct()
            .toList();
    for (var template : used) {
      look(template, findings);
      if (promised.contains(template.prefix())) {
        compare(template, findings);
      }
    }
    if (!used.isEmpty()) {
      findings.fineUnlessFound(
          "templates", "%d of the %d in use".formatted(used.size(), facts.templates().size()));
    }
  }

  private Stream<RepositoryCreationTemplate> used(
      String prefix, List<String> promised, Findings findings) {
    // Of a repository, since the template of a longer prefix may be for a part of the rule.
    var template =
        facts.templates().stream()
            .filter(it -> it.prefix().equals(prefix))
            .findFirst()
            .or(() -> facts.templateOf(prefix + "/any"));
    if (template.isEmpty() && !promised.contains(prefix)) {
      findings.note(
          "rule " + prefix,
          "has no repository creation template",
          "its repositories have ECR's defaults: no image expires, and other accounts may read them"
              + " by the registry policy alone",
          "make one, in a stack file with cache.repositories");
    }
    return template.stream();
  }

  private void look(RepositoryCreationTemplate template, Findings findings) {
    var where = "template " + template.prefix();
    if (!template.appliedFor().contains(RCTAppliedFor.PULL_THROUGH_CACHE)) {
      findings.error(where, "is not for PULL_THROUGH_CACHE", "it does nothing for the cache", UP);
    }
    if ("IMMUTABLE".equals(template.imageTagMutabilityAsString())) {
      findings.note(
          where,
          "makes tags immutable",
          "a tag that moves upstream, such as latest, never moves in the cache",
          "cache.repositories.tags: mutable, unless that is what you want");
    }
    var tags = !template.resourceTags().isEmpty();
    var encryption = template.encryptionConfiguration();
    var key = encryption == null ? null : encryption.kmsKey();
    var kms = encryption != null && !"AES256".equals(encryption.encryptionTypeAsString());
    if (template.customRoleArn() == null && (tags || kms)) {
      findings.error(
          where,
          "has tags or a KMS key, and no role",
          "the first pull of every new repository says not found (containers-roadmap#2398)",
          "give it a role; a stack file's template has one by itself, so " + UP);
    } else if (template.customRoleArn() != null) {
      var repositories =
          List.of(facts.registry().repositoryArn(CacheRule.pattern(template.prefix())));
      new ServiceRoles(facts)
          .look(
              where,
              template.customRoleArn(),
              "ecr.amazonaws.com",
              EcrPolicies.templateRole(repositories, tags, kms ? key : null),
              "the first pull of every new repository says not found",
              findings);
    }
  }

  private void compare(RepositoryCreationTemplate template, Findings findings) {
    var settings = promises.cache().flatMap(it -> it.repositories()).orElseThrow();
    var different = different(template, settings);
    if (!different.isEmpty()) {
      findings.warning(
          "template " + template.prefix(),
          "differs from the stack file in %s".formatted(String.join(", ", different)),
          "repositories are made otherwise than the stack file says",
          UP);
    }
  }

  private List<String> different(RepositoryCreationTemplate template, RepositoriesArgs settings) {
    var different = new ArrayList<String>();
    if (!settings.imageTagMutability().equals(template.imageTagMutabilityAsString())) {
      different.add("tag mutability");
    }
    var lifecycle = settings.lifecycle().map(LifecycleArgs::policy).map(it -> it.toJson());
    if (!SameJson.of(lifecycle, Optional.ofNullable(template.lifecyclePolicy()))) {
      different.add("lifecycle");
    }
    var encryption = template.encryptionConfiguration();
    var key = settings.encryption().map(EncryptionArgs::kmsKeyArn);
    if (!key.equals(Optional.ofNullable(encryption).map(it -> it.kmsKey()))) {
      different.add("encryption");
    }
    var tags = template.resourceTags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
    if (!settings.resourceTags().equals(tags)) {
      different.add("resource tags");
    }
    var found = Optional.ofNullable(template.repositoryPolicy());
    var promised = promises.repositoryPolicy(facts.registry(), found);
    if (!PolicyDifference.between(promised, found).isNone()) {
      different.add("repository policy");
    }
    return different;
  }
}
