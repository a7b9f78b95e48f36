package dev.ecrcache.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What a registry wants to see: the login itself (Basic), or a token of its token service (Bearer).
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token
 *     authentication</a>
 */
final class Tokens {
  private record Token(String header, Instant until) {}

  private static final int MOST = 64 << 10;
  private static final int USUAL_SECONDS = 60;
  private static final Pattern PARAMETER =
      Pattern.compile("([a-z]{1,20})=\"([^\"]{0,2000})\"", Pattern.CASE_INSENSITIVE);
  private static final JsonMapper JSON = new JsonMapper();

  private final Exchange exchange;
  private final Login login;
  private final Map<String, Token> byRepository = new ConcurrentHashMap<>();
  private volatile boolean basic;

  Tokens(Exchange exchange, Login login) {
    this.exchange = exchange;
    this.login = login;
  }

  /** The header with which a repository is asked; empty while nothing was wanted. */
  String header(String repository) {
    if (basic) {
      return login.basic();
    }
    var token = byRepository.get(repository);
    return token == null || token.until().isBefore(Instant.now()) ? "" : token.header();
  }

  /**
   * Does what a refusal asks for.
   *
   * @return whether it is worth asking again
   * @throws RegistryException if the token service refuses
   */
  boolean answer(HttpResponse<?> refusal, String repository) {
    for (var challenge : refusal.headers().allValues("WWW-Authenticate")) {
      if (challenge.regionMatches(true, 0, "Bearer ", 0, 7)) {
        var token = token(challenge, refusal.uri(), repository);
        token.ifPresent(it -> byRepository.put(repository, it));
        return token.isPresent();
      }
      if (challenge.regionMatches(true, 0, "Basic", 0, 5) && !login.isNone()) {
        basic = true;
        // Another thread may have set it while this request was out without it.
        return !refusal.request().headers().allValues("Authorization").contains(login.basic());
      }
    }
    return false;
  }

  private Optional<Token> token(String challenge, URI registry, String repository) {
    var service = "";
    Optional<URI> realm = Optional.empty();
    for (var parts = PARAMETER.matcher(challenge); parts.find(); ) {
      switch (parts.group(1).toLowerCase(Locale.ROOT)) {
        case "realm" -> realm = Urls.parse(parts.group(2));
        case "service" -> service = parts.group(2);
        default -> {
          // The scope is what was asked for.
        }
      }
    }
    return realm
        .filter(it -> Urls.isAllowedAfter(registry, it))
        .map(with(service, repository))
        .map(this::token);
  }

  private static UnaryOperator<URI> with(String service, String repository) {
    return realm ->
        URI.create(
            "%s%sservice=%s&scope=%s"
                .formatted(
                    realm,
                    realm.getRawQuery() == null ? "?" : "&",
                    encoded(service),
                    encoded("repository:%s:pull".formatted(repository))));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Token token(URI url) {
    var answer =
        exchange.send("GET", url, login.isNone() ? "" : login.basic(), "application/json", MOST);
    if (answer.statusCode() != 200) {
      throw Refusals.of(answer);
    }
    try {
      var json = JSON.readTree(answer.body());
      var token = text(json, "token").or(() -> text(json, "access_token"));
      var seconds = Math.max(USUAL_SECONDS, json.path("expires_in").asInt(USUAL_SECONDS));
      return new Token(
          "Bearer " + token.orElseThrow(() -> new IOException("no token")),
          // A little earlier, for what is on its way.
          Instant.now().plusSeconds(seconds - 10));
    } catch (IOException e) {
      throw new RegistryException(
          answer.statusCode(), url.getHost() + ": the token service gave no token");
    }
  }

  private static Optional<String> text(JsonNode json, String key) {
    return Optional.ofNullable(json.path(key).textValue());
  }
}
