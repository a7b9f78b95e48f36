package dev.ecrcache.cli.doctor;

import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.operate.doctor.Examination;
import dev.ecrcache.operate.doctor.Finding;
import dev.ecrcache.operate.doctor.Level;
import dev.ecrcache.operate.doctor.Topic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the doctor found, as one HTML file to send on: without script and without anything from
 * elsewhere, for phones, screens, print and keyboards, light and dark.
 */
public final class DoctorPage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final int FEW = 8;
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final StringBuilder html = new StringBuilder();

  private DoctorPage() {}

  static void write(List<Examination> examinations, OutputStream out) throws IOException {
    out.write(page(examinations, Instant.now()).getBytes(StandardCharsets.UTF_8));
  }

  /** The page of a moment. */
  public static String page(List<Examination> examinations, Instant now) {
    var page = new DoctorPage();
    page.head(examinations, now);
    page.line("<main id=\"findings\" tabindex=\"-1\">");
    examinations.forEach(page::section);
    page.line("</main>");
    page.line("<footer>Written by ecr-cache doctor. No value of a secret is in it.</footer>");
    page.line("</body>");
    page.line("</html>");
    return page.html.toString();
  }

  private void head(List<Examination> examinations, Instant now) {
    line("<!doctype html>");
    line("<html lang=\"en\">");
    line("<head>");
    line("<meta charset=\"utf-8\">");
    line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    line("<meta name=\"color-scheme\" content=\"light dark\">");
    line("<title>Pull-through cache: %s</title>", DoctorTable.summary(examinations));
    line("<style>");
    html.append(style());
    line("</style>");
    line("</head>");
    line("<body>");
    line("<a class=\"skip\" href=\"#findings\">Skip to the findings</a>");
    line("<header>");
    line("<h1>Pull-through cache: the doctor's report</h1>");
    line("<p class=\"quiet\">%s</p>", TIME.format(now));
    line("<ul class=\"counts\" aria-label=\"How many findings\">");
    for (var level : Level.values()) {
      var count = DoctorTable.count(examinations, level);
      line(
          "<li class=\"%s%s\"><b>%s</b> %s</li>",
          name(level), count == 0 ? " none" : "", count, word(level, count));
    }
    line("</ul>");
    line("</header>");
  }

  private void section(Examination examination) {
    line("<section>");
    line(
        "<h2>%s <small>%s</small></h2>",
        examination.account(),
        examination.accountId().isEmpty()
            ? "did not tell who it is"
            : examination.account().equals(examination.accountId())
                ? "in " + examination.region()
                : "registry %s in %s".formatted(examination.accountId(), examination.region()));
    var shown = examination.shown();
    var isPull = shown.stream().anyMatch(it -> it.topic() == Topic.PULL);
    shown.stream().filter(it -> isPull || it.level() != Level.FINE).forEach(this::finding);
    var fine = shown.stream().filter(it -> !isPull && it.level() == Level.FINE).toList();
    if (!fine.isEmpty()) {
      fine(fine);
    }
    line("</section>");
  }

  private void finding(Finding finding) {
    var tag = finding.why().isEmpty() && finding.mend().isEmpty() ? "div" : "details";
    line(
        "<%s class=\"%s finding\"%s>",
        tag,
        name(finding.level()),
        tag.equals("details") && finding.level().isFinding() ? " open" : "");
    var head = tag.equals("div") ? "p" : "summary";
    line("<%s class=\"head\"><span class=\"level\">%s</span>", head, finding.level().word());
    line(
        "<span><span class=\"where\">%s <span class=\"topic\">%s</span></span>",
        finding.where(), finding.topic().title());
    line("<span class=\"what\">%s</span></span></%s>", finding.what(), head);
    if (tag.equals("details")) {
      details(finding);
    }
    line("</%s>", tag);
  }

  private void details(Finding finding) {
    line("<dl>");
    part("Why it matters", finding.why());
    part("How to mend it", finding.mend());
    if (!finding.resources().isEmpty()) {
      line("<dt>Which</dt>");
      line("<dd>");
      which(finding.resources());
      line("</dd>");
    }
    line("</dl>");
  }

  private void which(List<String> names) {
    var folded = names.size() > FEW;
    if (folded) {
      line("<details class=\"names\"><summary>%s names</summary>", names.size());
    }
    line("<ul>");
    names.forEach(it -> line("<li>%s</li>", it));
    line("</ul>");
    if (folded) {
      line("</details>");
    }
  }

  private void part(String title, String text) {
    if (!text.isEmpty()) {
      line("<dt>%s</dt>", title);
      line("<dd>%s</dd>", text);
    }
  }

  private void fine(List<Finding> fine) {
    line("<details class=\"fine finding all-fine\">");
    line(
        "<summary class=\"head\"><span class=\"level\">fine</span> <span class=\"where\">%s</span></summary>",
        fine.size() == 1
            ? "1 thing that was looked at"
            : fine.size() + " things that were looked at");
    line("<ul>");
    fine.forEach(
        it ->
            line(
                "<li><span class=\"where\">%s</span> <span class=\"topic\">%s</span> %s</li>",
                it.where(), it.topic().title(), it.what()));
    line("</ul>");
    line("</details>");
  }

  /** A line of HTML, whose arguments are escaped: they come from AWS and from people. */
  private void line(String format, Object... texts) {
    var escaped = new Object[texts.length];
    for (var i = 0; i < texts.length; i++) {
      escaped[i] =
          CODE.matcher(escape(Printable.of(String.valueOf(texts[i]))))
              .replaceAll("<code>$1</code>");
    }
    html.append(format.formatted(escaped)).append('\n');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String name(Level level) {
    return level.word().replace(' ', '-');
  }

  private static String word(Level level, long count) {
    return level.isFinding() || level == Level.NOTE
        ? level.word() + (count == 1 ? "" : "s")
        : level.word();
  }

  private static String style() {
    try (var css = DoctorPage.class.getResourceAsStream("doctor.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
