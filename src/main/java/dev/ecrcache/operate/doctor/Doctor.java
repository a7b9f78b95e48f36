package dev.ecrcache.operate.doctor;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Examines the caches of accounts; changes nothing. */
public final class Doctor {
  /**
   * What is to be looked at beside the cache.
   *
   * @param roles node roles, by ARN or name
   * @param clusters EKS clusters whose node roles are looked at
   * @param vpcs the VPCs of private nodes
   * @param mirrors whether to tell the traps of {@code hosts.toml}
   */
  public record Request(
      List<String> roles, List<String> clusters, List<String> vpcs, boolean mirrors) {}

  private final Request request;
  private final Progress progress;

  /** A doctor who looks at this. */
  public Doctor(Request request, Progress progress) {
    this.request = request;
    this.progress = progress;
  }

  /**
   * Examines an account. What AWS does not answer is a finding too.
   *
   * @param promises what its stack file says
   * @param cache the cache that its nodes pull from, where that is another account's
   */
  public Examination examine(Account account, Promises promises, Optional<PulledCache> cache) {
    try (var facts = new CacheFacts(account)) {
      var repositories = new RepositoriesCheck(facts, progress);
      var findings = new ArrayList<Finding>();
      for (var check : checks(facts, promises, cache, repositories)) {
        findings.addAll(look(check));
      }
      return new Examination(
          account.name(),
          account.registry().accountId(),
          account.registry().region(),
          findings,
          repositories.changes());
    }
  }

  /**
   * Follows one pull.
   *
   * @param image the reference, of upstream or in the cache
   * @param images the cache; empty for that of the account's registry
   * @param role the node's role, by ARN or name
   * @param imports whether ECR may import the image, as a node's pull would have it
   */
  public static Examination walk(
      Account account,
      String image,
      Optional<CachedImages> images,
      Optional<String> role,
      boolean imports) {
    var region =
        images
            .flatMap(it -> EcrRegistry.ofHost(it.host()))
            .map(EcrRegistry::region)
            .orElse(account.registry().region());
    var there =
        new Account(
            account.name(),
            account.session().in(region),
            new EcrRegistry(account.registry().accountId(), region),
            account.file());
    try (var facts = new CacheFacts(there)) {
      var cache =
          images.orElseGet(
              () -> new CachedImages(there.registry().host(), facts.registryRules().known()));
      return new Examination(
          account.name(),
          there.registry().accountId(),
          region,
          new PullWalk(facts, cache, role, imports).of(image),
          List.of());
    }
  }

  /**
   * What is known of an account that does not even tell who it is.
   *
   * @param why in one line
   */
  public static Examination refused(String name, String why) {
    var finding =
        new Finding(
            Topic.ACCOUNT,
            Level.NOT_ASKED,
            "account of the stack " + name,
            why,
            "nothing is known about it; it may be fine or not",
            "give credentials that may act there, as the stack file's aws:assumeRole says",
            List.of());
    return new Examination(name, "", "", List.of(finding), List.of());
  }

  private List<Check> checks(
      CacheFacts facts,
      Promises promises,
      Optional<PulledCache> cache,
      RepositoriesCheck repositories) {
    var checks = new ArrayList<Check>();
    // An account that uses another's cache has none to look at.
    if (promises.cacheStack().isEmpty() && promises.endpoint().isEmpty()) {
      checks.add(new RulesCheck(facts, promises));
      checks.add(new CredentialsCheck(facts));
      checks.add(new TemplatesCheck(facts, promises));
      checks.add(new RegistryPolicyCheck(facts, promises));
      checks.add(new ScanningCheck(facts, promises));
      checks.add(repositories);
    }
    checks.add(
        new NodesCheck(
            facts,
            promises,
            cache.or(promises::endpoint).or(() -> promises.made(facts.registry())),
            request.roles(),
            request.clusters()));
    request.vpcs().forEach(vpc -> checks.add(new NetworkCheck(facts, vpc)));
    if (request.mirrors()) {
      checks.add(new MirrorTraps());
    }
    return checks;
  }

  private static List<Finding> look(Check check) {
    var findings = new Findings(check.topic());
    try {
      check.look(findings);
    } catch (AwsRefusalException e) {
      findings.notAsked(check.topic().title(), e);
    }
    return findings.all();
  }
}
