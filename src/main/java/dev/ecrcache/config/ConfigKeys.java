package dev.ecrcache.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.Config;
import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.deployment.internal.DeploymentInternal;
import dev.ecrcache.InvalidArgumentException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The configuration keys of the project, and how a refusal names them. */
final class ConfigKeys {
  private static final Pattern TOKEN_KEY = Pattern.compile("[a-zA-Z-]{1,40}[0-9]{0,2}");

  private final Config config;
  private final Config aws;
  private final Map<String, String> all;
  private final Set<String> tokens = new HashSet<>();

  /**
   * @param all everything that the engine handed over, by full key
   */
  ConfigKeys(Context context, Map<String, String> all) {
    this.config = context.config();
    this.aws = context.config("aws");
    this.all = all;
  }

  String full(String key) {
    return config.getName() + ":" + key;
  }

  /** The text or JSON under a key. */
  Optional<String> text(String key) {
    var value = config.get(key);
    check(
        value.isEmpty() || !isSecret(key),
        key,
        "is encrypted as a whole; keep only tokens secret, each under a key of its own");
    return value;
  }

  /** The secret under the key that a credential names. */
  Output<String> token(String key) {
    if (StackFile.KEYS.contains(key)) {
      throw new IllegalArgumentException(
          "names the block %s; run `pulumi config set --secret dockerHubToken` and write token:"
                  .formatted(key)
              + " dockerHubToken");
    }
    if (config.get(key).isEmpty()) {
      // What does not look like a key may be the token itself: it is not repeated.
      if (!TOKEN_KEY.matcher(key).matches()) {
        throw new IllegalArgumentException(
            "is not the name of a config key that is set; run `pulumi config set --secret"
                + " dockerHubToken` and write token: dockerHubToken");
      }
      throw new IllegalArgumentException(
          "names the config key %s, which is not set; run `pulumi config set --secret %s`"
              .formatted(key, key));
    }
    if (!isSecret(key)) {
      throw new IllegalArgumentException(
          "names the config key %s, which is stored in plain text; run `pulumi config set --secret %s`"
              .formatted(key, key));
    }
    tokens.add(key);
    return config.requireSecret(key);
  }

  /** Refuses keys of the project that are neither blocks nor tokens. */
  void refuseOthers() {
    all.keySet().stream()
        .filter(key -> key.startsWith(full("")))
        .map(key -> key.substring(full("").length()))
        .filter(key -> !StackFile.KEYS.contains(key) && !tokens.contains(key))
        .sorted()
        .findFirst()
        .ifPresent(
            key ->
                check(
                    false,
                    key,
                    "is not a key here and no credential names it as its token; allowed: "
                        + String.join(", ", StackFile.KEYS)));
  }

  void check(boolean holds, String key, String problem) {
    if (!holds) {
      throw new InvalidArgumentException(full(key), problem);
    }
  }

  /** Refuses an ARN outside the account and Region that the stack file gives the AWS provider. */
  void checkArn(String key, String arn) {
    var parts = arn.split(":", 6);
    var region = aws.get("region").filter(it -> !parts[3].isEmpty());
    check(
        region.isEmpty() || region.get().equals(parts[3]),
        key,
        "lies in the Region %s, and the stack in %s by aws:region; they must be the same"
            .formatted(parts[3], region.orElse("")));
    var accounts = aws.get("allowedAccountIds").filter(it -> !parts[4].isEmpty());
    check(
        accounts.isEmpty() || accounts.get().contains(parts[4]),
        key,
        "lies in the account %s, which is not among aws:allowedAccountIds; it must be the stack's own"
            .formatted(parts[4]));
  }

  /** Does what may be refused under a key. */
  <T> T inside(String key, Supplier<T> work) {
    return named(
        () -> {
          try {
            return work.get();
          } catch (InvalidArgumentException e) {
            throw e.in(key);
          }
        });
  }

  /** Does what may be refused under a name that is a key of the project. */
  <T> T named(Supplier<T> work) {
    try {
      return work.get();
    } catch (InvalidArgumentException e) {
      throw e.of(config.getName());
    }
  }

  private boolean isSecret(String key) {
    // Config itself does not tell a secret from plain text.
    return DeploymentInternal.getInstance().isConfigSecret(full(key));
  }

  /** What the engine handed over, from its text; {@link Config} can only be asked key by key. */
  static Map<String, String> parse(String json) {
    try {
      return new JsonMapper().readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      return Map.of();
    }
  }
}
