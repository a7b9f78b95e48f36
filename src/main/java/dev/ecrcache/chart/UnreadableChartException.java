package dev.ecrcache.chart;

/** A chart that cannot be fetched. */
public final class UnreadableChartException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  UnreadableChartException(String message) {
    super(message);
  }
}
