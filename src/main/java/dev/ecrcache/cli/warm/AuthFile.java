package dev.ecrcache.cli.warm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.cli.console.InputFile;
import dev.ecrcache.distribution.Login;
import dev.ecrcache.image.Upstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Logins of registries, as {@code docker login} and {@code podman login} write them.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/login/">docker login</a>
 */
final class AuthFile {
  private static final JsonMapper JSON = new JsonMapper();

  private AuthFile() {}

  /**
   * By upstream, the logins that a file holds itself.
   *
   * @throws IllegalArgumentException if it holds none
   */
  static Map<Upstream, Login> read(InputFile file) {
    var logins = new HashMap<Upstream, Login>();
    for (var entry : auths(file).properties()) {
      var host = entry.getKey().replaceFirst("^https?://", "").replaceFirst("/.*", "");
      var upstream = Upstream.find(host);
      var auth = entry.getValue().path("auth").textValue();
      if (upstream.isPresent() && auth != null) {
        logins.put(upstream.get(), login(file, entry.getKey(), auth));
      }
    }
    if (logins.isEmpty()) {
      throw file.refusal(
          "holds no login of an upstream under auths; what a credsStore keeps is not read");
    }
    return logins;
  }

  private static JsonNode auths(InputFile file) {
    try {
      return JSON.readTree(file.bytes()).path("auths");
    } catch (IOException e) {
      throw file.refusal("is not JSON, as docker login writes it");
    }
  }

  private static Login login(InputFile file, String registry, String auth) {
    try {
      var login = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
      var colon = login.indexOf(':');
      if (colon > 0) {
        return new Login(login.substring(0, colon), login.substring(colon + 1));
      }
    } catch (IllegalArgumentException e) {
      // As if it had no colon; the text is not repeated.
    }
    throw file.refusal("auths.%s.auth is not user:password in Base64".formatted(registry));
  }
}
