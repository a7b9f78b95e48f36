package dev.ecrcache;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.aws.Late;
import dev.ecrcache.aws.Place;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.Copy;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.bind.Required;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.Quoted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a workload must know of a cache, in its own stack or in another: the registry's host, the
 * upstream behind each prefix, and whether the templates tag repositories. All else follows.
 */
public final class CacheEndpoint extends ResourceArgs implements Cloneable {
  private static final String HOST =
      "the host of an ECR registry, such as 111111111111.dkr.ecr.eu-west-1.amazonaws.com";

  @Import private Output<String> host;
  @Import private Map<String, String> upstreams = new TreeMap<>();
  @Import private Boolean tagsRepositories;
  @Import private List<String> officialImages = List.of();
  private String plainHost;

  private CacheEndpoint() {}

  /** A builder of an endpoint from what {@link #toExport()} gave elsewhere, part by part. */
  public static Builder builder() {
    return new Builder();
  }

  /** The endpoint of a cache with these rules at {@code host}. */
  static CacheEndpoint of(Output<String> host, List<CacheRule> rules, boolean tagsRepositories) {
    var endpoint = new CacheEndpoint();
    endpoint.host = host;
    endpoint.tagsRepositories = tagsRepositories;
    rules.forEach(rule -> endpoint.upstreams.put(rule.prefix(), rule.upstreamText()));
    endpoint.officialImages =
        rules.stream().filter(CacheRule::officialImages).map(CacheRule::prefix).sorted().toList();
    return endpoint;
  }

  /**
   * The endpoint that another stack exported, as {@link #toExport()} gave it.
   *
   * @param exported the value; null when the stack exports none
   * @param source names the stack in a refusal
   * @throws InvalidArgumentException if a part is missing or malformed
   */
  public static CacheEndpoint ofExport(Object exported, String source) {
    return ExportedEndpoint.read(exported, source);
  }

  /** The registry's host. */
  public Output<String> host() {
    return host;
  }

  /** The registry's host, where it was given as text. */
  public Optional<String> plainHost() {
    return Optional.ofNullable(plainHost);
  }

  /**
   * Holds the registry, where its host is plain, against the place of whoever pulls.
   *
   * @throws InvalidArgumentException if it is in another partition
   */
  public void check(Place place) {
    plainHost()
        .flatMap(EcrRegistry::ofHost)
        .ifPresent(registry -> place.checkPartition("host", registry));
  }

  /** The rules of the cache, in the order of their prefixes. */
  public List<CacheRule> rules() {
    return upstreams.entrySet().stream()
        .map(entry -> CacheRule.of(entry.getKey(), entry.getValue()))
        .map(rule -> officialImages.contains(rule.prefix()) ? rule.withOfficialImages() : rule)
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
              .map(prefix -> registry.repositoryArn(CacheRule.pattern(prefix)))
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
          if (!officialImages.isEmpty()) {
            exported.put("officialImages", officialImages);
          }
          return exported;
        });
  }

  /** Builds {@link CacheEndpoint}. */
  public static final class Builder {
    private final CacheEndpoint draft = new CacheEndpoint();

    private Builder() {}

    /** The registry's host. */
    @Required
    public Builder host(String host) {
      draft.host = Output.of(checkHost(host));
      draft.plainHost = host;
      return this;
    }

    /** The same, of a cache of this program. */
    public Builder host(Output<String> host) {
      draft.host = Late.checked(host, Builder::checkHost);
      draft.plainHost = null;
      return this;
    }

    private static String checkHost(String host) {
      Check.that(
          EcrRegistry.ofHost(host).isPresent(),
          "host",
          "%s is not %s".formatted(Quoted.of(host), HOST));
      return host;
    }

    /**
     * The upstream registries by ECR repository prefix: {@code docker.io} and the like, an ECR
     * registry's with a slash and its upstream prefix if there is one.
     */
    @Required
    public Builder upstreams(Map<String, String> upstreams) {
      upstreams.forEach(this::upstream);
      return this;
    }

    void upstream(String prefix, String upstream) {
      var argument = "upstreams." + prefix;
      Check.that(upstream != null, argument, "must be a registry, such as docker.io");
      draft.upstreams.put(
          prefix, Check.value(argument, () -> CacheRule.of(prefix, upstream)).upstreamText());
    }

    /** Whether creation templates tag repositories, for which a puller needs a permission. */
    @Required
    public Builder tagsRepositories(boolean tagsRepositories) {
      draft.tagsRepositories = tagsRepositories;
      return this;
    }

    /**
     * The prefixes of public.ecr.aws by which Docker Hub's official images are pulled too; none by
     * default.
     */
    public Builder officialImages(List<String> officialImages) {
      draft.officialImages = List.copyOf(officialImages);
      return this;
    }

    /**
     * @throws InvalidArgumentException if a part is missing
     */
    public CacheEndpoint build() {
      Check.required("host", draft.host, "it is " + HOST);
      Check.that(
          !draft.upstreams.isEmpty(),
          "upstreams",
          "are missing; they are the upstream registries by prefix, such as docker-hub: docker.io");
      Check.required(
          "tagsRepositories",
          draft.tagsRepositories,
          "it is true where creation templates tag repositories, else false");
      draft.officialImages.forEach(
          prefix ->
              Check.that(
                  "public.ecr.aws".equals(draft.upstreams.get(prefix)),
                  "officialImages",
                  "%s is no prefix of public.ecr.aws".formatted(Quoted.of(prefix))));
      var endpoint = Copy.of(draft, draft::clone);
      endpoint.upstreams = new TreeMap<>(draft.upstreams);
      return endpoint;
    }
  }
}
