package dev.ecrcache.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.core.Output;
import dev.ecrcache.aws.Place;
import dev.ecrcache.bind.InvalidArgumentException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The configuration keys of the project, and how a refusal names them. */
final class ConfigKeys {
  /** What a key looks like; a token in its place does not. */
  static final Pattern SECRET_KEY = Pattern.compile("[a-zA-Z-]{1,40}[0-9]{0,2}");

  private static final Pattern ACCOUNT = Pattern.compile("\\b([0-9]{12})\\b");
  private static final Pattern ACCOUNT_OF_ROLE =
      Pattern.compile("\"roleArn\"\\s*:\\s*\"arn:[a-z-]+:iam::([0-9]{12}):role/");

  private final ConfigSource source;
  private final Set<String> secrets = new HashSet<>();

  ConfigKeys(ConfigSource source) {
    this.source = source;
  }

  String full(String key) {
    return source.project() + ":" + key;
  }

  /** The text or JSON under a key. */
  Optional<String> text(String key) {
    var value = source.get(full(key));
    check(
        value.isEmpty() || !source.isSecret(full(key)),
        key,
        "is encrypted as a whole; encrypt only tokens and user names, each under a key of its own");
    return value;
  }

  /** The truth value under a key, which `pulumi config set` writes as a text. */
  Optional<Boolean> flag(String key) {
    var value = text(key);
    check(
        value.filter(it -> !it.equals("true") && !it.equals("false")).isEmpty(),
        key,
        "must be true or false");
    return value.map(Boolean::valueOf);
  }

  /** The secret under the key that an argument of a credential names. */
  Output<String> secret(String key, String argument) {
    var example = argument.equals("token") ? "dockerHubToken" : "dockerHubUsername";
    var toDo =
        "set one, as with `pulumi config set --secret %s`, and write %s: %s"
            .formatted(example, argument, example);
    if (StackFile.KEYS.contains(key)) {
      throw new IllegalArgumentException("names the block %s; %s".formatted(key, toDo));
    }
    var secret = source.secret(full(key));
    if (secret.isEmpty()) {
      // It may be the secret itself: it is not repeated.
      throw new IllegalArgumentException("is not the name of a config key that is set; " + toDo);
    }
    if (!source.isSecret(full(key))) {
      throw new IllegalArgumentException(
          "names the config key %s, which is stored in plain text; run `pulumi config set --secret %s`"
              .formatted(key, key));
    }
    secrets.add(key);
    return secret.get();
  }

  /** Refuses keys of the project that are neither blocks nor secrets of credentials. */
  void refuseOthers() {
    source.keys().stream()
        .filter(key -> key.startsWith(full("")))
        .map(key -> key.substring(full("").length()))
        .filter(key -> !StackFile.KEYS.contains(key) && !secrets.contains(key))
        .sorted()
        .findFirst()
        .ifPresent(
            key ->
                check(
                    false,
                    key,
                    "is not a key here and no credential names it; allowed: "
                        + String.join(", ", StackFile.KEYS)));
  }

  void check(boolean holds, String key, String problem) {
    if (!holds) {
      throw new InvalidArgumentException(full(key), problem);
    }
  }

  /** Where the stack file makes the AWS provider work. */
  Place place() {
    var allowed = accounts("aws:allowedAccountIds", ACCOUNT);
    var role = accounts("aws:assumeRole", ACCOUNT_OF_ROLE);
    return new Place(
        allowed.isEmpty() ? role : allowed,
        allowed.isEmpty() ? " by aws:assumeRole" : " by aws:allowedAccountIds",
        source.get("aws:region"),
        " by aws:region");
  }

  private List<String> accounts(String key, Pattern account) {
    return source.get(key).stream()
        .flatMap(setting -> account.matcher(setting).results())
        .map(found -> found.group(1))
        .toList();
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

  /** Does a check under a key. */
  void checkInside(String key, Runnable check) {
    inside(
        key,
        () -> {
          check.run();
          return null;
        });
  }

  /** Does what may be refused under a name that is a key of the project. */
  <T> T named(Supplier<T> work) {
    try {
      return work.get();
    } catch (InvalidArgumentException e) {
      throw e.of(source.project());
    }
  }

  /** What the engine handed over, from its text; its API can only be asked key by key. */
  static Map<String, String> parse(String json) {
    try {
      return new JsonMapper().readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      return Map.of();
    }
  }
}
