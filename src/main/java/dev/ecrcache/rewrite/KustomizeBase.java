package dev.ecrcache.rewrite;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.input.LimitedInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The images in the local resources of a kustomization, as far as they can be read. */
final class KustomizeBase {
  static final List<String> NAMES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final List<String> RESOURCES = List.of("resources", "bases", "components");
  private static final int MOST = 1000;

  private final CachedImages cache;
  private final Set<Path> run;
  private final Set<Path> read = new HashSet<>();
  // By name of an image, whether all files that have it are among those that are moved.
  private final Map<String, Boolean> names = new HashMap<>();

  private KustomizeBase(CachedImages cache, Set<Path> run) {
    this.cache = cache;
    this.run = run;
  }

  /**
   * The images of the resources of a kustomization.
   *
   * @param run the files whose images are moved together
   * @param name the path of the kustomization; empty if it has none
   */
  static KustomizeBase of(
      CachedImages cache, Set<Path> run, String name, YamlSource source, Node node) {
    var base = new KustomizeBase(cache, run);
    if (!name.isEmpty() && !run.isEmpty()) {
      base.resources(Path.of(name).toAbsolutePath().normalize(), source, node);
    }
    return base;
  }

  /** Whether the images of a name have another one once all files are moved, or have it already. */
  boolean moves(String name) {
    var cached = cached(name);
    if (cached.isEmpty()) {
      return false;
    }
    boolean moved = names.containsKey(cached.get());
    var here = names.get(name);
    return here == null ? moved : here;
  }

  private Optional<String> cached(String name) {
    try {
      return cache.resolve(ImageReference.parse(name)) instanceof Resolution.Cached it
          ? Optional.of(it.image().name())
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void resources(Path file, YamlSource source, Node node) {
    for (var key : RESOURCES) {
      for (var item : YamlSource.items(source.at(node, key))) {
        if (item instanceof ScalarNode text && !text.getValue().contains("://")) {
          resource(file.resolveSibling(text.getValue()).normalize());
        }
      }
    }
  }

  private void resource(Path path) {
    if (Files.isDirectory(path)) {
      NAMES.stream()
          .map(path::resolve)
          .filter(Files::isRegularFile)
          .findFirst()
          .ifPresent(this::resource);
    } else if (Files.isRegularFile(path) && read.size() < MOST && read.add(path)) {
      try {
        file(path);
      } catch (IOException | IllegalArgumentException e) {
        // It is told where the file itself is read.
        return;
      }
    }
  }

  private void file(Path path) throws IOException {
    var text = new String(LimitedInput.read(path, LimitedInput.FILE), StandardCharsets.UTF_8);
    var source = YamlSource.of(text);
    boolean kustomization = NAMES.contains(path.getFileName().toString());
    for (var document : source.documents()) {
      if (kustomization) {
        resources(path, source, document);
      } else {
        YamlImages.objects(source, document).stream()
            .flatMap(it -> KubernetesImages.of(source, it).stream())
            .filter(it -> it.problem().isEmpty())
            .forEach(
                it ->
                    names.merge(
                        it.image().substring(0, ImageTemplate.nameEnd(it.image())),
                        run.contains(path),
                        Boolean::logicalAnd));
      }
    }
  }
}
