package dev.ecrcache.operate.contents;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.InvalidImageReferenceException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The images of a registry that somebody uses: by repository, their tags and digests. */
public final class UsedImages {
  private final Map<String, Set<String>> references = new HashMap<>();

  private UsedImages() {}

  /**
   * Those of a registry.
   *
   * @param images references, as pods and charts have them: cached ones, and those of upstream
   *     images, which a mirror on a node may pull from the cache
   * @param cache the rules of the registry
   */
  public static UsedImages of(Collection<String> images, CachedImages cache, EcrRegistry registry) {
    var used = new UsedImages();
    for (var text : images) {
      used.parse(text)
          .flatMap(it -> cache.resolve(it).fromEcr())
          .filter(it -> EcrRegistry.ofHost(it.registry()).equals(Optional.of(registry)))
          .ifPresent(used::add);
    }
    return used;
  }

  private Optional<ImageReference> parse(String text) {
    try {
      return Optional.of(ImageReference.parse(text));
    } catch (InvalidImageReferenceException e) {
      // No node could pull it.
      return Optional.empty();
    }
  }

  private void add(ImageReference image) {
    var of = references.computeIfAbsent(image.repository(), it -> new HashSet<>());
    image.digest().ifPresent(of::add);
    if (image.tag().isPresent() || image.digest().isEmpty()) {
      of.add(image.tag().orElse("latest"));
    }
  }

  boolean has(String repository, StoredImage image) {
    var of = references.getOrDefault(repository, Set.of());
    return of.contains(image.digest()) || image.tags().stream().anyMatch(of::contains);
  }
}
