package dev.ecrcache.operate.contents;

import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.Concurrently;
import dev.ecrcache.operate.Progress;
import dev.ecrcache.operate.contents.StoredImage.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What would be deleted of a repository.
 *
 * @param repository its name
 * @param images the images, those first that others may be named by
 * @param whole whether the repository goes too, which is or becomes empty
 */
public record CleaningPlan(String repository, List<Planned> images, boolean whole) {

  /**
   * An image that would be deleted.
   *
   * @param image the image
   * @param ifUnnamed whether it goes only if no index that stays names it, of which ECR is the
   *     judge
   */
  public record Planned(StoredImage image, boolean ifUnnamed) {}

  /**
   * The plans of repositories in which there is something to do.
   *
   * @param used what stays, whatever is selected
   * @param readIndexes whether indexes are read, which counts as a pull unless the session's pulls
   *     are not recorded
   * @param deleteEmpty whether repositories go that are or become empty
   * @throws AwsRefusalException if ECR does not tell
   */
  public static List<CleaningPlan> of(
      Contents contents,
      List<String> repositories,
      Selection selection,
      UsedImages used,
      boolean readIndexes,
      boolean deleteEmpty,
      Progress progress) {
    return Concurrently.map(
            "repositories",
            repositories,
            Contents.CONCURRENCY,
            name -> {
              var images = contents.images(name);
              var planned = plan(contents, name, images, selection, used, readIndexes);
              return new CleaningPlan(
                  name, planned, deleteEmpty && planned.size() == images.size());
            },
            progress)
        .stream()
        .filter(it -> it.whole() || !it.images().isEmpty())
        .toList();
  }

  private static List<Planned> plan(
      Contents contents,
      String repository,
      List<StoredImage> images,
      Selection selection,
      UsedImages used,
      boolean readIndexes) {
    var byDigest = new LinkedHashMap<String, StoredImage>();
    images.forEach(it -> byDigest.put(it.digest(), it));
    var going = new LinkedHashMap<String, StoredImage>();
    for (var image : images) {
      var about = image.subject().filter(byDigest::containsKey).isPresent();
      if (!about && selection.selects(image) && !used.has(repository, image)) {
        going.put(image.digest(), image);
      }
    }
    var staying =
        images.stream()
            .filter(it -> it.kind() == Kind.INDEX && !going.containsKey(it.digest()))
            .map(StoredImage::digest)
            .toList();
    var unsure = false;
    if (!staying.isEmpty() && !going.isEmpty()) {
      if (readIndexes) {
        keepNamed(contents, repository, staying, going, byDigest);
      } else {
        unsure = true;
      }
    }
    addReferrers(images, going, repository, used);
    return ordered(going, unsure);
  }

  /** What an index that stays names, stays, and so on. */
  private static void keepNamed(
      Contents contents,
      String repository,
      List<String> staying,
      Map<String, StoredImage> going,
      Map<String, StoredImage> all) {
    Set<String> seen = new HashSet<>(staying);
    var next = new ArrayDeque<>(List.of(staying));
    while (!next.isEmpty()) {
      var indexes = new ArrayList<String>();
      for (var index : contents.indexes(repository, next.remove()).values()) {
        for (var digest : index.all()) {
          going.remove(digest);
          var child = all.get(digest);
          if (child != null && child.kind() == Kind.INDEX && seen.add(digest)) {
            indexes.add(digest);
          }
        }
      }
      if (!indexes.isEmpty()) {
        next.add(indexes);
      }
    }
  }

  /** What says something of an image goes with it: signatures, and what is said of these. */
  private static void addReferrers(
      List<StoredImage> images,
      Map<String, StoredImage> going,
      String repository,
      UsedImages used) {
    for (var changed = true; changed; ) {
      changed = false;
      for (var image : images) {
        if (!going.containsKey(image.digest())
            && image.subject().filter(going::containsKey).isPresent()
            && !used.has(repository, image)) {
          going.put(image.digest(), image);
          changed = true;
        }
      }
    }
  }

  /** ECR refuses what an index names, so indexes go first, and what is about others last. */
  private static List<Planned> ordered(Map<String, StoredImage> going, boolean unsure) {
    var ordered = new ArrayList<Planned>();
    for (var wave : Wave.values()) {
      for (var image : going.values()) {
        if (Wave.of(image, going.keySet()) == wave) {
          ordered.add(new Planned(image, unsure && image.kind() != Kind.INDEX));
        }
      }
    }
    return List.copyOf(ordered);
  }

  /** What is deleted at once. */
  enum Wave {
    INDEXES,
    IMAGES,
    REFERRERS;

    static Wave of(StoredImage image, Set<String> going) {
      if (image.subject().filter(going::contains).isPresent()) {
        return REFERRERS;
      }
      return image.kind() == Kind.INDEX ? INDEXES : IMAGES;
    }
  }
}
