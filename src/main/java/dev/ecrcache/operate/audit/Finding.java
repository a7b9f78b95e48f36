package dev.ecrcache.operate.audit;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.InvalidImageReferenceException;
import dev.ecrcache.image.Resolution;
import java.util.Comparator;
import java.util.Optional;

/**
 * An image of a workload that does not come from the cache.
 *
 * @param workload the object whose template has it, such as {@code Deployment shop/web}
 * @param owner what controls that object; empty if nothing does
 * @param container the container or the volume; empty if an operator puts the image elsewhere
 * @param role who has it, in a word
 * @param image the image as it stands there
 * @param cached the reference that would come from the cache
 * @param reason why there is none
 * @param pods how many pods have it; of manifests, how many objects
 */
public record Finding(
    String workload,
    Optional<String> owner,
    String container,
    String role,
    String image,
    Optional<String> cached,
    Optional<String> reason,
    int pods) {
  static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::workload)
          .thenComparing(Finding::role)
          .thenComparing(Finding::container)
          .thenComparing(Finding::image);

  Finding with(int pods) {
    return new Finding(workload, owner, container, role, image, cached, reason, pods);
  }

  /**
   * What an image would be.
   *
   * @param cached the reference to pull
   * @param reason why there is none
   */
  record Verdict(Optional<String> cached, Optional<String> reason) {}

  /** What an image would be; empty if a private ECR registry has it already. */
  static Optional<Verdict> judge(String image, CachedImages cache) {
    try {
      var resolution = cache.resolve(ImageReference.parse(image));
      return resolution instanceof Resolution.AlreadyEcr
          ? Optional.empty()
          : Optional.of(
              new Verdict(resolution.fromEcr().map(ImageReference::toString), resolution.reason()));
    } catch (InvalidImageReferenceException e) {
      return Optional.of(new Verdict(Optional.empty(), Optional.of(e.getMessage())));
    }
  }
}
