package dev.ecrcache.operate.doctor;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.InvalidImageReferenceException;
import dev.ecrcache.image.Resolution;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryCreationTemplate;

/** Follows one pull of a node from the reference to the layers, to where it ends. */
final class PullWalk {
  private final CacheFacts facts;
  private final CachedImages images;
  private final boolean imports;
  private final Steps steps = new Steps();
  private final RoleStep roles;

  PullWalk(CacheFacts facts, CachedImages images, Optional<String> role, boolean imports) {
    this.facts = facts;
    this.images = images;
    this.imports = imports;
    roles = new RoleStep(facts, steps, role);
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
      var rules = new RuleSteps(facts, steps);
      var rule = rules.rule(image, there.isPresent());
      if (steps.goOn()) {
        rule.ifPresent(it -> rules.credential(it, present));
      }
      if (steps.goOn()) {
        roles.of(registry, image, there.isPresent(), present);
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
      roles.of(registry, image, false, present);
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
