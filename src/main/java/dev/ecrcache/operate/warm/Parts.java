package dev.ecrcache.operate.warm;

import dev.ecrcache.distribution.Descriptor;
import dev.ecrcache.distribution.Manifest;
import dev.ecrcache.distribution.Platform;
import dev.ecrcache.distribution.RegistryClient;
import dev.ecrcache.distribution.RegistryException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The parts of one image, asked for as a node asks: each manifest, then each layer, of which
 * nothing is read. ECR imports an image behind its first pull, so what is not there yet is asked
 * for again.
 */
final class Parts {
  /** An index in an index, at most. */
  private static final int DEPTH = 2;

  /** More manifests than any image has. */
  private static final int MOST = 1000;

  private final RegistryClient registry;
  private final String repository;
  private final List<Platform> platforms;
  private final Predicate<URI> own;
  private final Patience patience;
  private final Set<String> known;
  private final List<Manifest> manifests = new ArrayList<>();
  private Optional<String> problem = Optional.empty();

  /**
   * @param platforms which images of an index are wanted; all if none is given
   * @param own whether a layer that is fetched there is ECR's
   * @param known layers, with their repository, that are known to be there; it grows
   */
  Parts(
      RegistryClient registry,
      String repository,
      List<Platform> platforms,
      Predicate<URI> own,
      Patience patience,
      Set<String> known) {
    this.registry = registry;
    this.repository = repository;
    this.platforms = platforms;
    this.own = own;
    this.patience = patience;
    this.known = known;
  }

  /** Asks for all that a manifest names. What is missing at the end is the {@link #problem}. */
  void ask(Manifest top) {
    try {
      add(top, 0);
      var missing = patience.until(layers(), this::missing);
      if (!missing.isEmpty()) {
        found(explain(missing));
      }
    } catch (RegistryException e) {
      found(e.getMessage());
    }
  }

  private void found(String what) {
    // What was found first is the cause of the rest.
    problem = problem.or(() -> Optional.of(what));
  }

  /** Why not all is there. */
  Optional<String> problem() {
    return problem;
  }

  int manifests() {
    return manifests.size();
  }

  Set<Descriptor> layers() {
    var layers = new LinkedHashSet<Descriptor>();
    manifests.forEach(it -> layers.addAll(it.blobs()));
    return layers;
  }

  /** Bytes of manifests and layers. */
  long bytes() {
    return manifests.stream().mapToLong(it -> it.self().size()).sum()
        + layers().stream().mapToLong(Descriptor::size).sum();
  }

  private void add(Manifest manifest, int depth) {
    if (manifests.size() == MOST) {
      throw new UnsuitableImageException("it has more than %d manifests".formatted(MOST));
    }
    manifests.add(manifest);
    if (!manifest.isIndex() || depth == DEPTH) {
      return;
    }
    var wanted = manifest.manifests().stream().filter(this::isWanted).toList();
    var absent =
        platforms.stream()
            .filter(platform -> wanted.stream().noneMatch(it -> isFor(platform, it)))
            .map(Platform::toString)
            .toList();
    if (!absent.isEmpty()) {
      var none =
          "there is none for %s; it has %s"
              .formatted(String.join(", ", absent), String.join(", ", offered(manifest)));
      if (wanted.isEmpty()) {
        throw new UnsuitableImageException(none);
      }
      found(none);
    }
    var left =
        patience.until(
            new LinkedHashSet<>(wanted),
            asked -> {
              var missing = new LinkedHashSet<Descriptor>();
              for (var child : asked) {
                try {
                  add(registry.manifest(repository, child.digest()), depth + 1);
                } catch (RegistryException e) {
                  if (!e.isNotFound()) {
                    throw e;
                  }
                  missing.add(child);
                }
              }
              return missing;
            });
    if (!left.isEmpty()) {
      found(
          "%d of %d manifests of the index are not there, such as %s"
              .formatted(left.size(), wanted.size(), left.iterator().next().digest()));
    }
  }

  private boolean isWanted(Descriptor child) {
    return platforms.isEmpty() || platforms.stream().anyMatch(it -> isFor(it, child));
  }

  private static boolean isFor(Platform platform, Descriptor child) {
    return child.platform().filter(platform::isServedBy).isPresent();
  }

  private static Set<String> offered(Manifest index) {
    var offered = new LinkedHashSet<String>();
    index.manifests().forEach(it -> it.platform().ifPresent(p -> offered.add(p.toString())));
    return offered;
  }

  private Set<Descriptor> missing(Set<Descriptor> layers) {
    var missing = new LinkedHashSet<Descriptor>();
    for (var layer : layers) {
      var name = repository + "@" + layer.digest();
      if (known.contains(name)) {
        continue;
      }
      if (isThere(layer)) {
        known.add(name);
      } else {
        missing.add(layer);
      }
    }
    return missing;
  }

  private boolean isThere(Descriptor layer) {
    try {
      return own.test(registry.blobLocation(repository, layer.digest()));
    } catch (RegistryException e) {
      if (!e.isNotFound()) {
        throw e;
      }
      return false;
    }
  }

  private String explain(Set<Descriptor> missing) {
    var elsewhere = new HashSet<String>();
    for (var layer : missing) {
      try {
        elsewhere.add(registry.blobLocation(repository, layer.digest()).getHost());
      } catch (RegistryException e) {
        // It is not there at all.
      }
    }
    return elsewhere.isEmpty()
        ? "%d of %d layers are not there yet".formatted(missing.size(), layers().size())
        : "%d of %d layers still come from %s, which private subnets do not reach"
            .formatted(missing.size(), layers().size(), String.join(", ", elsewhere));
  }
}
