package dev.ecrcache.rewrite;

import java.util.Optional;

/** Images in settings of builds, which may have a scheme. */
final class BuildImages {
  private static final String REGISTRY = "registry://";

  private BuildImages() {}

  /** The spot of a base image; empty if it is in a daemon or an archive, or none at all. */
  static Optional<Spot> spot(Kind kind, int start, String image) {
    int from = image.startsWith(REGISTRY) ? REGISTRY.length() : 0;
    var rest = image.substring(from);
    return rest.isEmpty() || rest.contains("://") || rest.equals("scratch")
        ? Optional.empty()
        : Optional.of(ImageTemplate.spot(kind, start + from, rest));
  }

  /** The spot of a buildpack that is an image; empty if it is something else. */
  static Optional<Spot> buildpack(int start, String uri) {
    var scheme = "docker://";
    return uri.startsWith(scheme)
        ? Optional.of(
            ImageTemplate.spot(
                Kind.BUILDPACKS, start + scheme.length(), uri.substring(scheme.length())))
        : Optional.empty();
  }
}
