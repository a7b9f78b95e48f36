package dev.ecrcache.operate.doctor;

import dev.ecrcache.policy.PolicyDifference;
import dev.ecrcache.policy.SameJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryCreationTemplate;
import software.amazon.awssdk.services.ecr.model.RepositoryPolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;

/**
 * Compares a repository with its template. What a template does not set is not asked for: somebody
 * may have set it in the repository.
 */
record RepositoryDifferences(CacheFacts facts, RepositoryCreationTemplate template) {
  /**
   * What is different.
   *
   * @throws dev.ecrcache.operate.AwsRefusalException if ECR does not tell
   */
  List<Difference> of(Repository repository) {
    var differences = new ArrayList<Difference>();
    mutability(repository).ifPresent(differences::add);
    encryption(repository).ifPresent(differences::add);
    if (template.lifecyclePolicy() != null) {
      lifecycle(repository).ifPresent(differences::add);
    }
    if (template.repositoryPolicy() != null) {
      policy(repository).ifPresent(differences::add);
    }
    if (!template.resourceTags().isEmpty()) {
      tags(repository).ifPresent(differences::add);
    }
    return differences;
  }

  private Optional<Difference> mutability(Repository repository) {
    var there = repository.imageTagMutabilityAsString();
    var wanted = template.imageTagMutabilityAsString();
    var filters = template.imageTagMutabilityExclusionFilters();
    if (Objects.equals(there, wanted)
        && texts(repository.imageTagMutabilityExclusionFilters()).equals(texts(filters))) {
      return Optional.empty();
    }
    return difference(
        Difference.Kind.TAG_MUTABILITY,
        repository,
        "tags are %s%s; the template has %s%s"
            .formatted(
                there,
                texts(repository.imageTagMutabilityExclusionFilters()),
                wanted,
                texts(filters)),
        new Change(
            repository.repositoryName(),
            "ecr:PutImageTagMutability",
            "makes tags %s%s".formatted(wanted, texts(filters)),
            ecr ->
                ecr.putImageTagMutability(
                    it -> {
                      it.repositoryName(repository.repositoryName()).imageTagMutability(wanted);
                      if (!filters.isEmpty()) {
                        it.imageTagMutabilityExclusionFilters(filters);
                      }
                    })));
  }

  private static String texts(List<ImageTagMutabilityExclusionFilter> filters) {
    return filters.isEmpty()
        ? ""
        : filters.stream()
            .map(ImageTagMutabilityExclusionFilter::filter)
            .sorted()
            .collect(Collectors.joining(", ", " but ", ""));
  }

  private Optional<Difference> encryption(Repository repository) {
    var there = repository.encryptionConfiguration();
    var wanted = template.encryptionConfiguration();
    var is = there == null ? "AES256" : there.encryptionTypeAsString();
    var shouldBe = wanted == null ? "AES256" : wanted.encryptionTypeAsString();
    // Without a key of its own, ECR names the one that AWS manages.
    var sameKey =
        wanted == null
            || wanted.kmsKey() == null
            || there != null && wanted.kmsKey().equals(there.kmsKey());
    return is.equals(shouldBe) && sameKey
        ? Optional.empty()
        : Optional.of(
            new Difference(
                Difference.Kind.ENCRYPTION,
                template.prefix(),
                repository.repositoryName(),
                is.equals(shouldBe)
                    ? "encrypted under another key than the template's"
                    : "encrypted by %s; the template has %s".formatted(is, shouldBe),
                Optional.empty()));
  }

  private Optional<Difference> lifecycle(Repository repository) {
    var name = repository.repositoryName();
    var there =
        facts.ask(
            "ecr:GetLifecyclePolicy",
            () -> {
              try {
                return Optional.of(
                    facts
                        .ecr()
                        .getLifecyclePolicy(it -> it.repositoryName(name))
                        .lifecyclePolicyText());
              } catch (LifecyclePolicyNotFoundException e) {
                return Optional.<String>empty();
              }
            });
    return SameJson.of(there, Optional.of(template.lifecyclePolicy()))
        ? Optional.empty()
        : difference(
            Difference.Kind.LIFECYCLE,
            repository,
            there.isEmpty()
                ? "no lifecycle policy; the template has one"
                : "another lifecycle policy than the template's",
            new Change(
                name,
                "ecr:PutLifecyclePolicy",
                "sets the template's lifecycle policy, by which ECR soon expires images",
                ecr ->
                    ecr.putLifecyclePolicy(
                        it ->
                            it.repositoryName(name)
                                .lifecyclePolicyText(template.lifecyclePolicy()))));
  }

  private Optional<Difference> policy(Repository repository) {
    var name = repository.repositoryName();
    var there =
        facts.ask(
            "ecr:GetRepositoryPolicy",
            () -> {
              try {
                return Optional.of(
                    facts.ecr().getRepositoryPolicy(it -> it.repositoryName(name)).policyText());
              } catch (RepositoryPolicyNotFoundException e) {
                return Optional.<String>empty();
              }
            });
    var difference = PolicyDifference.between(Optional.of(template.repositoryPolicy()), there);
    if (difference.isNone()) {
      return Optional.empty();
    }
    var lost =
        difference.further().isEmpty()
            ? ""
            : ", which takes away " + String.join(", ", difference.further());
    return difference(
        Difference.Kind.POLICY,
        repository,
        there.isEmpty()
            ? "no repository policy; the template has one"
            : "another repository policy than the template's",
        new Change(
            name,
            "ecr:SetRepositoryPolicy",
            "sets the template's repository policy" + lost,
            ecr ->
                ecr.setRepositoryPolicy(
                    it -> it.repositoryName(name).policyText(template.repositoryPolicy()))));
  }

  private Optional<Difference> tags(Repository repository) {
    var there =
        facts.ask(
            "ecr:ListTagsForResource",
            () ->
                facts
                    .ecr()
                    .listTagsForResource(it -> it.resourceArn(repository.repositoryArn()))
                    .tags());
    var lacking = new ArrayList<>(template.resourceTags());
    lacking.removeAll(there);
    var keys = lacking.stream().map(Tag::key).sorted().collect(Collectors.joining(", "));
    return lacking.isEmpty()
        ? Optional.empty()
        : difference(
            Difference.Kind.TAGS,
            repository,
            "without tags of the template, or with other values: " + keys,
            new Change(
                repository.repositoryName(),
                "ecr:TagResource",
                "sets the tags " + keys,
                ecr ->
                    ecr.tagResource(
                        it -> it.resourceArn(repository.repositoryArn()).tags(lacking))));
  }

  private Optional<Difference> difference(
      Difference.Kind kind, Repository repository, String what, Change change) {
    return Optional.of(
        new Difference(
            kind, template.prefix(), repository.repositoryName(), what, Optional.of(change)));
  }
}
