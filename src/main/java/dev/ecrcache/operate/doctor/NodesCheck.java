package dev.ecrcache.operate.doctor;

import dev.ecrcache.aws.ClusterRoles;
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
    var own = target.registry().equals(facts.registry());
    findings
        .ask(where, () -> RoleRights.of(facts, arn, target.needed(), own))
        .ifPresent(rights -> tell(where, rights, findings));
  }

  private static void tell(String where, RoleRights rights, Findings findings) {
    var lacking = rights.lacking();
    if (!lacking.isEmpty()) {
      findings.error(
          where,
          "may not: %s; %s".formatted(RoleRights.actions(lacking), RoleRights.reasons(lacking)),
          NodeRights.consequence(
              lacking.stream().map(Simulation.Denial::action).collect(Collectors.toSet())),
          "name the role under nodes.roles of its account's stack file and run `pulumi up`, or"
              + " attach the policy that docs/permissions.md has");
    } else if (!rights.byRegistry().isEmpty()) {
      findings.note(
          where,
          "may by the registry's policy alone: " + RoleRights.actions(rights.byRegistry()),
          "it cannot pull any more once that policy changes; whether a condition of the policy"
              + " holds for the role is not evaluated",
          "name the role under nodes.roles of a stack file");
    }
  }
}
