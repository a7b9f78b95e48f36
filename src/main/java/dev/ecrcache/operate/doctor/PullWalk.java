package dev.ecrcache.operate.doctor;

import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.InvalidImageReferenceException;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.policy.EcrPolicies;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryCreationTemplate;

/** Follows one pull of a node from the reference to the layers, to where it ends. */
final class PullWalk {
  private final CacheFacts facts;
  private final CachedImages images;
  private final Optional<String> role;
  private final boolean imports;
  private final Steps steps = new Steps();

  PullWalk(CacheFacts facts, CachedImages images, Optional<String> role, boolean imports) {
    this.facts = facts;
    this.images = images;
    this.role = role;
    this.imports = imports;
  }

  /** The steps that the pull takes; one that stops it is the last. */
  List<Finding> of(String given) {
    reference(given).ifPresent(this::follow);
    return steps.all();
  }

  private void follow(ImageReference image) {
    var registry = EcrRegistry.ofHost(image.registry()).orElse(facts.registry());
    var copy = new CachedCopy(facts, image, registry.accountId());
    var detail = steps.ask("image", copy::detail);
    var present = detail.flatMap(it -> it).isPresent();
    var own = registry.accountId().equals(facts.registry().accountId());
    if (own) {
      var repository = steps.ask("repository", copy::repository);
      var there = repository.flatMap(it -> it);
      var rule = rule(image, there.isPresent());
      if (steps.goOn()) {
        rule.ifPresent(it -> credential(it, present));
      }
      if (steps.goOn()) {
        role(registry, image, there.isPresent(), present);
      }
      if (steps.goOn() && repository.isPresent()) {
        repository(image, there, rule.isPresent());
      }
    } else {
      steps.unknown(
          "rule, credential and repository",
          "are of account %s, and the credentials are of %s"
              .formatted(registry.accountId(), facts.registry().accountId()),
          "run doctor IMAGE with credentials of that account too");
      role(registry, image, false, present);
    }
    if (steps.goOn() && detail.isPresent()) {
      new ImageSteps(copy, steps, imports).of(image, detail.get());
    }
  }

  private Optional<ImageReference> reference(String given) {
    ImageReference image;
    try {
      image = ImageReference.parse(given);
    } catch (InvalidImageReferenceException e) {
      steps.stops("reference", e.getMessage(), Symptom.INVALID_NAME, Symptom.INVALID_NAME.cure());
      return Optional.empty();
    }
    var resolution = images.resolve(image);
    if (resolution instanceof Resolution.Cached cached) {
      steps.passed("reference", "%s is %s in the cache".formatted(image, cached.image()));
      return official(cached.image());
    }
    if (resolution instanceof Resolution.AlreadyEcr already
        && already.image().registry().equals(images.host())) {
      steps.passed("reference", "%s is a reference into the cache".formatted(image));
      return official(already.image());
    }
    steps.stops(
        "reference",
        resolution.reason().orElse("%s is in another registry of ECR".formatted(image)),
        "the kubelet asks %s, as it would without a cache".formatted(image.registry()),
        "mirror the image into ECR by hand, or leave it where it is; ecr-cache audit lists such"
            + " images");
    return Optional.empty();
  }

  /** Docker Hub's official images are below library/, and no others. */
  private Optional<ImageReference> official(ImageReference cached) {
    for (var rule : images.rules()) {
      if (rule.upstream().url().equals("registry-1.docker.io")
          && cached.repository().startsWith(rule.prefix() + "/")) {
        var path = cached.repository().substring(rule.prefix().length() + 1);
        var parts = path.split("/").length;
        if (parts == 1 || parts > 2 && path.startsWith("library/")) {
          steps.stops(
              "reference",
              "Docker Hub has no repository " + path,
              Symptom.UPSTREAM_LOGIN,
              "pull %s/%s"
                  .formatted(
                      rule.prefix(),
                      parts == 1 ? "library/" + path : path.substring("library/".length())));
          return Optional.empty();
        }
      }
    }
    return Optional.of(cached);
  }

