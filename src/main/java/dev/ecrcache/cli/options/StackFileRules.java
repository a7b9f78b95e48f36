package dev.ecrcache.cli.options;

import dev.ecrcache.CacheEndpoint;
import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.cli.console.InputFile;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.program.LocalStackFile;
import java.util.List;
import java.util.Optional;

/** The rules of the cache that a stack file makes, or has from another stack. */
final class StackFileRules {
  private StackFileRules() {}

  /**
   * @param host the host that images are pulled from; null for the registry of the file
   * @throws IllegalArgumentException if the file or the host cannot be used
   */
  static CachedImages read(InputFile file, String host, Digests digests) {
    var found = StackFiles.read(file, StackFileRules::found);
    var known =
        found
            .rules()
            .orElseThrow(
                () ->
                    file.refusal(
                        "has neither block ecr-cache:cache nor ecr-cache:cacheEndpoint; give the file of"
                            + " a stack that has one"));
    return new CachedImages(host(file, host, found.host()), known, digests);
  }

  /** What a stack file tells of its cache. */
  private record Found(Optional<List<CacheRule>> rules, Optional<String> host) {}

  private static Found found(LocalStackFile stack) {
    var cache = stack.cache();
    var used = cache.isEmpty() ? stack.cacheEndpoint() : Optional.<CacheEndpoint>empty();
    return new Found(
        cache.map(RegistryCacheArgs::rules).or(() -> used.map(CacheEndpoint::rules)),
        used.flatMap(CacheEndpoint::plainHost).or(() -> stack.registry().map(EcrRegistry::host)));
  }

  private static String host(InputFile file, String host, Optional<String> own) {
    if (host == null) {
      return own.orElseThrow(
          () ->
              file.refusal(
                  "does not name one account and the Region (aws:allowedAccountIds,"
                      + " aws:region); add --registry"));
    }
    var given = EcrRegistry.ofHost(host);
    var registry = own.flatMap(EcrRegistry::ofHost);
    if (given.isPresent() && registry.isPresent() && !given.equals(registry)) {
      throw file.refusal(
          "has the registry %s, and --registry is %s; remove --registry"
              .formatted(own.get(), host));
    }
    return host;
  }
}
