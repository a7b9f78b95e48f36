package dev.ecrcache;

import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.chart.OpenChart;
import dev.ecrcache.chart.UnreadableChartException;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.overlay.CachedChart;
import java.util.ArrayList;
import java.util.List;

/**
 * What was learnt of a release before anything is registered.
 *
 * @param rules the rules of the cache that its images come from
 * @param chart its chart, with the images that come from there
 * @param warnings what would be refused otherwise
 */
record ReleaseAudit(List<CacheRule> rules, CachedChart chart, List<String> warnings) {
  private static final String TO_DO =
      "; give the cache a rule, change the value, or list under allow what may come from elsewhere";

  /**
   * @throws InvalidArgumentException unless the arguments say that a warning is enough, if the
   *     chart cannot be read or an image would come from elsewhere; always, if it does not render
   */
  static ReleaseAudit of(CachedReleaseArgs args, List<CacheRule> rules) {
    var warnings = new ArrayList<String>();
    CachedChart chart;
    try (var open = OpenChart.open(args.source())) {
      chart =
          CachedChart.audited(
              open,
              args.name(),
              args.namespace(),
              args.kubernetes(),
              args.values(),
              rules,
              args.digests(),
              args.allow());
    } catch (UnreadableChartException e) {
      Check.that(
          args.warns(), "chart", e.getMessage() + "; or set audit: warn to release it unseen");
      warnings.add("nothing of the chart was checked: " + e.getMessage());
      chart = CachedChart.unaudited(args.known(), args.values(), rules, args.digests());
    } catch (IllegalArgumentException e) {
      throw new InvalidArgumentException("chart", e.getMessage());
    }
    var findings = chart.findings();
    Check.that(args.warns() || findings.isEmpty(), "audit", notCached(findings) + TO_DO);
    findings.forEach(finding -> warnings.add(notCached(List.of(finding))));
    return new ReleaseAudit(rules, chart, List.copyOf(warnings));
  }

  private static String notCached(List<String> findings) {
    return "%s not come from the cache: %s"
        .formatted(
            findings.size() == 1 ? "an image would" : findings.size() + " images would",
            String.join("; ", findings));
  }
}
