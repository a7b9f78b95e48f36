package dev.ecrcache.chart;

import dev.ecrcache.image.PublicText;
import java.util.List;

/** A chart that cannot be fetched from where it is; the message is one line. */
public final class UnreadableChartException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  UnreadableChartException(ChartSource source, String reason, Throwable cause) {
    super(
        ("chart %s cannot be fetched: %s; fetch it elsewhere and give the path of a folder or"
                + " archive such as ./charts/nats-1.1.9.tgz")
            .formatted(source, shown(source, reason)),
        cause);
  }

  // Helm quotes URLs: those that it was given, and targets of redirects, which may be relative.
  private static String shown(ChartSource source, String reason) {
    var text = reason;
    for (var given : List.of(source.chart(), source.repository())) {
      var quoted = given.replace("\\", "\\\\").replace("\"", "\\\"");
      text = text.replace(given, PublicText.ofUrl(given)).replace(quoted, PublicText.ofUrl(given));
    }
    return PublicText.of(text).replaceAll("\\?[^\\s\"]+", "");
  }
}
