package dev.ecrcache.overlay;

/**
 * An image in a manifest, and what it is put together from.
 *
 * @param identity the object among those of the render
 * @param image the image as it is without an overlay
 */
record Use(String identity, RenderedImage image, Composition composition) {
  /** A place in the manifests. */
  record Place(String identity, String path) {}

  Place place() {
    return new Place(identity, image.path());
  }

  boolean overlaps(int start, int end) {
    return image.start() < end && start < image.end();
  }
}
