package dev.ecrcache.cli.doctor;

import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.cli.options.AccountOptions;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.Concurrently;
import dev.ecrcache.operate.Progress;
import dev.ecrcache.operate.doctor.Doctor;
import dev.ecrcache.operate.doctor.Examination;
import dev.ecrcache.operate.doctor.Promises;
import dev.ecrcache.operate.doctor.PulledCache;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The accounts to examine.
 *
 * @param fleet whether they are those of a fleet, of which one that refuses ends no other
 */
record DoctorCases(List<Case> cases, boolean fleet) {
  private static final int AT_ONCE = 4;

  /** An account, and what its stack file says. */
  private record Case(AccountOptions.Named named, Promises promises) {}

  /**
   * Those of options.
   *
   * @throws ParameterException if a stack file cannot be used
   */
  static DoctorCases of(List<AccountOptions.Named> accounts, boolean fleet, CommandSpec spec) {
    return new DoctorCases(
        accounts.stream().map(it -> new Case(it, promises(it, spec))).toList(), fleet);
  }

  private static Promises promises(AccountOptions.Named named, CommandSpec spec) {
    try {
      return named.file().map(Promises::of).orElse(Promises.NONE);
    } catch (InvalidArgumentException | IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "the stack file of %s: %s".formatted(named.name(), e.getMessage()));
    }
  }

  /** The accounts, each to be asked who it is. */
  List<Supplier<Account>> accounts() {
    return cases.stream().map(it -> it.named().open()).toList();
  }

  /**
   * Examines them, in their order.
   *
   * @param given the cache that their nodes pull from; empty for that of each stack file
   */
  List<Examination> examine(Doctor doctor, Optional<PulledCache> given, Progress progress) {
    var made = made();
    return Concurrently.map(
        "accounts",
        cases,
        AT_ONCE,
        it -> examine(doctor, it, given.or(() -> used(it, made))),
        progress);
  }

  private Examination examine(Doctor doctor, Case one, Optional<PulledCache> cache) {
    Account account;
    try {
      account = one.named().open().get();
    } catch (AwsRefusalException | ParameterException e) {
      if (fleet) {
        // The other accounts are not to blame.
        return Doctor.refused(one.named().name(), e.getMessage());
      }
      throw e;
    }
    return doctor.examine(account, one.promises(), cache);
  }

  /** By stack, the caches that the stacks of a fleet make. */
  private Map<String, PulledCache> made() {
    var made = new LinkedHashMap<String, PulledCache>();
    for (var one : cases) {
      one.named()
          .file()
          .flatMap(it -> it.registry())
          .flatMap(one.promises()::made)
          .ifPresent(it -> made.put(one.named().name(), it));
    }
    return made;
  }

  private static Optional<PulledCache> used(Case one, Map<String, PulledCache> made) {
    return one.promises()
        .cacheStack()
        .map(full -> full.substring(full.lastIndexOf('/') + 1))
        .map(made::get);
  }
}
