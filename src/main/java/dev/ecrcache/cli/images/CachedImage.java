package dev.ecrcache.cli.images;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.InvalidImageReferenceException;
import dev.ecrcache.image.PublicText;
import java.util.List;

/**
 * What became of one image reference. Absent parts are null.
 *
 * @param reference the text as it was given, but for credentials of what is a URL
 * @param registry the registry in full, such as {@code docker.io}
 * @param repository the repository in full, such as {@code library/nats}
 * @param tag the tag, if there is one
 * @param digest the digest, if there is one
 * @param cached the reference to pull; that of an image in another ECR registry as it was
 * @param reason why there is none
 */
public record CachedImage(
    String reference,
    String registry,
    String repository,
    String tag,
    String digest,
    String cached,
    String reason) {

  public static CachedImage of(String text, CachedImages images) {
    ImageReference image;
    try {
      image = ImageReference.parse(text);
    } catch (InvalidImageReferenceException e) {
      var shown = text.contains("://") ? PublicText.ofUrl(text) : PublicText.of(text);
      var reason = PublicText.of(e.getMessage());
      return new CachedImage(shown, null, null, null, null, null, reason);
    }
    var resolution = images.resolve(image);
    return new CachedImage(
        text,
        image.registry(),
        image.repository(),
        image.tag().orElse(null),
        image.digest().orElse(null),
        resolution.fromEcr().map(ImageReference::toString).orElse(null),
        resolution.reason().orElse(null));
  }

  /** The columns of a table. */
  List<String> cells() {
    return List.of(reference, cached == null ? "not cached: " + reason : "-> " + cached);
  }
}
