package dev.ecrcache.cli.contents;

import dev.ecrcache.cli.console.Bytes;
import dev.ecrcache.operate.contents.UnusedRepository;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A repository that nobody pulls from, for scripts. Absent parts are null.
 *
 * @param account the account, or the stack of a fleet
 * @param repository its name
 * @param images how many images it holds
 * @param bytes their sizes, added up
 * @param pushed when the newest came
 * @param pulled when one was last pulled
 * @param usdPerMonth what that many bytes cost
 */
record UnusedRow(
    String account,
    String repository,
    int images,
    long bytes,
    String pushed,
    String pulled,
    double usdPerMonth) {
  private static final double GB = 1e9;

  static UnusedRow of(String account, UnusedRepository repository, double price) {
    return new UnusedRow(
        account,
        repository.name(),
        repository.images(),
        repository.bytes(),
        repository.pushed().map(Instant::toString).orElse(null),
        repository.pulled().map(Instant::toString).orElse(null),
        repository.bytes() / GB * price);
  }

  List<String> cells(boolean several) {
    var cells = new ArrayList<String>();
    if (several) {
      cells.add(account);
    }
    cells.add(repository);
    cells.add(
        pulled != null
            ? "last pulled " + day(pulled)
            : pushed == null ? "empty" : "never pulled, came " + day(pushed));
    cells.add("%d images".formatted(images));
    cells.add(Bytes.of(bytes));
    cells.add(usd(usdPerMonth));
    return cells;
  }

  /** All of them in a line. */
  static String total(List<UnusedRow> rows) {
    return "%d repositories, %d images, up to %s and %s a month"
        .formatted(
            rows.size(),
            rows.stream().mapToInt(UnusedRow::images).sum(),
            Bytes.of(rows.stream().mapToLong(UnusedRow::bytes).sum()),
            usd(rows.stream().mapToDouble(UnusedRow::usdPerMonth).sum()));
  }

  private static String day(String time) {
    return Instant.parse(time).atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static String usd(double price) {
    return String.format(Locale.ROOT, "USD %.2f", price);
  }
}
