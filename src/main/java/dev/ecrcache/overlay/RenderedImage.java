package dev.ecrcache.overlay;

import dev.ecrcache.image.ImageReference;
import java.util.Optional;

/**
 * An image of a Kubernetes object.
 *
 * @param object the object, such as {@code Deployment nats/nats}: kind, namespace if it has one,
 *     and name
 * @param container the container's name; empty where there is none
 * @param text the image as it stands there
 * @param path the place in the object, such as {@code spec.template.spec.containers[0].image}
 * @param test whether the object is made by {@code helm test} only
 */
public record RenderedImage(
    String object, String container, String text, String path, boolean test) {

  /** The image; empty if what stands there is no reference. */
  public Optional<ImageReference> image() {
    return problem().isEmpty() ? Optional.of(ImageReference.parse(text)) : Optional.empty();
  }

  /** Why what stands there is no reference, in one line; empty if it is one. */
  public Optional<String> problem() {
    try {
      ImageReference.parse(text);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }
}
