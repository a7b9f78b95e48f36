package dev.ecrcache.rewrite;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.PublicText;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.rewrite.Found.Settled;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says of each spot of a text what is written there, or why nothing is. */
final class Resolver {
  private final CachedImages cache;
  private final Lines lines;
  private final Set<FileImage> images = new LinkedHashSet<>();
  private final Set<Splice> splices = new HashSet<>();

  private Resolver(CachedImages cache, String text) {
    this.cache = cache;
    lines = new Lines(text);
  }

  /** What becomes of a text with these spots. */
  static Rewritten rewritten(CachedImages cache, String text, Found found) {
    var resolver = new Resolver(cache, text);
    var ordered = found.spots().stream().sorted(Comparator.comparing(Spot::start)).toList();
    var conflicts = resolver.conflicts(ordered);
    for (var spot : ordered) {
      resolver.add(
          conflicts.contains(spot.start())
              ? spot.left("is for images that would have to be written there in several ways")
              : spot);
    }
    resolver.splices.addAll(found.splices());
    found.settled().forEach(resolver::add);
    var images = resolver.images.stream().sorted(Comparator.comparing(FileImage::line)).toList();
    return new Rewritten(text, images, resolver.splices);
  }

  /** Where one text is for several images that would be written there in several ways. */
  private Set<Integer> conflicts(List<Spot> spots) {
    var texts = new HashMap<Integer, Optional<String>>();
    var conflicts = new HashSet<Integer>();
    for (var spot : spots) {
      if (spot.problem().isEmpty()) {
        var text =
            reference(spot).map(cache::resolve).flatMap(Resolution::fromEcr).flatMap(spot.writer());
        var other = texts.putIfAbsent(spot.start(), text);
        if (other != null && !other.equals(text)) {
          conflicts.add(spot.start());
        }
      }
    }
    return conflicts;
  }

  private static Optional<ImageReference> reference(Spot spot) {
    try {
      return Optional.of(ImageReference.parse(spot.image()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void add(Settled image) {
    images.add(
        new FileImage(
            image.kind(),
            lines.of(image.at()) + 1,
            PublicText.of(image.image()),
            image.cached(),
            image.reason().map(PublicText::of),
            image.known()));
  }

  private void add(Spot spot) {
    if (spot.problem().isPresent()) {
      stays(spot, spot.problem().get(), false);
      return;
    }
    if (cache.digests() != Digests.KEEP
        && spot.shown().indexOf('@') > 0
        && spot.image().indexOf('@') < 0) {
      stays(spot, "has a digest beside a variable", false);
      return;
    }
    try {
      add(spot, cache.resolve(ImageReference.parse(spot.image())));
    } catch (IllegalArgumentException e) {
      stays(spot, e.getMessage(), false);
    }
  }

  /** Adds what is to be told of an image; nothing if it comes from ECR already. */
  private void add(Spot spot, Resolution resolution) {
    if (resolution instanceof Resolution.Cached cached) {
      var written = spot.writer().apply(cached.image());
      if (written.isEmpty()) {
        stays(spot, "would be %s, which has no such end".formatted(cached.image()), true);
        return;
      }
      splices.add(new Splice(spot.start(), spot.end(), written.get()));
      var shown = Optional.of(PublicText.of(cached.image() + rest(spot)));
      add(spot, shown, Optional.empty(), true);
    } else {
      resolution.reason().ifPresent(it -> stays(spot, it, true));
    }
  }

  /** What is shown behind the image that is resolved: a tag with variables. */
  private static String rest(Spot spot) {
    int rest =
        spot.shown().startsWith(spot.image())
            ? spot.image().length()
            : ImageTemplate.nameEnd(spot.shown());
    return spot.shown().substring(rest);
  }

  private void stays(Spot spot, String reason, boolean known) {
    add(spot, Optional.empty(), Optional.of(PublicText.of(reason)), known);
  }

  private void add(Spot spot, Optional<String> cached, Optional<String> reason, boolean known) {
    var shown = PublicText.of(spot.shown());
    images.add(
        new FileImage(spot.kind(), lines.of(spot.start()) + 1, shown, cached, reason, known));
  }
}
