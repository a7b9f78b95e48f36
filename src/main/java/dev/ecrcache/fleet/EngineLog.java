package dev.ecrcache.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.image.PublicText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the engine tells of one operation.
 *
 * @param changes how many resources by the engine's word for what it did to them
 * @param error the first error, in one line; empty where it printed nothing
 */
record EngineLog(Map<String, Integer> changes, String error) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern COLOUR = Pattern.compile("<\\{%.*?%\\}>");
  private static final Pattern ERROR = Pattern.compile("^ *error: (.+)$", Pattern.MULTILINE);
  private static final int LONGEST = 300;

  /**
   * @param events the events that the engine wrote, one a line
   * @param output what it printed, which alone tells what was wrong before the first event
   */
  static EngineLog read(Path events, Path output) throws IOException {
    var changes = new HashMap<String, Integer>();
    var error = Optional.<String>empty();
    try (var lines = Files.newBufferedReader(events)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var event = event(line);
        event
            .at("/summaryEvent/resourceChanges")
            .properties()
            .forEach(change -> changes.put(change.getKey(), change.getValue().intValue()));
        error = error.or(() -> error(event.path("diagnosticEvent")));
      }
    }
    var printed = Files.readString(output);
    return new EngineLog(changes, error.isPresent() ? oneLine(error.get()) : firstError(printed));
  }

  private static JsonNode event(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      // An engine that was killed leaves half a line.
      return JSON.missingNode();
    }
  }

  private static Optional<String> error(JsonNode diagnostic) {
    return diagnostic.path("severity").asText().equals("error")
        ? Optional.of(diagnostic.path("message").asText())
        : Optional.empty();
  }

  /** The first error in what {@code pulumi} printed, or all of it where it names none; one line. */
  static String firstError(String printed) {
    var error = ERROR.matcher(printed);
    return oneLine(error.find() ? error.group(1) : printed);
  }

  static String oneLine(String message) {
    var line =
        COLOUR
            .matcher(PublicText.of(message))
            .replaceAll("")
            .replaceAll("\\s+", " ")
            .replaceAll("^ |[ :]+$", "");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
