package dev.ecrcache.overlay;

import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.image.ImageReference;

/**
 * An image in values, with the keys of its parts.
 *
 * @param block where the keys are
 * @param nameKey the key or index of its name: a reference, a repository, or its last part
 * @param flag what stands before the reference in an argument; empty elsewhere
 * @param registryKey the key whose value, if there is one, the chart puts before the name; null if
 *     the name carries the registry
 * @param tagKey the key of the tag; null if the name carries it
 * @param digestKey the key of the digest; null if the name carries it
 * @param own the image without regard to a registry for all
 * @param joined the image with the registry for all; the same if there is none
 * @param global the registry for all; null if there is none or the image does not take it
 * @param prefix what its chart puts before its name, and is written in place of that; null if there
 *     is nothing such
 * @param rendered whether its chart is enabled
 */
record ValueImage(
    ValuePath block,
    Object nameKey,
    String flag,
    String registryKey,
    String tagKey,
    String digestKey,
    ImageReference own,
    ImageReference joined,
    GlobalRegistry global,
    ImagePrefix prefix,
    boolean rendered) {

  /**
   * A registry that a chart puts before the names of many images.
   *
   * @param path its place
   * @param registry what stands there, never empty
   */
  record GlobalRegistry(ValuePath path, String registry) {}

  /** An image in one text, after a flag if it is not empty. */
  static ValueImage of(
      ValuePath block, Object key, String flag, ImageReference image, boolean rendered) {
    return new ValueImage(block, key, flag, null, null, null, image, image, null, null, rendered);
  }

  /** An image in parts, with a prefix unless that is null. */
  static ValueImage of(
      ValuePath block,
      ImageParts parts,
      ImageReference image,
      ImagePrefix prefix,
      boolean rendered) {
    return of(block, parts, image, image, null, prefix, rendered);
  }

  /** An image in parts, with a registry for all unless that is null. */
  static ValueImage of(
      ValuePath block,
      ImageParts parts,
      ImageReference own,
      ImageReference joined,
      GlobalRegistry global,
      boolean rendered) {
    return of(block, parts, own, joined, global, null, rendered);
  }

  private static ValueImage of(
      ValuePath block,
      ImageParts parts,
      ImageReference own,
      ImageReference joined,
      GlobalRegistry global,
      ImagePrefix prefix,
      boolean rendered) {
    return new ValueImage(
        block,
        parts.name(),
        "",
        parts.registry(),
        parts.tag(),
        parts.digest(),
        own,
        joined,
        global,
        prefix,
        rendered);
  }

  /** The place of the name. */
  ValuePath path() {
    return block.then(nameKey);
  }
}
