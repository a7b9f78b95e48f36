package dev.ecrcache.redirect;

import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.image.Upstream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules of a cache as the data of a ConfigMap. A key is a host that image references begin
 * with, each alias of a registry one of its own. Its value has a line for each rule, the closest
 * first: what a repository begins with, between slashes, and what stands in its place, host and
 * all. Where the second is missing, the image stays.
 *
 * <pre>
 * docker.io: / 111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/
 * </pre>
 */
final class RedirectRules {
  // No prefix is as long, so that no rule is about this repository more than about its neighbours.
  private static final String PROBE = "x".repeat(31) + "/x";

  private RedirectRules() {}

  /** The data of the ConfigMap. */
  static Map<String, String> of(CachedImages images) {
    var data = new TreeMap<String, String>();
    images.rules().stream()
        .map(CacheRule::upstream)
        .distinct()
        .forEach(
            upstream -> {
              var lines = lines(images, upstream);
              if (lines.stream().anyMatch(line -> line.contains(" "))) {
                upstream.hosts().forEach(host -> data.put(host, String.join("\n", lines)));
              }
            });
    return data;
  }

  private static List<String> lines(CachedImages images, Upstream upstream) {
    var lines = new ArrayList<String>();
    for (var begin : begins(images.rules(), upstream)) {
      var from = begin.isEmpty() ? "/" : "/" + begin + "/";
      var to = cached(images, upstream, from);
      if (to.isPresent()) {
        lines.add(from + " " + to.get());
      } else if (!begin.isEmpty()) {
        lines.add(from);
      }
    }
    return lines;
  }

  /**
   * Where repositories of an upstream begin that may fare differently, the longest first: at the
   * rules' own upstream prefixes, and at what another registry's prefix would hide.
   */
  private static List<String> begins(List<CacheRule> rules, Upstream upstream) {
    var begins =
        new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(it -> it));
    for (var rule : rules) {
      if (!rule.upstream().equals(upstream)) {
        continue;
      }
      begins.add(rule.upstreamPrefix());
      // Its own repositories stand here in the cache.
      var own = rule.isRoot() ? "" : rule.prefix() + "/";
      for (var other : rules) {
        if (!other.isRoot() && !other.equals(rule) && other.prefix().startsWith(own)) {
          var rest = other.prefix().substring(own.length());
          begins.add(rule.upstreamPrefix().isEmpty() ? rest : rule.upstreamPrefix() + "/" + rest);
        }
      }
    }
    return List.copyOf(begins);
  }

  /** What the cache itself makes of a repository that begins so, up to where it is its own. */
  private static Optional<String> cached(CachedImages images, Upstream upstream, String from) {
    var probe = ImageReference.parse(upstream.host() + from + PROBE);
    return images.resolve(probe) instanceof Resolution.Cached cached
        ? Optional.of((images.host() + "/" + cached.image().repository()).replace(PROBE, ""))
        : Optional.empty();
  }
}
