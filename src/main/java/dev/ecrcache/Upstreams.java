package dev.ecrcache;

import dev.ecrcache.aws.Place;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.Quoted;
import dev.ecrcache.inputs.CredentialArgs;
import dev.ecrcache.inputs.UpstreamArgs;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The upstream registries of one cache, and what must hold among them.
 *
 * @param byPrefix by their ECR repository prefixes
 */
record Upstreams(Map<String, UpstreamArgs> byPrefix) {
  private static final Pattern PROVIDER_PREFIX =
      Pattern.compile("([a-z0-9]+[._/-])*[a-z0-9]+|" + CacheRule.ROOT);

  /** ECR's quota of pull-through cache rules in a registry; AWS does not raise it. */
  private static final int MAX_RULES = 50;

  /**
   * Refuses what no cache can have at a prefix.
   *
   * @throws InvalidArgumentException if ECR or the AWS provider does not take the rule
   */
  static void checkRule(String prefix, UpstreamArgs upstream) {
    var argument = "upstreams." + prefix;
    Check.required(argument, upstream, "give its registry, such as registry: docker.io");
    var rule = Check.value(argument, () -> upstream.rule(prefix));
    checkProvider(argument, prefix);
    if (!rule.upstreamPrefix().isEmpty()) {
      checkProvider(argument + ".upstreamPrefix", rule.upstreamPrefix());
    }
  }

  // Of what ECR takes, the provider leaves out __ and --; it would say so in the middle of an up.
  private static void checkProvider(String argument, String prefix) {
    Check.that(
        PROVIDER_PREFIX.matcher(prefix).matches(),
        argument,
        "the prefix %s has two separators in a row, which ECR takes and Pulumi's AWS provider does not; use one"
            .formatted(Quoted.of(prefix)));
  }

  /**
   * @throws InvalidArgumentException if they do not go together
   */
  void checkTogether() {
    Check.that(!byPrefix.isEmpty(), "upstreams", "are missing; give one or more, such as k8s");
    Check.that(
        byPrefix.size() <= MAX_RULES,
        "upstreams",
        "are %d; ECR takes %d pull-through cache rules in a registry"
            .formatted(byPrefix.size(), MAX_RULES));
    byPrefix.keySet().forEach(this::checkShadow);
    checkSecretNames();
  }

  private void checkShadow(String prefix) {
    for (int slash = prefix.indexOf('/'); slash > 0; slash = prefix.indexOf('/', slash + 1)) {
      var outer = prefix.substring(0, slash);
      Check.that(
          !byPrefix.containsKey(outer),
          "upstreams." + prefix,
          "lies under the prefix '%s', so the two rules claim the same repositories; rename one"
              .formatted(outer));
    }
  }

  private void checkSecretNames() {
    var owners = new HashMap<String, String>();
    secretNames()
        .forEach(
            (prefix, name) -> {
              var owner = owners.putIfAbsent(name, prefix);
              Check.that(
                  owner == null,
                  "upstreams.%s.credential.secretName".formatted(prefix),
                  "%s is the secret of upstreams.%s already; choose another"
                      .formatted(Quoted.of(name), owner));
            });
  }

  /** The names of the secrets to make, by prefix. */
  Map<String, String> secretNames() {
    var names = new TreeMap<String, String>();
    byPrefix.forEach(
        (prefix, upstream) ->
            upstream
                .credential()
                .filter(credential -> credential.secretArn().isEmpty())
                .flatMap(credential -> credential.secretName(prefix))
                .ifPresent(name -> names.put(prefix, name)));
    return names;
  }

  /**
   * Holds them against the place of the cache.
   *
   * @throws InvalidArgumentException if something lies where ECR cannot use it
   */
  void check(Place place) {
    ownArns().forEach(place::checkOwn);
    byPrefix.forEach(
        (prefix, upstream) ->
            EcrRegistry.ofHost(upstream.upstream().host())
                .ifPresent(
                    registry -> check(place, "upstreams." + prefix + ".", upstream, registry)));
  }

  private static void check(Place place, String at, UpstreamArgs upstream, EcrRegistry registry) {
    place.checkPartition(at + "registry", registry);
    Check.that(
        upstream.createsRole()
            || upstream.roleArn().isPresent()
            || place.accounts().isEmpty()
            || place.accounts().contains(registry.accountId()),
        at + "role",
        "none is for a registry of the same account; this one belongs to %s, and the AWS provider works in %s%s"
            .formatted(
                registry.accountId(), String.join(" or ", place.accounts()), place.accountsBy()));
  }

  /** The ARNs that must lie in the cache's account, by argument. */
  private Map<String, String> ownArns() {
    var arns = new TreeMap<String, String>();
    byPrefix.forEach(
        (prefix, upstream) -> {
          var at = "upstreams." + prefix;
          upstream
              .credential()
              .flatMap(CredentialArgs::plainSecretArn)
              .ifPresent(arn -> arns.put(at + ".credential.secretArn", arn));
          upstream.roleArn().ifPresent(arn -> arns.put(at + ".role", arn));
        });
    return arns;
  }
}
