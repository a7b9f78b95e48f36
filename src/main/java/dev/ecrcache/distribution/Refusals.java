package dev.ecrcache.distribution;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.image.PublicText;
import java.io.IOException;
import java.net.http.HttpResponse;

/** What a registry says when it refuses, in one line. */
final class Refusals {
  private static final int LONGEST = 400;
  private static final JsonMapper JSON = new JsonMapper();

  private Refusals() {}

  static RegistryException of(HttpResponse<byte[]> answer) {
    var said = said(answer.body()).replaceAll("\\s+", " ").strip();
    var text = said.isEmpty() ? "" : ": " + PublicText.of(shortened(said));
    return new RegistryException(
        answer.statusCode(),
        "%s answers %d%s".formatted(answer.uri().getHost(), answer.statusCode(), text));
  }

  private static String said(byte[] body) {
    try {
      var error = JSON.readTree(body).path("errors").path(0);
      return (error.path("code").asText() + " " + error.path("message").asText());
    } catch (IOException e) {
      return "";
    }
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
