package dev.ecrcache.cli.doctor;

import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.operate.doctor.Examination;
import dev.ecrcache.operate.doctor.Finding;
import dev.ecrcache.operate.doctor.Level;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the doctor found, for people: the worst first, then why it matters and how to mend it. */
final class DoctorTable {
  private static final int NAMED = 3;
  private static final String LINE = "  %-9s  %-15s  %s%n";
  private static final String BELOW = "  %-9s  %-15s    %s %s%n";

  private DoctorTable() {}

  static void write(List<Examination> examinations, OutputStream out) throws IOException {
    var text = new StringBuilder();
    for (var examination : examinations) {
      text.append(heading(examination)).append('\n');
      examination.shown().forEach(it -> append(text, it));
      text.append('\n');
    }
    text.append(summary(examinations)).append('\n');
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The account in words. */
  static String heading(Examination examination) {
    if (examination.accountId().isEmpty()) {
      return examination.account();
    }
    var where = "%s in %s".formatted(examination.accountId(), examination.region());
    return examination.account().equals(examination.accountId())
        ? where
        : "%s: %s".formatted(examination.account(), where);
  }

  /** How many findings there are of each level. */
  static String summary(List<Examination> examinations) {
    return "%s, %s, %s not asked, %s"
        .formatted(
            counted(examinations, Level.ERROR, "error"),
            counted(examinations, Level.WARNING, "warning"),
            count(examinations, Level.NOT_ASKED),
            counted(examinations, Level.NOTE, "note"));
  }

  static long count(List<Examination> examinations, Level level) {
    return examinations.stream()
        .flatMap(it -> it.findings().stream())
        .filter(it -> it.level() == level)
        .count();
  }

  private static String counted(List<Examination> examinations, Level level, String word) {
    var count = count(examinations, level);
    return "%d %s%s".formatted(count, word, count == 1 ? "" : "s");
  }

  private static void append(StringBuilder text, Finding finding) {
    text.append(
        LINE.formatted(
            finding.level().word(),
            finding.topic().title(),
            Printable.of("%s: %s".formatted(finding.where(), finding.what()))));
    if (!finding.resources().isEmpty()) {
      below(text, "    ", named(finding.resources()));
    }
    if (!finding.why().isEmpty()) {
      below(text, "why ", finding.why());
    }
    if (!finding.mend().isEmpty()) {
      below(text, "mend", finding.mend());
    }
  }

  private static void below(StringBuilder text, String word, String said) {
    text.append(BELOW.formatted("", "", word, Printable.of(said)));
  }

  private static String named(List<String> names) {
    var first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() <= NAMED
        ? first
        : "%s and %d more; --output json has all".formatted(first, names.size() - NAMED);
  }
}
