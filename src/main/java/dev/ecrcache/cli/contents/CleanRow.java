package dev.ecrcache.cli.contents;

import dev.ecrcache.cli.console.Bytes;
import dev.ecrcache.operate.contents.CleaningPlan;
import dev.ecrcache.operate.contents.CleaningPlan.Planned;
import dev.ecrcache.operate.contents.Outcome;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * An image that goes, or a repository, for scripts. Absent parts are null.
 *
 * @param account the account, or the stack of a fleet
 * @param repository its name
 * @param digest of the image; null for the repository itself
 * @param tags of the image
 * @param bytes of the image
 * @param pushed when it came
 * @param pulled when it was last pulled
 * @param ifUnnamed whether it goes only if no index that stays names it
 * @param result {@code planned}, or what became of it
 * @param problem why it was left
 */
record CleanRow(
    String account,
    String repository,
    String digest,
    List<String> tags,
    Long bytes,
    String pushed,
    String pulled,
    boolean ifUnnamed,
    String result,
    String problem) {

  static CleanRow of(String account, String repository, Planned planned, Outcome outcome) {
    var image = planned.image();
    return new CleanRow(
        account,
        repository,
        image.digest(),
        image.tags(),
        image.bytes(),
        image.pushed().toString(),
        image.pulled().map(Instant::toString).orElse(null),
        planned.ifUnnamed(),
        result(outcome),
        problem(outcome));
  }

  /** The repository itself. */
  static CleanRow whole(String account, CleaningPlan plan, Outcome outcome) {
    return new CleanRow(
        account,
        plan.repository(),
        null,
        List.of(),
        null,
        null,
        null,
        false,
        result(outcome),
        problem(outcome));
  }

  private static String result(Outcome outcome) {
    return outcome == null ? "planned" : outcome.result().word();
  }

  private static String problem(Outcome outcome) {
    return outcome == null ? null : outcome.problem().orElse(null);
  }

  /** Repository, tags and digest. */
  String name() {
    if (digest == null) {
      return repository;
    }
    return repository
        + (tags.isEmpty() ? "" : ":" + String.join(",", tags))
        + "@"
        // As docker and kubectl shorten it.
        + digest.substring(0, Math.min(digest.length(), "sha256:".length() + 12));
  }

  List<String> cells(boolean several) {
    var cells = new ArrayList<String>();
    if (several) {
      cells.add(account);
    }
    cells.add(name());
    if (digest == null) {
      cells.add("the repository");
    } else {
      cells.add(Bytes.of(bytes));
      cells.add("came " + day(pushed));
      cells.add(pulled == null ? "never pulled" : "last pulled " + day(pulled));
      if (ifUnnamed) {
        cells.add("unless an index names it");
      }
    }
    return cells;
  }

  private static String day(String time) {
    return Instant.parse(time).atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }
}
