package dev.ecrcache.chart;

/** A chart that cannot be fetched from where it is; the message is one line. */
public final class UnreadableChartException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  UnreadableChartException(ChartSource source, String reason, Throwable cause) {
    super(
        ("chart %s cannot be fetched: %s; fetch it elsewhere and give the path of a folder or"
                + " archive such as ./charts/nats-1.1.9.tgz")
            .formatted(source, ChartSource.publicText(reason)),
        cause);
  }
}
