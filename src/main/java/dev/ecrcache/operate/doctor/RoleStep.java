package dev.ecrcache.operate.doctor;

import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.policy.EcrPolicies;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The step of a pull at which the node's role must be allowed what the pull takes.
 *
 * @param role by ARN or name
 */
record RoleStep(CacheFacts facts, Steps steps, Optional<String> role) {
  /**
   * Asks IAM.
   *
   * @param hasRepository whether the repository is there, so that it need not be made
   * @param present whether the image is there, so that it need not be imported
   */
  void of(EcrRegistry registry, ImageReference image, boolean hasRepository, boolean present) {
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
        .ifPresent(rights -> tell(arn, rights, hasRepository, present));
  }

  private boolean tags(ImageReference image) {
    return steps
        .ask("repository", () -> facts.templateOf(image.repository()))
        .flatMap(it -> it)
        .filter(it -> !it.resourceTags().isEmpty())
        .isPresent();
  }

  private void tell(String arn, RoleRights rights, boolean hasRepository, boolean present) {
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
}