  private Optional<PullThroughCacheRule> rule(ImageReference image, boolean hasRepository) {
    var rules = steps.ask("rule", facts::rules);
    var rule =
        rules.flatMap(
            all ->
                all.stream()
                    .filter(it -> covers(it.ecrRepositoryPrefix(), image.repository()))
                    .max(Comparator.comparingInt(PullWalk::depth)));
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

  private void credential(PullThroughCacheRule rule, boolean present) {
    var prefix = rule.ecrRepositoryPrefix();
    var answer =
        steps.ask(
            "credential",
            () ->
                facts.ask(
                    "ecr:ValidatePullThroughCacheRule",
                    () ->
                        facts
                            .ecr()
                            .validatePullThroughCacheRule(it -> it.ecrRepositoryPrefix(prefix))));
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

  private void role(
      EcrRegistry registry, ImageReference image, boolean hasRepository, boolean present) {
    if (role.isEmpty()) {
      steps.unknown(
          "role", "no --role was given", "give the node's role, as of the node group, with --role");
      return;
    }
    var named = role.get();
    if (named.startsWith("arn:") && !named.split(":", 6)[4].equals(facts.registry().accountId())) {
      steps.unknown(
          "role",
          "%s is of another account than these credentials".formatted(named),
          "run doctor IMAGE --role with credentials of its account, and --cache");
      return;
    }
    var found = steps.ask("role", () -> facts.simulation().role(named));
    if (found.isEmpty()) {
      return;
    }
    if (found.get().isEmpty()) {
      steps.stops("role", named + " does not exist", Symptom.NO_LOGIN, "correct --role");
      return;
    }
    var arn = found.get().get().arn();
    var tags = registry.equals(facts.registry()) && tags(image);
    var needed = EcrPolicies.nodePull(List.of(registry.repositoryArn(image.repository())), tags);
    var own = registry.equals(facts.registry());
    steps
        .ask("role", () -> RoleRights.of(facts, arn, needed, own))
        .ifPresent(rights -> role(arn, rights, hasRepository, present));
  }

  private boolean tags(ImageReference image) {
    return steps
        .ask("repository", () -> facts.templateOf(image.repository()))
        .flatMap(it -> it)
        .filter(it -> !it.resourceTags().isEmpty())
        .isPresent();
  }

  private void role(String arn, RoleRights rights, boolean hasRepository, boolean present) {
    // What is there needs neither to be made nor to be imported.
    var lacking =
        rights.lacking().stream()
            .filter(
                it ->
                    !hasRepository
                        || !it.action().equals("ecr:CreateRepository")
                            && !it.action().equals("ecr:TagResource"))
            .filter(it -> !present || !it.action().equals("ecr:BatchImportUpstreamImage"))
            .toList();
    if (lacking.isEmpty()) {
      steps.passed(
          "role",
          rights.lacking().isEmpty()
              ? "%s may all that the pull takes".formatted(arn)
              : "%s may pull what is there, and not: %s"
                  .formatted(arn, RoleRights.actions(rights.lacking())));
      return;
    }
    var actions = lacking.stream().map(Simulation.Denial::action).collect(Collectors.toSet());
    steps.stops(
        "role",
        "%s may not: %s; %s"
            .formatted(arn, RoleRights.actions(lacking), RoleRights.reasons(lacking)),
        NodeRights.symptom(actions),
        "name the role under nodes.roles of its account's stack file and run `pulumi up`");
  }

  private void repository(ImageReference image, Optional<Repository> there, boolean hasRule) {
    if (there.isPresent()) {
      steps.passed("repository", "%s is there".formatted(image.repository()));
      return;
    }
    if (!hasRule) {
      return;
    }
    var template = steps.ask("repository", () -> facts.templateOf(image.repository()));
    template.ifPresent(
        it ->
            it.ifPresentOrElse(
                this::madeBy,
                () -> steps.passed("repository", "the first pull makes it, with ECR's defaults")));
  }

  private void madeBy(RepositoryCreationTemplate template) {
    var encryption = template.encryptionConfiguration();
    var needsRole =
        !template.resourceTags().isEmpty()
            || encryption != null && !"AES256".equals(encryption.encryptionTypeAsString());
    if (needsRole && template.customRoleArn() == null) {
      steps.stops(
          "repository",
          "the template %s has tags or a KMS key, and no role".formatted(template.prefix()),
          Symptom.NOT_FOUND,
          "give the template a role; one of a stack file has one by itself");
    } else {
      steps.passed("repository", "the first pull makes it, by the template " + template.prefix());
    }
  }

  /** Whether an image can be pulled: one that is archived cannot. */
  static boolean isArchived(ImageDetail detail) {
    return detail.imageStatus() == ImageStatus.ARCHIVED;
  }
}
