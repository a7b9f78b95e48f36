package dev.ecrcache.operate.warm;

import java.util.Optional;

/**
 * Whether a tag in the cache is what it is upstream.
 *
 * @param image the image
 * @param cached the digest of the tag in the cache; empty if it is not there
 * @param upstream its digest upstream; empty if it is there no more, or could not be had
 * @param reason why nothing can be said; empty if something can
 */
public record Watched(
    Wanted image, Optional<String> cached, Optional<String> upstream, Optional<String> reason) {

  /** What is said in one word. */
  public String word() {
    if (reason.isPresent()) {
      return "failed";
    }
    if (cached.isEmpty()) {
      return "not there";
    }
    if (upstream.isEmpty()) {
      return "gone";
    }
    return cached.equals(upstream) ? "current" : "moved";
  }
}
