package dev.ecrcache.rewrite;

import dev.ecrcache.image.ImageReference;
import java.util.Optional;
import java.util.function.Function;

/**
 * A place of a text at which an image stands, or what may be one.
 *
 * @param kind what it is a part of
 * @param start where the text begins that another one would take the place of
 * @param end where it ends
 * @param shown the image as it is told
 * @param image the image that is resolved: without a tag if that is a variable
 * @param writer what is written there for a cached reference; empty if that cannot be
 * @param problem why nothing can be said of it; empty if something can
 */
record Spot(
    Kind kind,
    int start,
    int end,
    String shown,
    String image,
    Function<ImageReference, Optional<String>> writer,
    Optional<String> problem) {

  /** An image that stands there in full. */
  static Spot of(Kind kind, int start, String image) {
    return new Spot(
        kind,
        start,
        start + image.length(),
        image,
        image,
        cached -> Optional.of(cached.toString()),
        Optional.empty());
  }

  /** What is left as it is. */
  static Spot left(Kind kind, int start, String shown, String problem) {
    return new Spot(
        kind, start, start, shown, shown, cached -> Optional.empty(), Optional.of(problem));
  }

  /** The same, left as it is. */
  Spot left(String problem) {
    return left(kind, start, shown, problem);
  }

  /** The same in a text that another one, which begins at an offset, holds. */
  Spot shifted(int offset) {
    return new Spot(kind, start + offset, end + offset, shown, image, writer, problem);
  }
}
