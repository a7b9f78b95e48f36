package dev.ecrcache.operate.warm;

import java.util.Optional;

/**
 * What became of an image.
 *
 * @param image the image
 * @param result what became of it
 * @param digest of its manifest in the cache; empty if none came
 * @param manifests how many manifests are in the cache, that of the index too
 * @param layers how many layers and configurations are
 * @param bytes their size
 * @param pinned whether the digest that the reference has is in the cache; empty without one
 * @param reason why it is not what was wanted
 */
public record Warmed(
    Wanted image,
    Result result,
    Optional<String> digest,
    int manifests,
    int layers,
    long bytes,
    Optional<Boolean> pinned,
    Optional<String> reason) {

  /** What may become of an image. */
  public enum Result {
    /** It came. */
    IMPORTED("imported"),
    /** The tag was there, and is another image now. */
    UPDATED("updated"),
    /** It was there. */
    PRESENT("present"),
    /** It is there; whether it was before, ECR does not tell whoever asks. */
    PULLED("pulled"),
    /** The image is there, and some of its layers are not, or still come from upstream. */
    INCOMPLETE("incomplete"),
    /** It is not there. */
    FAILED("failed"),
    /** No rule of the cache is for it. */
    NOT_CACHED("not cached");

    private final String word;

    Result(String word) {
      this.word = word;
    }

    /** How it is called in the output. */
    public String word() {
      return word;
    }
  }

  /** An image that is not there, and why. */
  static Warmed failed(Wanted image, String reason) {
    return new Warmed(
        image, Result.FAILED, Optional.empty(), 0, 0, 0, Optional.empty(), Optional.of(reason));
  }

  /** Whether all is as it was wanted. */
  public boolean succeeded() {
    return reason.isEmpty();
  }

  /** The same, once its pinned digest was asked for; with the reason if it is not there. */
  Warmed pinned(Optional<String> missing) {
    return new Warmed(
        image,
        missing.isPresent() && result != Result.FAILED ? Result.INCOMPLETE : result,
        digest,
        manifests,
        layers,
        bytes,
        Optional.of(missing.isEmpty()),
        reason.or(() -> missing));
  }
}
