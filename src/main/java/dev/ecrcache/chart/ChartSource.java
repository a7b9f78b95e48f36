package dev.ecrcache.chart;

import java.nio.file.Path;
import java.util.function.Function;

/** Where a chart comes from. */
public record ChartSource(String chart, String version, String repository) {
  public <T> T with(Function<Path, T> reader) {
    if (!repository.isEmpty()) {
      throw new UnreadableChartException("chart %s cannot be fetched".formatted(chart));
    }
    return reader.apply(Path.of(chart));
  }
}
