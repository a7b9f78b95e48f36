package dev.ecrcache.redirect;

/**
 * The images of a pod in CEL: those of its containers, init containers, ephemeral containers and
 * image volumes, each under its container's name, or its volume's behind a slash.
 */
final class PodImages {
  private PodImages() {}

  /**
   * A list of maps of {@code key} and {@code image}.
   *
   * @param spec an expression of the pod's spec
   */
  static String list(String spec) {
    return """
    (%1$s.containers + %1$s.?initContainers.orValue([]) + %1$s.?ephemeralContainers.orValue([]))
      .filter(c, has(c.image)).map(c, {'key': string(c.name), 'image': string(c.image)})
    + %1$s.?volumes.orValue([]).filter(v, has(v.image) && has(v.image.reference))
      .map(v, {'key': '/' + string(v.name), 'image': string(v.image.reference)})"""
        .formatted(spec);
  }

  /** The part of a pod that has another image, for one of its lists of containers. */
  static String containers(String list) {
    return """
    %1$s: object.spec.?%1$s.orValue([]).filter(c, c.name in variables.cached)
          .map(c, Object.spec.%1$s{name: c.name, image: variables.cached[c.name]})"""
        .formatted(list);
  }

  /** The same for its volumes. */
  static String volumes() {
    return """
    volumes: object.spec.?volumes.orValue([]).filter(v, ('/' + v.name) in variables.cached)
          .map(v, Object.spec.volumes{name: v.name,
            image: Object.spec.volumes.image{reference: variables.cached['/' + v.name]}})""";
  }
}
