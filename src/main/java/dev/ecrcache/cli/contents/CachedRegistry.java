package dev.ecrcache.cli.contents;

import dev.ecrcache.cli.options.AccountOptions;
import dev.ecrcache.cli.options.AskedAccounts;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.CachePrefixes;
import dev.ecrcache.operate.RegistryRules;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * The registry of an account that is asked about its contents.
 *
 * @param rules its pull-through cache rules
 */
record CachedRegistry(Account account, RegistryRules rules) {
  /**
   * Those of accounts, without those that have no rule: of a fleet, accounts that pull from another
   * one's cache.
   *
   * @param asked asks the accounts
   * @throws ParameterException if all answer, and none has a rule
   */
  static List<CachedRegistry> of(
      List<AccountOptions.Named> accounts, AskedAccounts asked, CommandSpec spec) {
    var all = new ArrayList<CachedRegistry>();
    for (var named : accounts) {
      asked.ask(named.name(), () -> open(named.open().get())).ifPresent(all::add);
    }
    var cached = all.stream().filter(it -> it.prefixes().exist()).toList();
    if (cached.isEmpty() && !asked.anyRefused()) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no pull-through cache rule in "
              + all.stream().map(CachedRegistry::place).collect(Collectors.joining(", ")));
    }
    all.stream().filter(it -> !cached.contains(it)).forEach(it -> asked.nothingToAsk(it.name()));
    return cached;
  }

  private static CachedRegistry open(Account account) {
    try (var ecr = account.session().client(EcrClient.builder())) {
      return new CachedRegistry(account, RegistryRules.of(account.session(), ecr));
    }
  }

  /** What the account is called. */
  String name() {
    return account.name();
  }

  /** Account and Region. */
  String place() {
    return "%s in %s".formatted(name(), account.registry().region());
  }

  CachePrefixes prefixes() {
    return rules.prefixes();
  }

  /** The references to pull from the cache. */
  CachedImages images() {
    return new CachedImages(account.registry().host(), rules.known());
  }
}
