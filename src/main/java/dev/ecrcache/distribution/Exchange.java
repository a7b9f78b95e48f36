package dev.ecrcache.distribution;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request after the other: each within limits, and repeated where it is throttled or fails. No
 * redirect is followed.
 */
final class Exchange {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** How often one asks who does not answer at all. */
  private static final int UNANSWERED = 3;

  /** How often one asks who fails. */
  private static final int FAILED = 5;

  private static final int REFUSAL = 64 << 10;
  private static final Set<Integer> FAULTS = Set.of(408, 500, 502, 503, 504);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(new ProxyOfEnvironment(System.getenv()))
          .build();
  private final BackOff backOff;
  private final Duration longest;

  /**
   * @param longest how long one answer may take, from the first byte sent to the last one read
   */
  Exchange(BackOff backOff, Duration longest) {
    this.backOff = backOff;
    this.longest = longest;
  }

  /**
   * An answer, whatever it says.
   *
   * @param authorization the header of that name; empty for none
   * @param accept the header of that name
   * @param most how many bytes may come; 0 if none of them is wanted
   * @throws RegistryException if none comes
   */
  HttpResponse<byte[]> send(String method, URI url, String authorization, String accept, int most) {
    var request =
        HttpRequest.newBuilder(url)
            .method(method, BodyPublishers.noBody())
            .header("Accept", accept)
            .header("User-Agent", "ecr-cache")
            .version(
                url.getScheme().equals("http")
                    ? HttpClient.Version.HTTP_1_1
                    : HttpClient.Version.HTTP_2);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    for (var sent = 1; ; sent++) {
      var asked = Optional.<Duration>empty();
      try {
        var answer = once(request.build(), most);
        if (sent >= attempts(answer)) {
          return answer;
        }
        asked = retryAfter(answer);
      } catch (IOException e) {
        if (sent >= Math.min(UNANSWERED, backOff.attempts())) {
          throw new RegistryException(
              RegistryException.NO_ANSWER, "%s: %s".formatted(url.getHost(), reason(e)));
        }
      }
      pause(backOff.pause(sent, asked));
    }
  }

  private int attempts(HttpResponse<byte[]> answer) {
    var status = answer.statusCode();
    if (status == 429 || status >= 400 && isThrottled(answer.body())) {
      return backOff.attempts();
    }
    return FAULTS.contains(status) ? Math.min(FAILED, backOff.attempts()) : 1;
  }

  /** ECR hands on what an upstream says, under a status of its own. */
  private static boolean isThrottled(byte[] body) {
    return new String(body, StandardCharsets.UTF_8)
        .toLowerCase(Locale.ROOT)
        .contains("toomanyrequests");
  }

  private HttpResponse<byte[]> once(HttpRequest request, int most) throws IOException {
    // What explains itself is read, so that its connection serves again.
    var answer =
        http.sendAsync(request, it -> new LimitedBody(it.statusCode() == 200 ? most : REFUSAL));
    try {
      return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer in %d seconds".formatted(longest.toSeconds()), e);
    } catch (ExecutionException | CompletionException e) {
      throw e.getCause() instanceof IOException problem ? problem : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(it -> it.matches("[0-9]{1,6}"))
        .map(Integer::parseInt)
        .map(Duration::ofSeconds);
  }

  private static String reason(IOException e) {
    return switch (e.getClass().getSimpleName()) {
      case "ConnectException" -> "no connection";
      case "UnresolvedAddressException" -> "the host is not known";
      case "HttpConnectTimeoutException" ->
          "no connection in %d seconds".formatted(CONNECT.toSeconds());
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
