package dev.ecrcache.image;

import java.util.Optional;

/** What {@link CachedImages} makes of an image reference. */
public sealed interface Resolution {

  /**
   * The image comes from the cache.
   *
   * @param image the reference to pull instead
   */
  record Cached(ImageReference image) implements Resolution {}

  /**
   * The image is in a private ECR registry and is left alone.
   *
   * @param image the reference as it was
   */
  record AlreadyEcr(ImageReference image) implements Resolution {}

  /**
   * The image cannot come from the cache.
   *
   * @param explanation why, in one line that names the registry
   */
  record NotCached(String explanation) implements Resolution {}

  /** The reference with which ECR serves the image; empty if it does not. */
  default Optional<ImageReference> fromEcr() {
    if (this instanceof Cached cached) {
      return Optional.of(cached.image());
    }
    return this instanceof AlreadyEcr already ? Optional.of(already.image()) : Optional.empty();
  }

  /** Why ECR does not serve the image; empty if it does. */
  default Optional<String> reason() {
    return this instanceof NotCached not ? Optional.of(not.explanation()) : Optional.empty();
  }
}
