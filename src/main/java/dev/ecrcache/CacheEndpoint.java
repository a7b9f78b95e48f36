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
  private static final String NOT_WHOLE =
      "that stack's output cacheEndpoint is not whole; wanted: host (of an ECR registry),"
          + " upstreams (by prefix) and tagsRepositories";

  @Import private final Output<String> host;
  @Import private final Map<String, String> upstreams;
  @Import private final Boolean tagsRepositories;

  private CacheEndpoint(
      Output<String> host, Map<String, String> upstreams, boolean tagsRepositories) {
    this.host = host;
    this.upstreams = upstreams;
    this.tagsRepositories = tagsRepositories;
  }

  /** The endpoint of a cache with these rules at {@code host}. */
  static CacheEndpoint of(Output<String> host, List<CacheRule> rules, boolean tagsRepositories) {
    var upstreams = new TreeMap<String, String>();
    rules.forEach(rule -> upstreams.put(rule.prefix(), rule.upstreamText()));
    return new CacheEndpoint(host, upstreams, tagsRepositories);
  }

  /**
   * The endpoint that another stack exported, as {@link #toExport()} gave it.
   *
   * @param exported the value; null when the stack exports none
   * @param source names the stack in a refusal
   * @throws InvalidArgumentException if a part is missing or malformed
   */
  public static CacheEndpoint ofExport(Object exported, String source) {
    Check.that(
        exported != null,
        source,
        "that stack has no output cacheEndpoint; name a stack with a cache block, and deploy it"
            + " with `pulumi up` first");
    if (exported instanceof Map<?, ?> parts
        && parts.get("host") instanceof String host
        && parts.get("upstreams") instanceof Map<?, ?> upstreams
        && parts.get("tagsRepositories") instanceof Boolean tagsRepositories
        && EcrRegistry.ofHost(host).isPresent()) {
      var rules =
          upstreams.entrySet().stream()
              .map(it -> rule(source, it.getKey().toString(), it.getValue()))
              .toList();
      return of(Output.of(host), rules, tagsRepositories);
    }
    throw new InvalidArgumentException(source, NOT_WHOLE);
  }

  private static CacheRule rule(String source, String prefix, Object upstream) {
    Check.that(upstream instanceof String, source, NOT_WHOLE);
    return Check.value(source, () -> CacheRule.of(prefix, (String) upstream));
  }

  /** The registry's host. */
  public Output<String> host() {
    return host;
  }

  /** The rules of the cache, in the order of their prefixes. */
  public List<CacheRule> rules() {
    return upstreams.entrySet().stream()
        .map(entry -> CacheRule.of(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Whether creation templates tag repositories, for which a puller needs a permission. */
  public boolean tagsRepositories() {
    return tagsRepositories;
  }

  /** ARN patterns of the cached repositories, one for each prefix. */
  public Output<List<String>> repositoryArns() {
    return host.applyValue(
        at -> {
          var registry = EcrRegistry.ofHost(at).orElseThrow();
          return upstreams.keySet().stream()
              .map(prefix -> registry.repositoryArn(pattern(prefix)))
              .toList();
        });
  }

  /** The references to pull from this cache. */
  public Output<CachedImages> images() {
    return host.applyValue(at -> new CachedImages(at, rules()));
  }

  /** The value that a stack exports for {@link #ofExport}. */
  public Output<Map<String, Object>> toExport() {
    return host.applyValue(
        at -> {
          var exported = new LinkedHashMap<String, Object>();
          exported.put("host", at);
          exported.put("upstreams", upstreams);
          exported.put("tagsRepositories", tagsRepositories);
          return exported;
        });
  }

  /** The pattern of the repositories under a prefix; all of them under {@code ROOT} or none. */
  static String pattern(String prefix) {
    return prefix.isEmpty() || prefix.equals(CacheRule.ROOT) ? "*" : prefix + "/*";
  }
}
