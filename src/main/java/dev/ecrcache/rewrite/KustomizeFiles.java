package dev.ecrcache.rewrite;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.input.LimitedInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Kustomizations, and the images in what they name, as far as these are files that are read. */
final class KustomizeFiles {
  static final List<String> NAMES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final int MOST = 10_000;

  /**
   * The name of an image.
   *
   * @param before as it is
   * @param after as it is when all files are moved
   */
  record Name(String before, String after) {}

  /**
   * An entry of {@code images}.
   *
   * @param name the images that it is for
   * @param newName their other name
   * @param suffix the tag or digest that it sets; empty if it sets none
   */
  record Entry(String name, Optional<String> newName, String suffix) {
    static Entry of(YamlSource source, Node entry) {
      var digest = source.valueAt(entry, "digest");
      var tag = source.valueAt(entry, "newTag");
      return new Entry(
          source.valueAt(entry, "name"),
          Optional.of(source.valueAt(entry, "newName")).filter(it -> !it.isBlank()),
          digest.isEmpty() ? tag.isEmpty() ? "" : ":" + tag : "@" + digest);
    }
  }

  /**
   * A kustomization.
   *
   * @param file its file
   * @param resources the files and folders that it takes
   * @param components the folders of components that it applies
   * @param patches the names of images in its patches
   * @param entries its entries of {@code images}
   */
  record Kustomization(
      Path file,
      List<Path> resources,
      List<Path> components,
      Set<Name> patches,
      List<Entry> entries) {}

  private final CachedImages cache;
  private final Set<Path> run;
  private final Map<Path, Optional<Kustomization>> kustomizations = new HashMap<>();
  private final Map<Path, Set<Name>> names = new HashMap<>();

  /**
   * @param run the files whose images are moved together
   */
  KustomizeFiles(CachedImages cache, Set<Path> run) {
    this.cache = cache;
    this.run = run;
  }

  /** Those of the files that are moved together. */
  List<Kustomization> moved() {
    return run.stream()
        .filter(it -> NAMES.contains(String.valueOf(it.getFileName())))
        .sorted()
        .flatMap(it -> kustomization(it).stream())
        .toList();
  }

  /** The kustomization in a folder; empty if there is none that can be read. */
  Optional<Kustomization> in(Path folder) {
    return NAMES.stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .flatMap(this::kustomization);
  }

  /** The name that an image of a file has when all files are moved. */
  String after(Path file, String image) {
    var name = image.substring(0, ImageTemplate.nameEnd(image));
    return run.contains(file) ? cached(image).orElse(name) : name;
  }

  /** The name of an image in the cache; empty if it is not moved there. */
  Optional<String> cached(String image) {
    try {
      return cache.resolve(ImageReference.parse(image)) instanceof Resolution.Cached it
          ? Optional.of(it.image().name())
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The names of the images in a file of resources or patches. */
  Set<Name> names(Path file) {
    var known = names.get(file);
    if (known == null) {
      known = new LinkedHashSet<>();
      names.put(file, known);
      for (var spot : read(file).map(PatchImages::all).orElse(List.of())) {
        known.add(name(file, spot));
      }
    }
    return known;
  }

  private Name name(Path file, Spot spot) {
    var shown = spot.shown().substring(0, ImageTemplate.nameEnd(spot.shown()));
    boolean whole = spot.problem().isEmpty() && !ImageTemplate.hasVariable(shown);
    return new Name(shown, whole ? after(file, spot.image()) : shown);
  }

  private Optional<Kustomization> kustomization(Path file) {
    var known = kustomizations.get(file);
    if (known == null) {
      known =
          read(file)
              .filter(it -> !it.documents().isEmpty())
              .map(it -> kustomization(file, it, it.documents().get(0)));
      kustomizations.put(file, known);
    }
    return known;
  }

  private Kustomization kustomization(Path file, YamlSource source, Node node) {
    var patches = new LinkedHashSet<Name>();
    PatchImages.in(source, node).forEach(it -> patches.add(name(file, it)));
    for (var path : paths(file, PatchImages.files(source, node))) {
      patches.addAll(names(path));
    }
    return new Kustomization(
        file,
        paths(file, texts(source, node, "resources", "bases")),
        paths(file, texts(source, node, "components")),
        patches,
        YamlSource.items(source.at(node, "images")).stream()
            .map(it -> Entry.of(source, it))
            .toList());
  }

  private static List<String> texts(YamlSource source, Node node, String... keys) {
    return Stream.of(keys)
        .flatMap(it -> YamlSource.items(source.at(node, it)).stream())
        .map(it -> it instanceof ScalarNode text ? text.getValue() : null)
        .filter(Objects::nonNull)
        .toList();
  }

  private static List<Path> paths(Path file, List<String> texts) {
    var paths = new ArrayList<Path>();
    for (var text : texts) {
      if (!text.contains("://") && text.indexOf('\0') < 0) {
        paths.add(file.resolveSibling(text).normalize());
      }
    }
    return paths;
  }

  private Optional<YamlSource> read(Path file) {
    if (names.size() + kustomizations.size() > MOST || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      var text = new String(LimitedInput.read(file, LimitedInput.FILE), StandardCharsets.UTF_8);
      return Optional.of(YamlSource.of(text));
    } catch (IOException | IllegalArgumentException e) {
      // It is told where the file itself is read.
      return Optional.empty();
    }
  }
}
