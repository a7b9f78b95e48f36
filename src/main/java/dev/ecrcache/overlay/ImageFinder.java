package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import dev.ecrcache.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the images in the values of a chart by the shapes in which charts write them. */
final class ImageFinder {
  private final List<ValueImage> images = new ArrayList<>();
  private final ChartScopes scopes = new ChartScopes();
  private boolean rendered = true;

  private ImageFinder() {}

  /** The images in the effective values of a chart, in their order. */
  static List<ValueImage> find(Chart chart, Map<String, Object> values) {
    var finder = new ImageFinder();
    finder.chart(ValuePath.ROOT, chart, values);
    return finder.images;
  }

  private void chart(ValuePath path, Chart chart, Map<String, Object> values) {
    scopes.in(
        path,
        chart,
        values,
        () -> {
          var own = scopes.own(values);
          chart.dependencies().forEach(dependency -> own.remove(dependency.name()));
          block(path, "", own);
          chart.dependencies().forEach(dependency -> dependency(path, dependency, values));
        });
  }

  private void dependency(ValuePath path, Chart.Dependency dependency, Map<String, Object> values) {
    boolean outer = rendered;
    rendered &= dependency.isEnabled(values);
    chart(
        path.then(dependency.name()), dependency.chart(), Values.block(values, dependency.name()));
    rendered = outer;
  }

  private void block(ValuePath path, String owner, Map<String, Object> block) {
    scopes.in(path, block, () -> block.forEach((key, value) -> entry(path, owner, block, key)));
  }

  private void entry(ValuePath path, String owner, Map<String, Object> block, String key) {
    if (block.get(key) instanceof String text) {
      text(path, owner, block, key, text.trim());
    } else {
      inner(path.then(key), isPlural(owner) ? "image" : key, block.get(key));
    }
  }

  private void inner(ValuePath path, String owner, Object value) {
    if (value instanceof Map<?, ?>) {
      block(path, owner, Values.block(value));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) instanceof String text) {
          boolean flagged = i > 0 && ImageText.flags(list.get(i - 1), text.trim());
          element(path, i, text.trim(), flagged || ImageText.isImageKey(singular(owner)));
        } else {
          inner(path.then(i), singular(owner), list.get(i));
        }
      }
    }
  }

  private void text(
      ValuePath path, String owner, Map<String, Object> block, String key, String text) {
    if (text.isEmpty()) {
      return;
    }
    var parts = PartKeys.find(owner, block, key);
    if (parts.isPresent()) {
      parts(path, owner, block, parts.get());
    } else {
      // Such as imageK8S, of Consul.
      boolean image = isPlural(owner) || key.startsWith("image") && text.indexOf('/') > 0;
      loose(path, key, text, image ? pinned(key, text) : ImageText.parseAnywhere(text));
    }
  }

  private static Optional<ImageReference> pinned(String key, String text) {
    return key.endsWith("egistry")
        ? Optional.empty()
        : ImageText.parse(text).filter(ImageText::isPinned);
  }

  private void element(ValuePath path, int index, String text, boolean image) {
    loose(path, index, text, image ? ImageText.parse(text) : ImageText.parseAnywhere(text));
  }

  private void loose(ValuePath path, Object key, String text, Optional<ImageReference> found) {
    var flag = found.isPresent() ? "" : ImageText.flag(text);
    var image = flag.isEmpty() ? found : ImageText.parse(text.substring(flag.length()));
    image.ifPresent(it -> images.add(ValueImage.of(path, key, flag, it, rendered)));
  }

  private void parts(ValuePath path, String owner, Map<String, Object> block, ImageParts parts) {
    var prefix = parts.isBare(block) ? scopes.prefix(parts.name()) : Optional.<ImagePrefix>empty();
    var all = scopes.imageRegistry();
    if (prefix.isPresent()) {
      parts
          .read(block, prefix.get().text())
          .ifPresent(it -> images.add(ValueImage.of(path, parts, it, prefix.get(), rendered)));
    } else if (all.isPresent() && parts.isPath() && ImageText.isImageKey(owner)) {
      // Of ingress-nginx, where a registry of its own goes before the one for all.
      var own = new ImageParts(parts.name(), "registry", parts.tag(), parts.digest());
      var registry = own.registryIn(block);
      own.read(block, registry.isEmpty() ? all.get() : registry)
          .ifPresent(it -> images.add(ValueImage.of(path, own, it, null, rendered)));
    } else if (!parts.isRelative(block)) {
      parts(path, block, parts);
    }
  }

  private void parts(ValuePath path, Map<String, Object> block, ImageParts parts) {
    var name = Values.text(block.get(parts.name())).orElse("");
    boolean without =
        parts.registry() == null
            && (ImageText.hasHost(name) || !parts.isRepository() || !scopes.declareRegistry());
    var global = without ? null : scopes.registry();
    var joined =
        global != null && !ImageText.hasHost(name)
            ? parts.read(block, global.registry())
            : Optional.<ImageReference>empty();
    parts
        .read(block, parts.registryIn(block))
        .ifPresent(
            it -> images.add(ValueImage.of(path, parts, it, joined.orElse(it), global, rendered)));
  }

  private static boolean isPlural(String key) {
    return key.endsWith("mages");
  }

  private static String singular(String key) {
    return isPlural(key) ? key.substring(0, key.length() - 1) : key;
  }
}
