package dev.ecrcache.cli.doctor;

import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.cli.console.ProgressLine;
import dev.ecrcache.cli.options.Confirmation;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.doctor.Examination;
import dev.ecrcache.operate.doctor.Mending;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;

/** Shows what would make repositories like their templates, asks, and does it. */
record DoctorFix(PrintWriter errors, Confirmation confirmation) {
  /** Whether anything was changed. */
  boolean apply(List<Supplier<Account>> accounts, List<Examination> examinations) {
    var all = examinations.stream().mapToInt(it -> it.changes().size()).sum();
    if (all == 0) {
      errors.println("Nothing to fix.");
      return false;
    }
    for (var examination : examinations) {
      examination
          .changes()
          .forEach(it -> tell("%s  %s  %s", examination.account(), it.repository(), it.what()));
    }
    confirmation.ask(
        "Change %d %s of repositories".formatted(all, all == 1 ? "setting" : "settings"));
    try (var progress = new ProgressLine(errors)) {
      for (var i = 0; i < accounts.size(); i++) {
        if (!examinations.get(i).changes().isEmpty()) {
          mend(accounts.get(i).get(), examinations.get(i), progress);
        }
      }
    }
    return true;
  }

  private void mend(Account account, Examination examination, ProgressLine progress) {
    var outcomes = Mending.apply(account, examination.changes(), progress);
    outcomes.forEach(
        it -> it.failure().ifPresent(why -> tell("%s: failed: %s", it.change().repository(), why)));
    tell(
        "%s: changed %d of %d",
        examination.account(),
        outcomes.stream().filter(it -> it.failure().isEmpty()).count(),
        outcomes.size());
  }

  private void tell(String format, Object... texts) {
    errors.println(Printable.of(format.formatted(texts)));
  }
}
