package dev.ecrcache.overlay;

import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.overlay.ValueImage.GlobalRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the overlay that moves images to a cache. */
final class Mover {
  private final CachedImages cache;
  private final OverlayValues overlay;
  private final Map<ValuePath, Global> globals = new HashMap<>();

  /** What becomes of a registry for all. */
  private enum Global {
    /** It stays, as no image under it can be moved. */
    LEFT,
    /** It is the host of the cache, and every image under it has a prefix of its own. */
    CACHE,
    /** It is emptied, as only some images under it can be moved. */
    EMPTIED
  }

  Mover(CachedImages cache, Map<String, Object> effective) {
    this.cache = cache;
    overlay = new OverlayValues(effective);
  }

  /**
   * @param images the images of a chart
   * @param switches what to set once an image is moved
   */
  Overlay move(List<ValueImage> images, List<ValuePath> switches) {
    images.stream()
        .map(ValueImage::global)
        .filter(global -> global != null && !globals.containsKey(global.path()))
        .forEach(global -> decide(global, images));
    var moved = new ArrayList<Overlay.Moved>();
    var notMoved = new ArrayList<Overlay.NotMoved>();
    for (var image : images) {
      var path = image.path().toString();
      var upstream = upstream(image);
      var resolution = cache.resolve(upstream);
      if (resolution instanceof Resolution.Cached cached) {
        write(image, cached.image());
        moved.add(new Overlay.Moved(path, upstream, cached.image()));
      } else {
        release(image);
        if (resolution instanceof Resolution.NotCached not && image.rendered()) {
          notMoved.add(new Overlay.NotMoved(path, upstream, not.explanation()));
        }
      }
    }
    if (!moved.isEmpty()) {
      switches.forEach(path -> overlay.set(path, true));
    }
    return new Overlay(overlay.values(), moved, notMoved);
  }

  private void decide(GlobalRegistry global, List<ValueImage> images) {
    if (isCache(global)) {
      globals.put(global.path(), Global.CACHE);
      return;
    }
    var members = images.stream().filter(image -> global.equals(image.global())).toList();
    long movable =
        members.stream()
            .filter(image -> cache.resolve(image.joined()) instanceof Resolution.Cached)
            .count();
    if (movable == 0) {
      globals.put(global.path(), Global.LEFT);
    } else if (movable == members.size()) {
      globals.put(global.path(), Global.CACHE);
      overlay.set(global.path(), cache.host());
    } else {
      globals.put(global.path(), Global.EMPTIED);
      overlay.set(global.path(), "");
    }
  }

  private boolean isCache(GlobalRegistry global) {
    return global.registry().equalsIgnoreCase(cache.host());
  }

  /** The image to move; the cache's host before a name without prefix names none of its images. */
  private ImageReference upstream(ValueImage image) {
    if (image.global() == null || !isCache(image.global())) {
      return image.joined();
    }
    var name = text(image.path());
    boolean prefixed =
        cache.rules().stream()
            .anyMatch(rule -> rule.isRoot() || name.startsWith(rule.prefix() + "/"));
    return prefixed ? image.joined() : image.own();
  }

  private void write(ValueImage image, ImageReference cached) {
    if (image.prefix() == null) {
      writeName(image, cached);
    } else {
      writePrefix(image.prefix(), cached);
    }
    writeTag(image, cached);
    if (image.digestKey() != null && cached.digest().isEmpty()) {
      overlay.set(image.block().then(image.digestKey()), "");
    }
  }

  private void writePrefix(ImagePrefix prefix, ImageReference cached) {
    var path = cached.repository().substring(0, cached.repository().lastIndexOf('/'));
    var registry = prefix.block().then(prefix.registryKey());
    if (prefix.pathKey() == null) {
      overlay.set(registry, cached.registry() + "/" + path);
    } else {
      overlay.set(registry, cached.registry());
      overlay.set(prefix.block().then(prefix.pathKey()), path);
    }
  }

  private void writeName(ValueImage image, ImageReference cached) {
    boolean joined = image.global() != null && globals.get(image.global().path()) == Global.CACHE;
    var name = cached.repository();
    if (image.registryKey() != null) {
      var registry = image.block().then(image.registryKey());
      if (!joined || !text(registry).isEmpty()) {
        overlay.set(registry, cached.registry());
      }
    } else if (!joined) {
      name = cached.registry() + "/" + name;
    }
    overlay.set(image.path(), image.flag() + name + suffix(image, cached));
  }

  /** The tag and the digest that stand in the name itself. */
  private String suffix(ValueImage image, ImageReference cached) {
    var name = text(image.path()).substring(image.flag().length());
    var written = ImageText.parse(name);
    var tag = written.flatMap(ImageReference::tag).flatMap(it -> cached.tag());
    var digest = written.flatMap(ImageReference::digest).flatMap(it -> cached.digest());
    return tag.map(":"::concat).orElse("") + digest.map("@"::concat).orElse("");
  }

  private void writeTag(ValueImage image, ImageReference cached) {
    if (image.tagKey() == null) {
      return;
    }
    var path = image.block().then(image.tagKey());
    var tag = overlay.at(path);
    if (text(path).indexOf('@') >= 0 && cached.digest().isEmpty()) {
      overlay.set(path, cached.tag().orElse(""));
    } else if (Values.isPrintedOtherwise(tag)) {
      overlay.set(path, text(path));
    }
  }

  /** Keeps an image where it is when the registry for all is emptied. */
  private void release(ValueImage image) {
    var global = image.global();
    if (global == null
        || globals.get(global.path()) != Global.EMPTIED
        || ImageText.hasHost(text(image.path()))) {
      return;
    }
    if (image.registryKey() != null) {
      overlay.set(image.block().then(image.registryKey()), global.registry());
    } else {
      overlay.set(image.path(), global.registry() + "/" + text(image.path()));
    }
  }

  private String text(ValuePath path) {
    return Values.text(overlay.at(path)).orElse("");
  }
}
