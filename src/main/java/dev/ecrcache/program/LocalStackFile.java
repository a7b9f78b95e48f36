package dev.ecrcache.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.core.Output;
import dev.ecrcache.CacheEndpoint;
import dev.ecrcache.CachedReleaseArgs;
import dev.ecrcache.NodePullAccessArgs;
import dev.ecrcache.OrganizationAccessArgs;
import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.SampleReleasesArgs;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.EcrRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A stack file read without the engine, which alone can decrypt secrets: none are needed. */
public final class LocalStackFile {
  private static final String PROJECT = "ecr-cache";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern ROLE = Pattern.compile("arn:[a-z-]+:iam::([0-9]{12}):role/.+");

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
    return parse(yaml, PROJECT);
  }

  /** The same for a project of another name. */
  public static LocalStackFile parse(byte[] yaml, String project) {
    var config = YamlTree.read(yaml).path("config");
    if (!config.isObject()) {
      throw new IllegalArgumentException("is no stack file: it has no block config");
    }
    return new LocalStackFile(new Values(project, config));
  }

  /** All keys of the file, in full. */
  public Set<String> keys() {
    return config.keys();
  }

  /** Whether the stack makes a cache. */
  public boolean hosts() {
    return config.keys().contains(config.project() + ":cache");
  }

  /** The full name of the stack whose cache this one uses; empty if it makes its own. */
  public Optional<String> cacheStack() {
    return config.get(config.project() + ":cacheStack");
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
   * The samples that the stack releases; empty if there are none.
   *
   * @throws InvalidArgumentException if one cannot work
   */
  public Optional<SampleReleasesArgs> samples() {
    var keys = new ConfigKeys(config);
    return new Blocks(keys)
        .readMap("samples", CachedReleaseArgs.class)
        .map(samples -> keys.named(() -> SampleReleasesArgs.builder().samples(samples).build()));
  }

  /**
   * Who may pull from the cache that the stack makes; empty if the file does not tell.
   *
   * @throws InvalidArgumentException if the block cannot work, or a key of the project is unknown
   */
  public Optional<OrganizationAccessArgs> access() {
    var cache = cache();
    return block("access", OrganizationAccessArgs.class)
        .map(access -> cache.map(access::withCache).orElse(access));
  }

  /**
   * The node roles that may pull; empty if the file names none.
   *
   * @throws InvalidArgumentException if the block cannot work, or a key of the project is unknown
   */
  public Optional<NodePullAccessArgs> nodes() {
    return block("nodes", NodePullAccessArgs.class);
  }

  /**
   * What the stack owns of its registry that no other stack may own too, in words such as {@code
   * the registry policy}.
   *
   * @throws InvalidArgumentException if a block cannot work, or a key of the project is unknown
   */
  public List<String> singles() {
    var access =
        new Blocks(new ConfigKeys(config))
            .read("access", OrganizationAccessArgs.class)
            .filter(OrganizationAccessArgs::ownsRegistryPolicy)
            .map(owner -> "the registry policy");
    return Stream.concat(access.stream(), cache().stream().flatMap(it -> it.singles().stream()))
        .toList();
  }

  /**
   * The stack's registry; empty unless the file names one account, or a role to assume there, and
   * the Region.
   *
   * @throws IllegalArgumentException if the account or the Region is malformed
   */
  public Optional<EcrRegistry> registry() {
    return config
        .get("aws:allowedAccountIds")
        .flatMap(LocalStackFile::onlyOne)
        .or(() -> assumedRole().flatMap(LocalStackFile::accountOfRole))
        .flatMap(account -> region().map(region -> new EcrRegistry(account, region)));
  }

  /** The Region that the stack deploys to, where the file tells. */
  public Optional<String> region() {
    return config.get("aws:region");
  }

  /**
   * A role that deploys.
   *
   * @param arn its ARN
   * @param externalId what its trust policy asks for beside
   */
  public record AssumedRole(String arn, Optional<String> externalId) {}

  /** The role that the stack assumes; empty if the file names none, or not in plain text. */
  public Optional<AssumedRole> assumedRole() {
    return config
        .get("aws:assumeRole")
        .map(LocalStackFile::tree)
        .map(role -> role.isArray() ? role.path(0) : role)
        .flatMap(
            role ->
                text(role, "roleArn").map(arn -> new AssumedRole(arn, text(role, "externalId"))));
  }

  private static Optional<String> text(JsonNode tree, String key) {
    return Optional.ofNullable(tree.path(key).textValue());
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private <T> Optional<T> block(String key, Class<T> type) {
    var keys = new ConfigKeys(config);
    var block = new Blocks(keys).read(key, type);
    if (block.isPresent()) {
      keys.refuseOthers();
    }
    return block;
  }

  private static Optional<String> onlyOne(String list) {
    try {
      var accounts = JSON.readValue(list, String[].class);
      return accounts.length == 1 ? Optional.ofNullable(accounts[0]) : Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("aws:allowedAccountIds is not a list of accounts");
    }
  }

  private static Optional<String> accountOfRole(AssumedRole assumed) {
    var role = ROLE.matcher(assumed.arn());
    return role.matches() ? Optional.of(role.group(1)) : Optional.empty();
  }

  /** The values of a stack file. */
  private record Values(String project, JsonNode config) implements ConfigSource {
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
      var name = key.substring(project.length() + 1);
      return config.has(key) || ConfigKeys.SECRET_KEY.matcher(name).matches()
          ? Optional.of(Output.of(""))
          : Optional.empty();
    }
  }
}
