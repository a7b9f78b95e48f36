package dev.ecrcache;

import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.InvalidArgumentException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An endpoint as a stack exports it, read again. */
final class ExportedEndpoint {
  private ExportedEndpoint() {}

  static CacheEndpoint read(Object exported, String source) {
    Check.that(
        exported != null,
        source,
        "that stack has no output cacheEndpoint; name a stack with a cache block, and deploy it"
            + " with `pulumi up` first");
    Check.that(
        exported instanceof Map,
        source,
        "that stack's output cacheEndpoint is not a block of keys");
    try {
      return ofParts((Map<?, ?>) exported);
    } catch (InvalidArgumentException e) {
      throw new InvalidArgumentException(
          source, "that stack's output cacheEndpoint." + e.getMessage());
    }
  }

  // What a later version may export beside these is no reason to fail.
  private static CacheEndpoint ofParts(Map<?, ?> parts) {
    var builder = CacheEndpoint.builder();
    part(parts, "host", String.class, "a text").ifPresent(builder::host);
    part(parts, "upstreams", Map.class, "a block of keys")
        .map(upstreams -> (Map<?, ?>) upstreams)
        .ifPresent(
            upstreams ->
                upstreams.forEach(
                    (prefix, upstream) ->
                        builder.upstream(
                            prefix.toString(), upstream instanceof String text ? text : null)));
    part(parts, "tagsRepositories", Boolean.class, "true or false")
        .ifPresent(builder::tagsRepositories);
    part(parts, "officialImages", List.class, "a list of prefixes")
        .ifPresent(
            prefixes ->
                builder.officialImages(
                    ((List<?>) prefixes).stream().map(String::valueOf).toList()));
    return builder.build();
  }

  private static <T> Optional<T> part(Map<?, ?> parts, String name, Class<T> type, String wanted) {
    var part = parts.get(name);
    Check.that(part == null || type.isInstance(part), name, "must be " + wanted);
    return Optional.ofNullable(type.cast(part));
  }
}
