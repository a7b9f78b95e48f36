package dev.ecrcache;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;

/** Answers on a free port of this machine, with faults if that is wanted. */
final class ChartServer implements AutoCloseable {
  private final LoopbackServer server = new LoopbackServer(this::handle);
  private final Function<String, Answer> answers;
  private String authorization;
  private boolean cutOff;

  /**
   * @param answers the answer for a path; null if there is none
   */
  ChartServer(Function<String, Answer> answers) {
    this.answers = answers;
  }

  /** What is at a path. */
  record Answer(String type, byte[] body) {
    static Answer text(String type, String body) {
      return new Answer(type, body.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Its host and port. */
  String address() {
    return server.url().getAuthority();
  }

  void onlyTo(String user, String password) {
    var credential = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    authorization = "Basic " + Base64.getEncoder().encodeToString(credential);
  }

  void cutOff() {
    cutOff = true;
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getResponseHeaders();
      var path = exchange.getRequestURI().getPath();
      var given = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization != null && !authorization.equals(given)) {
        headers.add("WWW-Authenticate", "Basic realm=\"charts\"");
        exchange.sendResponseHeaders(401, -1);
      } else if (path.startsWith("/to/")) {
        headers.add("Location", path.substring("/to/".length()));
        exchange.sendResponseHeaders(302, -1);
      } else if (path.startsWith("/moved/")) {
        headers.add("Location", path.substring("/moved".length()));
        exchange.sendResponseHeaders(302, -1);
      } else {
        answer(exchange, answers.apply(path));
      }
    }
  }

  private void answer(HttpExchange exchange, Answer answer) throws IOException {
    if (answer == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    var body = answer.body();
    exchange.getResponseHeaders().add("Content-Type", answer.type());
    exchange.sendResponseHeaders(200, body.length);
    boolean whole = !cutOff || !answer.type().equals("application/gzip");
    exchange.getResponseBody().write(body, 0, whole ? body.length : body.length / 2);
    // From JDK 25 on, what is cut off here would else never be sent.
    exchange.getResponseBody().flush();
  }
}
