package dev.ecrcache.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium with one page, driven by the DevTools protocol over its standard streams.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final JsonMapper mapper = new JsonMapper();
  private final Process process;
  private final OutputStream questions;
  private final InputStream answers;
  private final String session;
  private int last;

  private Chromium(Path profile, String program) throws IOException {
    // The protocol is on the file descriptors 3 and 4, which Java does not hand to a child.
    var command =
        "exec %s --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars"
                .formatted(program)
            + " --user-data-dir=\"$0\" --remote-debugging-pipe 3<&0 4>&1 </dev/null >/dev/null";
    process =
        new ProcessBuilder("sh", "-c", command, profile.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    questions = process.getOutputStream();
    answers = process.getInputStream();
    var target = ask("Target.createTarget", Map.of("url", "about:blank"), "");
    session =
        ask(
                "Target.attachToTarget",
                Map.of("targetId", target.path("targetId").asText(), "flatten", true),
                "")
            .path("sessionId")
            .asText();
  }

  /** Starts it; whoever has none is told, and the test is left out. */
  static Chromium start(Path profile) throws IOException {
    var program = NAMES.stream().filter(Chromium::isThere).findFirst();
    assumeTrue(
        program.isPresent(),
        "no chromium on PATH: the page is not looked at; apt install chromium");
    return new Chromium(profile, program.get());
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** A page of this width, light or dark, on a screen or on paper. */
  void show(String html, int width, String scheme, String media) {
    tell(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    tell(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            media,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    var frame = tell("Page.getFrameTree", Map.of()).path("frameTree").path("frame").path("id");
    tell("Page.setDocumentContent", Map.of("frameId", frame.asText(), "html", html));
  }

  /** What an expression of JavaScript gives. */
  JsonNode evaluate(String expression) {
    var answer =
        tell(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    assertTrue(answer.path("exceptionDetails").isMissingNode(), answer::toString);
    return answer.path("result").path("value");
  }

  /** Presses and releases a key. */
  void press(String key, int code) {
    for (var type : List.of("rawKeyDown", "char", "keyUp")) {
      if (type.equals("char") && !key.equals("Enter")) {
        continue;
      }
      tell(
          "Input.dispatchKeyEvent",
          Map.of(
              "type",
              type,
              "key",
              key,
              "code",
              key,
              "windowsVirtualKeyCode",
              code,
              "text",
              key.equals("Enter") ? "\r" : ""));
    }
  }

  /** The whole page as a PNG. */
  byte[] screenshot() {
    var size = tell("Page.getLayoutMetrics", Map.of()).path("cssContentSize");
    var clip =
        Map.of(
            "x",
            0,
            "y",
            0,
            "scale",
            1,
            "width",
            size.path("width").asInt(),
            "height",
            size.path("height").asInt());
    var shot =
        tell(
            "Page.captureScreenshot",
            Map.of("format", "png", "clip", clip, "captureBeyondViewport", true));
    return Base64.getDecoder().decode(shot.path("data").asText());
  }

  private JsonNode tell(String method, Map<String, Object> parameters) {
    try {
      return ask(method, parameters, session);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode ask(String method, Map<String, Object> parameters, String session)
      throws IOException {
    var id = ++last;
    var question = new java.util.HashMap<String, Object>();
    question.put("id", id);
    question.put("method", method);
    question.put("params", parameters);
    Optional.of(session).filter(it -> !it.isEmpty()).ifPresent(it -> question.put("sessionId", it));
    questions.write(mapper.writeValueAsBytes(question));
    questions.write(0);
    questions.flush();
    while (true) {
      var answer = mapper.readTree(next());
      if (answer.path("id").asInt() == id) {
        assertTrue(answer.path("error").isMissingNode(), answer::toString);
        return answer.path("result");
      }
    }
  }

  private String next() throws IOException {
    var message = new ByteArrayOutputStream();
    for (var b = answers.read(); b != 0; b = answers.read()) {
      assertTrue(b > 0, "Chromium ended");
      message.write(b);
    }
    return message.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    questions.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
