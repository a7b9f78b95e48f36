package dev.ecrcache.operate.doctor;

import dev.ecrcache.image.CacheRule;
import dev.ecrcache.policy.PolicyDifference;
import dev.ecrcache.policy.PolicyGrant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds the registry's policy against the stack file, and looks whom it lets do what. */
record RegistryPolicyCheck(CacheFacts facts, Promises promises) implements Check {
  private static final String WHERE = "registry policy";
  private static final String IMPORT = "ecr:BatchImportUpstreamImage";
  private static final String CREATE = "ecr:CreateRepository";

  @Override
  public Topic topic() {
    return Topic.REGISTRY_POLICY;
  }

  @Override
  public void look(Findings findings) {
    var found = facts.policy();
    promises
        .registryPolicy(facts.registry(), found)
        .ifPresent(promised -> compare(promised, found, findings));
    var grants = found.map(PolicyGrant::of).orElse(List.of());
    grants.forEach(grant -> judge(grant, findings));
    var allowed = grants.stream().filter(PolicyGrant::allows).toList();
    if (allowed.stream().anyMatch(it -> it.covers(IMPORT))
        && allowed.stream().noneMatch(it -> it.covers(CREATE))) {
      findings.warning(
          WHERE,
          "lets others import images, and not create repositories",
          "their first pull of a repository says not found",
          "allow ecr:CreateRepository beside ecr:BatchImportUpstreamImage");
    }
    findings.fineUnlessFound(
        WHERE,
        found.isEmpty()
            ? "there is none: only this account pulls"
            : Counted.of(grants.size(), "statement") + ", each with a scope");
  }

  private static void compare(String promised, Optional<String> found, Findings findings) {
    var difference = PolicyDifference.between(Optional.of(promised), found);
    if (found.isEmpty()) {
      findings.error(
          WHERE,
          "is missing; the stack file has one",
          "no other account can pull through the cache",
          "run `pulumi up` of the stack");
      return;
    }
    if (!difference.missing().isEmpty()) {
      findings.error(
          WHERE,
          "lacks, or has otherwise, what the stack file promises: "
              + String.join(", ", difference.missing()),
          "pulls of other accounts are refused",
          "run `pulumi up` of the stack; whoever else writes the policy, put that into"
              + " access.statements");
    }
    if (!difference.further().isEmpty()) {
      findings.note(
          WHERE,
          "has what the stack file does not: " + String.join(", ", difference.further()),
          "the next `pulumi up` that changes the policy takes it away",
          "put it into access.statements if it is to stay");
    }
  }

  private void judge(PolicyGrant grant, Findings findings) {
    if (grant.isOpenToAnybody()) {
      findings.error(
          WHERE,
          "statement %s allows %s to everybody in AWS".formatted(grant.name(), grant.actions()),
          "any AWS account may do that in this registry, at your cost",
          "name accounts, or add the condition aws:PrincipalOrgID");
    }
    if (grant.allows() && (grant.covers(IMPORT) || grant.covers(CREATE)) && isWide(grant)) {
      findings.warning(
          WHERE,
          "statement %s lets others import or create outside of the cache's prefixes: %s"
              .formatted(grant.name(), String.join(", ", grant.resources())),
          "others may make repositories of any name in this registry",
          "name the prefixes of the cache alone, such as %s"
              .formatted(facts.registry().repositoryArn("docker-hub/*")));
    }
    if (!grant.allows() && grant.coversPulls()) {
      findings.note(
          WHERE,
          "statement %s denies %s".formatted(grant.name(), grant.actions()),
          "a denial outweighs whatever else is allowed",
          "see that it spares those who are to pull");
    }
  }

  private boolean isWide(PolicyGrant grant) {
    var prefixes =
        Stream.concat(
                facts.rules().stream().map(it -> it.ecrRepositoryPrefix()),
                promises.cache().stream().flatMap(it -> it.prefixes().stream()))
            .toList();
    if (prefixes.contains(CacheRule.ROOT)) {
      return false;
    }
    return grant.resources().stream()
        .map(arn -> arn.replaceFirst("^arn:[^:]*:ecr:[^:]*:[^:]*:repository/", ""))
        .anyMatch(name -> prefixes.stream().noneMatch(prefix -> name.startsWith(prefix + "/")));
  }
}
