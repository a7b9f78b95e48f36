package dev.ecrcache.operate.doctor;

import dev.ecrcache.aws.ClusterRoles;
import dev.ecrcache.policy.PolicyGrant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.eks.EksClient;

/** Asks IAM whether node roles may all that a first pull takes. */
record NodesCheck(
    CacheFacts facts,
    Promises promises,
    Optional<PulledCache> cache,
    List<String> roles,
    List<String> clusters)
    implements Check {
  @Override
  public Topic topic() {
    return Topic.NODES;
  }

  @Override
  public void look(Findings findings) {
    var named =
        Stream.concat(roles.stream(), promises.nodes().stream().flatMap(it -> it.roles().stream()))
            .toList();
    var all = new LinkedHashSet<>(named);
    all.addAll(ofClusters(findings));
    if (all.isEmpty()) {
      return;
    }
    var target = cache.or(this::here);
    if (target.isEmpty()) {
      findings.add(
          Level.NOT_ASKED,
          "node roles",
          "from which cache they pull is not known",
          "nothing is known about them",
          "give --cache FILE, what `pulumi stack output cacheEndpoint --json` of the cache's stack"
              + " prints, or name its stack with --fleet too",
          List.of());
      return;
    }
    all.forEach(role -> look(role, target.get(), findings));
    findings.fineUnlessFound(
        "node roles",
        "%d may all that a first pull takes from %s"
            .formatted(all.size(), target.get().registry().host()));
  }

  private Optional<PulledCache> here() {
    var prefixes = facts.rules().stream().map(it -> it.ecrRepositoryPrefix()).toList();
    var tags = facts.templates().stream().anyMatch(it -> !it.resourceTags().isEmpty());
    return prefixes.isEmpty()
        ? Optional.empty()
        : Optional.of(new PulledCache(facts.registry(), prefixes, tags));
  }

  private List<String> ofClusters(Findings findings) {
    var names = new LinkedHashSet<>(clusters);
    promises.nodes().ifPresent(it -> names.addAll(it.clusters()));
    var found = new ArrayList<String>();
    if (names.isEmpty()) {
      return found;
    }
    try (var eks = facts.session().client(EksClient.builder())) {
      for (var cluster : names) {
        try {
          found.addAll(ClusterRoles.of(eks, cluster));
        } catch (IllegalArgumentException e) {
          findings.add(
              Level.NOT_ASKED,
              "cluster " + cluster,
              e.getMessage(),
              "nothing is known about its node roles",
              "name them with --role, or let these credentials ask EKS",
              List.of());
        }
      }
    }
    return found;
  }

  private void look(String given, PulledCache target, Findings findings) {
    var where = "role " + given.substring(given.lastIndexOf('/') + 1);
    var account = facts.registry().accountId();
    if (given.startsWith("arn:") && !given.split(":", 6)[4].equals(account)) {
      findings.add(
          Level.NOT_ASKED,
          where,
          "is of account %s, and the credentials are of %s"
              .formatted(given.split(":", 6)[4], account),
          "IAM tells of the roles of its own account alone",
          "run doctor with credentials of that account, and --cache or --fleet for the cache",
          List.of());
      return;
    }
    var simulation = facts.simulation();
    var found = findings.ask(where, () -> simulation.role(given));
    if (found.isEmpty()) {
      return;
    }
    if (found.get().isEmpty()) {
      findings.error(
          where,
          "does not exist",
          "no node can have it",
          "correct the name, or nodes.roles of the stack file");
      return;
    }
    var arn = found.get().get().arn();
    findings
        .ask(where, () -> simulation.denied(arn, target.needed()))
        .ifPresent(denied -> tell(where, arn, target, denied, findings));
  }

  private void tell(
      String where,
      String arn,
      PulledCache target,
      List<Simulation.Denial> denied,
      Findings findings) {
    var granted = grants(target, findings);
    var left =
        denied.stream()
            .filter(it -> it.explicit() || granted.stream().noneMatch(by -> grants(by, arn, it)))
            .toList();
    if (!left.isEmpty()) {
      findings.error(
          where,
          "may not: " + actions(left) + "; " + reasons(left),
          NodeRights.consequence(
              left.stream().map(Simulation.Denial::action).collect(Collectors.toSet())),
          "name the role under nodes.roles of its account's stack file and run `pulumi up`, or"
              + " attach the policy that docs/permissions.md has");
    } else if (!denied.isEmpty()) {
      findings.note(
          where,
          "may %s by the registry's policy alone".formatted(actions(denied)),
          "it cannot pull any more once that policy changes; whether a condition of the policy"
              + " holds for the role is not evaluated",
          "name the role under nodes.roles of a stack file");
    }
  }

  /** Within an account, what the registry's policy allows is allowed. */
  private List<PolicyGrant> grants(PulledCache target, Findings findings) {
    return target.registry().equals(facts.registry())
        ? findings
            .ask("registry policy", facts::policy)
            .flatMap(it -> it)
            .map(PolicyGrant::of)
            .orElse(List.of())
        : List.of();
  }

  private static boolean grants(PolicyGrant grant, String role, Simulation.Denial denial) {
    return grant.allows()
        && grant.namesPrincipal(role)
        && grant.covers(denial.action())
        && grant.coversResource(denial.resource());
  }

  private static String actions(List<Simulation.Denial> denied) {
    return denied.stream()
        .map(Simulation.Denial::action)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String reasons(List<Simulation.Denial> denied) {
    return denied.stream()
        .map(Simulation.Denial::reason)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
