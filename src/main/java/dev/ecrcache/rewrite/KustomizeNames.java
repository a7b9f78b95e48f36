package dev.ecrcache.rewrite;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.rewrite.KustomizeFiles.Entry;
import dev.ecrcache.rewrite.KustomizeFiles.Kustomization;
import dev.ecrcache.rewrite.KustomizeFiles.Name;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names of images that entries of kustomizations are for: kustomize looks for these texts, in
 * resources, components and patches as they are then, so they move as what they find does.
 *
 * @see <a
 *     href="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/">images</a>
 */
final class KustomizeNames {
  private static final int DEEPEST = 50;
  private static final int MOST = 100_000;

  /**
   * What becomes of the name of an entry.
   *
   * @param moves whether it moves to the cache
   * @param problem why it can neither move nor stay; empty if it can
   */
  record Following(boolean moves, Optional<String> problem) {
    static final Following STAYS = new Following(false, Optional.empty());
    static final Following MOVES = new Following(true, Optional.empty());
  }

  private record Place(Path file, int index) {}

  /** What an entry finds, and what it does not, in all kustomizations that it is a part of. */
  private record Finds(Set<String> found, Set<String> befores, Set<String> others) {}

  private final KustomizeFiles files;
  private final Map<Place, Finds> finds = new HashMap<>();
  private boolean walked;
  private int steps;

  /**
   * @param run the files whose images are moved together
   */
  KustomizeNames(CachedImages cache, Set<Path> run) {
    files = new KustomizeFiles(cache, run);
  }

  /** What becomes of the name of an entry of a file. */
  Following following(String file, int index, Entry entry) {
    if (file.isEmpty()) {
      return Following.STAYS;
    }
    walkAll();
    var found = finds.get(new Place(Path.of(file).toAbsolutePath().normalize(), index));
    if (found == null) {
      return Following.STAYS;
    }
    if (found.found().isEmpty()) {
      return withoutImages(entry, found);
    }
    var name = found.found().iterator().next();
    if (found.found().size() > 1 || found.others().contains(name)) {
      return left("is for images that several names would be for, or one name with others");
    }
    return name.equals(entry.name()) ? Following.STAYS : Following.MOVES;
  }

  /** What becomes of a name that no image has, at times because the resource has moved before. */
  private Following withoutImages(Entry entry, Finds found) {
    var cached = files.cached(entry.name()).filter(found.befores()::contains);
    if (cached.isEmpty()) {
      return Following.STAYS;
    }
    return entry.newName().isEmpty()
        ? Following.MOVES
        : left("is for no image: %s has that name already".formatted(cached.get()));
  }

  private static Following left(String problem) {
    return new Following(false, Optional.of(problem));
  }

  private void walkAll() {
    if (!walked) {
      walked = true;
      for (var kustomization : files.moved()) {
        steps = 0;
        walk(kustomization, Set.of(), 0);
      }
    }
  }

  /** The names of the images of a kustomization, given those of what it is a component of. */
  private Set<Name> walk(Kustomization kustomization, Set<Name> given, int depth) {
    Set<Name> names = new LinkedHashSet<>(given);
    // One that includes itself, or is without end, kustomize refuses.
    if (depth > DEEPEST || ++steps > MOST) {
      return names;
    }
    for (var path : kustomization.resources()) {
      if (Files.isDirectory(path)) {
        files.in(path).ifPresent(it -> names.addAll(walk(it, Set.of(), depth + 1)));
      } else {
        names.addAll(files.names(path));
      }
    }
    for (var path : kustomization.components()) {
      var component = files.in(path);
      if (component.isPresent()) {
        var with = walk(component.get(), names, depth + 1);
        names.clear();
        names.addAll(with);
      }
    }
    names.addAll(kustomization.patches());
    Set<Name> last = names;
    for (int i = 0; i < kustomization.entries().size(); i++) {
      last = applied(kustomization.file(), i, kustomization.entries().get(i), last);
    }
    return last;
  }

  private Set<Name> applied(Path file, int index, Entry entry, Set<Name> names) {
    var found =
        finds.computeIfAbsent(
            new Place(file, index),
            it -> new Finds(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>()));
    var after = new LinkedHashSet<Name>();
    for (var name : names) {
      found.befores().add(name.before());
      if (!name.before().equals(entry.name())) {
        found.others().add(name.after());
        after.add(name);
        continue;
      }
      found.found().add(name.after());
      var other = entry.newName().orElse(name.before());
      boolean stays = entry.newName().isEmpty() && !name.after().equals(name.before());
      after.add(new Name(other, stays ? name.after() : files.after(file, other + entry.suffix())));
    }
    return after;
  }
}
