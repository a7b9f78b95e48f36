package dev.ecrcache.cli.contents;

import dev.ecrcache.cli.console.Bytes;
import dev.ecrcache.cli.console.OutputFormat;
import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.cli.console.RowWriter;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.operate.contents.CleaningPlan;
import dev.ecrcache.operate.contents.Outcome;
import dev.ecrcache.operate.contents.Outcome.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints what is to go, and what became of it. */
final class CleanRows {
  private final RowWriter<CleanRow> writer;
  private final boolean several;
  private final boolean json;
  private final StandardOutput out;

  /**
   * @param several whether there are several accounts to tell apart
   */
  CleanRows(OutputFormat format, StandardOutput out, boolean several) {
    this.writer = format.writer(out, row -> row.cells(several));
    this.several = several;
    this.json = format == OutputFormat.JSON;
    this.out = out;
  }

  void plan(String account, List<CleaningPlan> plans) throws IOException {
    for (var plan : plans) {
      for (var planned : plan.images()) {
        writer.write(CleanRow.of(account, plan.repository(), planned, null));
      }
      if (plan.whole()) {
        writer.write(CleanRow.whole(account, plan, null));
      }
    }
  }

  void end() throws IOException {
    writer.end();
    out.flush();
  }

  /** Prints what became of plans, for scripts, and gives the bytes that were deleted. */
  long done(String account, List<CleaningPlan> plans, List<Outcome> outcomes) throws IOException {
    var by = new HashMap<String, Outcome>();
    for (var it : outcomes) {
      by.put(it.repository() + "@" + it.digest().orElse(""), it);
    }
    var freed = 0L;
    for (var plan : plans) {
      for (var planned : plan.images()) {
        var outcome = by.get(plan.repository() + "@" + planned.image().digest());
        freed += outcome.result() == Result.DELETED ? planned.image().bytes() : 0;
        if (json) {
          writer.write(CleanRow.of(account, plan.repository(), planned, outcome));
        }
      }
      if (plan.whole() && json) {
        writer.write(CleanRow.whole(account, plan, by.get(plan.repository() + "@")));
      }
    }
    return freed;
  }

  /** Why images and repositories stay that were to go; of what AWS refused as a whole, nothing. */
  List<String> problems(String account, List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(it -> it.result() == Result.FAILED || it.result() == Result.CHANGED)
        .map(
            it ->
                Printable.of(
                    "%s%s%s: %s"
                        .formatted(
                            several ? account + ": " : "",
                            it.repository(),
                            it.digest().map(digest -> "@" + digest).orElse(""),
                            it.problem().orElse(""))))
        .toList();
  }

  /** What is to be done, in one line. */
  static String summary(List<CleaningPlan> plans, List<String> recorded) {
    var images = 0;
    var unsure = 0;
    var bytes = 0L;
    var whole = 0;
    for (var plan : plans) {
      whole += plan.whole() ? 1 : 0;
      for (var planned : plan.images()) {
        images++;
        unsure += planned.ifUnnamed() ? 1 : 0;
        bytes += planned.image().bytes();
      }
    }
    var parts = new ArrayList<String>();
    if (images > 0) {
      parts.add(
          "delete %s%d images of %d repositories, up to %s"
              .formatted(
                  unsure > 0 ? "up to " : "",
                  images,
                  plans.stream().filter(it -> !it.images().isEmpty()).count(),
                  Bytes.of(bytes)));
    }
    if (whole > 0) {
      parts.add("delete %d repositories".formatted(whole));
    }
    recorded.forEach(it -> parts.add("no longer record pulls of " + it));
    return parts.isEmpty() ? "nothing to do" : String.join("; ", parts);
  }

  /** What became of it, in one line. */
  static String told(Map<Result, Long> counts, long freed) {
    var parts = new ArrayList<String>();
    parts.add(
        "%d deleted, up to %s".formatted(counts.getOrDefault(Result.DELETED, 0L), Bytes.of(freed)));
    for (var result :
        List.of(Result.NAMED, Result.CHANGED, Result.GONE, Result.REFUSED, Result.FAILED)) {
      if (counts.getOrDefault(result, 0L) > 0) {
        parts.add(
            "%d %s"
                .formatted(
                    counts.get(result),
                    switch (result) {
                      case NAMED -> "kept, named by an index that stays";
                      case CHANGED -> "left, changed meanwhile";
                      case GONE -> "gone already";
                      case REFUSED -> "left, since AWS refused";
                      default -> "failed";
                    }));
      }
    }
    return String.join(", ", parts);
  }
}
