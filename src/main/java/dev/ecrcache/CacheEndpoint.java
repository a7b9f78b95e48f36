package dev.ecrcache;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.EcrRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a workload must know of a cache, in its own stack or in another: the registry's host, the
 * upstream behind each prefix, and whether the templates tag repositories. All else follows.
 */
public final class CacheEndpoint extends ResourceArgs {
  @Import private final Output<String> host;
  @Import private final Output<Map<String, String>> upstreams;
  @Import private final Output<Boolean> tagsRepositories;

  private CacheEndpoint(
      Output<String> host,
      Output<Map<String, String>> upstreams,
      Output<Boolean> tagsRepositories) {
    this.host = host;
    this.upstreams = upstreams;
    this.tagsRepositories = tagsRepositories;
  }

  /** The endpoint of a cache with these rules at {@code host}. */
  static CacheEndpoint of(Output<String> host, List<CacheRule> rules, boolean tagsRepositories) {
    var upstreams = new LinkedHashMap<String, String>();
    rules.forEach(rule -> upstreams.put(rule.prefix(), rule.upstreamText()));
    return new CacheEndpoint(host, Output.of(upstreams), Output.of(tagsRepositories));
  }

  /**
   * The endpoint that another stack exported, as {@link #toExport()} gave it.
   *
   * @param exported the value; null when the stack exports none
   * @param source names the stack in a refusal
   * @throws InvalidArgumentException through the outputs, if a part is missing or malformed
   */
  public static CacheEndpoint ofExport(Output<?> exported, String source) {
    var endpoint = exported.applyValue(value -> Exported.read(value, source));
    return new CacheEndpoint(
        endpoint.applyValue(Exported::host),
        endpoint.applyValue(Exported::upstreams),
        endpoint.applyValue(Exported::tagsRepositories));
  }

  /** The registry's host. */
  public Output<String> host() {
    return host;
  }

  /** By prefix, the upstream's host, with its own prefix behind a slash where it has one. */
  public Output<Map<String, String>> upstreams() {
    return upstreams;
  }

  /** Whether creation templates tag repositories, for which a puller needs a permission. */
  public Output<Boolean> tagsRepositories() {
    return tagsRepositories;
  }

  /** ARN patterns of the cached repositories, one for each prefix. */
  public Output<List<String>> repositoryArns() {
    return Output.tuple(host, upstreams)
        .applyValue(
            both -> {
              var registry = EcrRegistry.ofHost(both.t1).orElseThrow();
              return both.t2.keySet().stream()
                  .map(prefix -> registry.repositoryArn(pattern(prefix)))
                  .toList();
            });
  }

  /** The references to pull from this cache. */
  public Output<CachedImages> images() {
    return Output.tuple(host, upstreams)
        .applyValue(
            both ->
                new CachedImages(
                    both.t1,
                    both.t2.entrySet().stream()
                        .map(entry -> CacheRule.of(entry.getKey(), entry.getValue()))
                        .toList()));
  }

  /** The value that a stack exports for {@link #ofExport}. */
  public Output<Map<String, Object>> toExport() {
    return Output.tuple(host, upstreams, tagsRepositories)
        .applyValue(
            all -> {
              var exported = new LinkedHashMap<String, Object>();
              exported.put("host", all.t1);
              exported.put("upstreams", all.t2);
              exported.put("tagsRepositories", all.t3);
              return exported;
            });
  }

  /** The pattern of the repositories under a prefix; all of them under {@code ROOT} or none. */
  static String pattern(String prefix) {
    return prefix.isEmpty() || prefix.equals(CacheRule.ROOT) ? "*" : prefix + "/*";
  }

  private record Exported(String host, Map<String, String> upstreams, boolean tagsRepositories) {

    static Exported read(Object value, String source) {
      Check.that(
          value != null,
          source,
          "that stack has no output cacheEndpoint; name a stack with a cache block, and deploy it"
              + " with `pulumi up` first");
      if (value instanceof Map<?, ?> parts
          && parts.get("host") instanceof String host
          && parts.get("upstreams") instanceof Map<?, ?> upstreams
          && parts.get("tagsRepositories") instanceof Boolean tagsRepositories
          && EcrRegistry.ofHost(host).isPresent()) {
        var rules = new TreeMap<String, String>();
        upstreams.forEach(
            (prefix, upstream) ->
                rules.put(
                    Check.value(
                        source,
                        () -> CacheRule.of(prefix.toString(), upstream.toString()).prefix()),
                    upstream.toString()));
        return new Exported(host, rules, tagsRepositories);
      }
      throw new InvalidArgumentException(
          source,
          "that stack's output cacheEndpoint is not whole; wanted: host (of an ECR registry),"
              + " upstreams (by prefix) and tagsRepositories");
    }
  }
}
