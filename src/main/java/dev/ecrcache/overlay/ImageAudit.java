package dev.ecrcache.overlay;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Resolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tells which images of a chart rendered with an overlay come from the cache, and which do not. */
final class ImageAudit {
  private record Place(String object, String container, String path) {
    static Place of(RenderedImage image) {
      return new Place(image.object(), image.container(), image.path());
    }
  }

  private final CachedImages cache;
  private final Overlay overlay;
  private final Map<Place, RenderedImage> before = new HashMap<>();
  private final List<ImageReference> allowed;
  private final Map<String, ImageReference> images = new TreeMap<>();
  private final List<String> findings = new ArrayList<>();

  /**
   * @param before the images of the chart without the overlay
   */
  ImageAudit(
      CachedImages cache,
      Overlay overlay,
      List<RenderedImage> before,
      List<ImageReference> allowed) {
    this.cache = cache;
    this.overlay = overlay;
    this.allowed = allowed;
    before.forEach(image -> this.before.putIfAbsent(Place.of(image), image));
  }

  /** By upstream reference, the images that come from the cache. */
  Map<String, ImageReference> images() {
    return images;
  }

  /** The images that would come from elsewhere, each with its place and the reason, in one line. */
  List<String> findings() {
    return findings;
  }

  /** Adds an image of the chart with the overlay. */
  void add(RenderedImage rendered) {
    var image = rendered.image();
    if (image.isEmpty()) {
      find(rendered, rendered.text(), template(rendered), rendered.problem().orElseThrow());
    } else if (image.get().registry().equals(cache.host())) {
      cached(rendered, image.get());
    } else {
      elsewhere(rendered, image.get());
    }
  }

  private void cached(RenderedImage rendered, ImageReference image) {
    var upstream =
        Optional.ofNullable(before.get(Place.of(rendered))).flatMap(RenderedImage::image);
    var resolution = upstream.map(cache::resolve);
    var reason = resolution.flatMap(Resolution::reason);
    if (reason.isPresent()) {
      find(rendered, upstream.get().toString(), value(rendered, upstream.get()), reason.get());
    } else if (resolution.flatMap(Resolution::fromEcr).filter(it -> !isOf(it, image)).isPresent()) {
      find(
          rendered,
          upstream.get().toString(),
          value(rendered, upstream.get()),
          "the chart makes another image of it when it is moved: " + image.repository());
    } else {
      upstream.or(() -> moved(image)).ifPresent(it -> images.put(it.name() + suffix(image), image));
    }
  }

  private void elsewhere(RenderedImage rendered, ImageReference image) {
    var resolution = cache.resolve(image);
    if (!(resolution instanceof Resolution.AlreadyEcr)
        && allowed.stream().noneMatch(it -> allows(it, image))) {
      find(
          rendered,
          image.toString(),
          value(rendered, image),
          resolution
              .reason()
              .map(it -> it.replace(" at " + cache.host(), ""))
              .orElse("a rule has it, but the chart takes no other image there"));
    }
  }

  private void find(RenderedImage rendered, String image, String source, String reason) {
    // No release waits for it.
    if (rendered.test()) {
      return;
    }
    findings.add(
        "%s%s: %s (%s): %s"
            .formatted(
                rendered.object(),
                rendered.container().isEmpty() ? "" : ", container " + rendered.container(),
                image,
                source,
                reason));
  }

  private Optional<ImageReference> moved(ImageReference image) {
    return overlay.moved().stream()
        .filter(it -> isOf(it.cached(), image))
        .map(Overlay.Moved::upstream)
        .findFirst();
  }

  private String value(RenderedImage rendered, ImageReference image) {
    return Stream.concat(
            overlay.notMoved().stream().map(it -> Map.entry(it.image(), it.path())),
            overlay.moved().stream().map(it -> Map.entry(it.upstream(), it.path())))
        .filter(it -> isOf(it.getKey(), image))
        .map(it -> "value " + it.getValue())
        .findFirst()
        .orElseGet(() -> template(rendered));
  }

  private static String template(RenderedImage rendered) {
    return "no value, but the template at " + rendered.path();
  }

  private static boolean allows(ImageReference allowed, ImageReference image) {
    return isOf(allowed, image)
        && (allowed.tag().isEmpty() || allowed.tag().equals(image.tag()))
        && (allowed.digest().isEmpty() || allowed.digest().equals(image.digest()));
  }

  private static boolean isOf(ImageReference image, ImageReference other) {
    return image.name().equals(other.name());
  }

  private static String suffix(ImageReference image) {
    return image.toString().substring(image.name().length());
  }
}
