package dev.ecrcache.cli;

import dev.ecrcache.InvalidArgumentException;
import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.config.LocalStackFile;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.EcrRegistry;
import java.util.Optional;

/** The rules of the cache that a stack file describes. */
final class StackFileRules {
  private StackFileRules() {}

  /**
   * @param host the host that images are pulled from; null for the stack's own registry
   * @throws IllegalArgumentException if the file or the host cannot be used
   */
  static CachedImages read(InputFile file, String host, Digests digests) {
    var yaml = file.bytes();
    Optional<RegistryCacheArgs> cache;
    Optional<EcrRegistry> registry;
    try {
      var stack = LocalStackFile.parse(yaml);
      cache = stack.cache();
      registry = stack.registry();
    } catch (InvalidArgumentException | IllegalArgumentException e) {
      throw file.refusal(e.getMessage());
    }
    var rules =
        cache
            .orElseThrow(
                () ->
                    file.refusal(
                        "has no block ecr-cache:cache; give the file of the stack that has one"))
            .rules();
    return new CachedImages(host(file, host, registry), rules, digests);
  }

  private static String host(InputFile file, String host, Optional<EcrRegistry> registry) {
    if (host == null) {
      return registry
          .map(EcrRegistry::host)
          .orElseThrow(
              () ->
                  file.refusal(
                      "does not name one account and the Region (aws:allowedAccountIds,"
                          + " aws:region); add --registry"));
    }
    var given = EcrRegistry.ofHost(host);
    if (given.isPresent() && registry.isPresent() && !given.equals(registry)) {
      throw file.refusal(
          "has the registry %s, and --registry is %s; remove --registry"
              .formatted(registry.get().host(), host));
    }
    return host;
  }
}
