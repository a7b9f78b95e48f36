package dev.ecrcache.operate.warm;

import dev.ecrcache.image.ImageReference;

/**
 * An image that is to be in the cache.
 *
 * @param upstream where it is from
 * @param cached where it is pulled from
 */
public record Wanted(ImageReference upstream, ImageReference cached) {
  private static final String USUAL_TAG = "latest";

  /** What it is asked for by: its tag where it has one, since ECR imports by tag. */
  String reference() {
    return cached.tag().or(cached::digest).orElse(USUAL_TAG);
  }
}
