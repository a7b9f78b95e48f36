package dev.ecrcache.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.core.Output;
import dev.ecrcache.CacheEndpoint;
import dev.ecrcache.InvalidArgumentException;
import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.image.EcrRegistry;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.UnicodeReader;

/** A stack file read without the engine, which alone can decrypt secrets: none are needed. */
public final class LocalStackFile {
  private static final String PROJECT = "ecr-cache";
  private static final JsonMapper JSON = new JsonMapper();

  private final ConfigSource config;

  private LocalStackFile(ConfigSource config) {
    this.config = config;
  }

  /**
   * Reads the bytes of a stack file.
   *
   * @throws IllegalArgumentException if they are no stack file
   */
  public static LocalStackFile parse(byte[] yaml) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      Object file =
          new Yaml(new SafeConstructor(options))
              .load(new UnicodeReader(new ByteArrayInputStream(yaml)));
      var config = tree(file).path("config");
      if (!config.isObject()) {
        throw new IllegalArgumentException("is no stack file: it has no block config");
      }
      return new LocalStackFile(new Values(config));
    } catch (MarkedYAMLException e) {
      throw new IllegalArgumentException(
          "is not YAML at line %d: %s".formatted(e.getProblemMark().getLine() + 1, e.getProblem()));
    } catch (YAMLException e) {
      throw new IllegalArgumentException("is not YAML");
    }
  }

  /**
   * The cache that the stack makes; empty if it makes none.
   *
   * @throws InvalidArgumentException if the block cannot work, or a key of the project is unknown
   */
  public Optional<RegistryCacheArgs> cache() {
    return block("cache", RegistryCacheArgs.class);
  }

  /**
   * The cache of another stack that the stack uses; empty if the file does not describe it.
   *
   * @throws InvalidArgumentException if the block cannot work, or a key of the project is unknown
   */
  public Optional<CacheEndpoint> cacheEndpoint() {
    return block("cacheEndpoint", CacheEndpoint.class);
  }

  /**
   * The stack's registry; empty unless the file names one account and the Region.
   *
   * @throws IllegalArgumentException if the account or the Region is malformed
   */
  public Optional<EcrRegistry> registry() {
    return config
        .get("aws:allowedAccountIds")
        .flatMap(LocalStackFile::onlyOne)
        .flatMap(
            account -> config.get("aws:region").map(region -> new EcrRegistry(account, region)));
  }

  private <T> Optional<T> block(String key, Class<T> type) {
    var keys = new ConfigKeys(config);
    var block = new Blocks(keys).read(key, type);
    if (block.isPresent()) {
      keys.refuseOthers();
    }
    return block;
  }

  private static JsonNode tree(Object file) {
    try {
      // By way of text, whose depth is limited: through an alias, YAML can contain itself.
      return JSON.readTree(JSON.writeValueAsString(file));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is no stack file: it contains itself", e);
    }
  }

  private static Optional<String> onlyOne(String list) {
    try {
      var accounts = JSON.readValue(list, String[].class);
      return accounts.length == 1 ? Optional.ofNullable(accounts[0]) : Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("aws:allowedAccountIds is not a list of accounts");
    }
  }

  /** The values of a stack file. */
  private record Values(JsonNode config) implements ConfigSource {
    @Override
    public String project() {
      return PROJECT;
    }

    @Override
    public Set<String> keys() {
      var keys = new TreeSet<String>();
      config.fieldNames().forEachRemaining(keys::add);
      return keys;
    }

    @Override
    public Optional<String> get(String key) {
      return Optional.ofNullable(config.get(key))
          .map(value -> value.isTextual() ? value.textValue() : value.toString());
    }

    @Override
    public boolean isSecret(String key) {
      return !config.has(key)
          || config.get(key).findValues("secure").stream().anyMatch(JsonNode::isTextual);
    }

    @Override
    public Optional<Output<String>> secret(String key) {
      // It may be set on another machine: what looks like a key is taken for one.
      var name = key.substring(PROJECT.length() + 1);
      return config.has(key) || ConfigKeys.SECRET_KEY.matcher(name).matches()
          ? Optional.of(Output.of(""))
          : Optional.empty();
    }
  }
}
