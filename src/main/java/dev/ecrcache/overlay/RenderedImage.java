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
 * @param start where the image begins in what stands at that place
 * @param named whether what stands around it says that it is an image
 * @param role who pulls it
 */
public record RenderedImage(
    String object,
    String container,
    String text,
    String path,
    int start,
    boolean named,
    Role role) {
  private static final String PREFIX =
      "it may be an official image of Docker Hub, or what stands before the names of others";

  /** Who pulls an image. */
  public enum Role {
    /** The node, for a container of a workload. */
    CONTAINER("container"),
    /** An operator, to which it is handed in an argument, a variable or a custom resource. */
    OPERATOR("operator"),
    /** Perhaps somebody: it is named in a text, such as a ConfigMap's. */
    TEXT("text"),
    /** The node, for a test that only {@code helm test} makes. */
    TEST("test");

    private final String word;

    Role(String word) {
      this.word = word;
    }

    /** The role in one lower-case word. */
    public String word() {
      return word;
    }

    /** Whether an installation needs it from where it says. */
    public boolean isNeeded() {
      return this == CONTAINER || this == OPERATOR;
    }
  }

  /** The image; empty if what stands there is none for sure. */
  public Optional<ImageReference> image() {
    return problem().isEmpty() ? reference() : Optional.empty();
  }

  /** Why what stands there is no image for sure, in one line; empty if it is one. */
  public Optional<String> problem() {
    try {
      ImageReference.parse(text);
      return !named && ImageText.isPrefix(text) ? Optional.of(PREFIX) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** What stands there, read as a reference; empty if it is none. */
  Optional<ImageReference> reference() {
    try {
      return Optional.of(ImageReference.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The text in which it stands, with another image in its place. */
  String replacedIn(String whole, String image) {
    return whole.substring(0, start) + image + whole.substring(end());
  }

  int end() {
    return start + text.length();
  }
}
