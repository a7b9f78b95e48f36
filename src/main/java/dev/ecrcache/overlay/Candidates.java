package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.ValuePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the parts of values that may make up the images of a chart. */
final class Candidates {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9][\\w./:@-]*");
  private static final Pattern IMAGE_KEY = Pattern.compile("(?i).*(image|repo|registry|hub).*");
  private static final Pattern REGISTRY_KEY = Pattern.compile("(?i).*registry|hub");
  private static final int LONGEST = 1 << 20;

  private final Runs runs;
  private final boolean weak;
  private final Set<Slot> slots = new LinkedHashSet<>();
  private final Set<ValuePath> empty = new HashSet<>();

  private Candidates(Runs runs, boolean weak) {
    this.runs = runs;
    this.weak = weak;
  }

  /**
   * The parts of effective values that a rendered image may be made of, and the empty registries
   * beside them.
   *
   * @param images the texts of the images
   * @param weak whether a word that may be anything counts
   */
  static Set<Slot> of(
      Chart chart, Map<String, Object> effective, List<String> images, boolean weak) {
    var candidates = new Candidates(new Runs(images), weak);
    ChartBlocks.visit(chart, effective, candidates::value);
    return candidates.slots;
  }

  private void value(ValuePath path, Map<String, Object> block, Object value) {
    if (value instanceof String text && text.length() < LONGEST && !text.isBlank()) {
      int before = slots.size();
      text(path, text);
      if (slots.size() > before && block != null) {
        registries(path, block);
      }
    }
  }

  private void text(ValuePath path, String text) {
    var whole = text.trim();
    int start = text.indexOf(whole);
    var slot = new Slot(path, start, whole, runs.isHost(whole));
    if (runs.contains(whole)) {
      if (weak || runs.isDistinct(whole) || isImagePath(path)) {
        slots.add(slot);
      }
      return;
    }
    if (isShape(slot)) {
      slots.add(slot);
      return;
    }
    if (text.indexOf('/') < 0 && text.indexOf(':') < 0) {
      return;
    }
    var tokens = TOKEN.matcher(text);
    while (tokens.find()) {
      var token = tokens.group().replaceFirst("[./:@-]+$", "");
      if (runs.contains(token)
          && runs.isDistinct(token)
          && (runs.isNamed(token) || text.contains("{{"))) {
        slots.add(new Slot(path, tokens.start(), token, runs.isHost(token)));
      }
    }
  }

  /** Whether a value is an image by its key, though no place is known that has it. */
  private static boolean isShape(Slot slot) {
    return (ImageText.isImageKey(slot.key()) || slot.key().endsWith("epository"))
        && ImageText.parse(slot.text())
            .filter(it -> ImageText.isPinned(it) || slot.text().indexOf('/') > 0)
            .isPresent();
  }

  private static boolean isImagePath(ValuePath path) {
    var steps = path.steps();
    for (int i = Math.max(0, steps.size() - 3); i < steps.size(); i++) {
      if (steps.get(i) instanceof String key && IMAGE_KEY.matcher(key).matches()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a key is one of a registry, or of what else stands before the names of images. */
  static boolean isRegistryKey(String key) {
    return REGISTRY_KEY.matcher(key).matches();
  }

  /**
   * Adds what may be a registry of an image, and is empty; a hub stands back behind one for all.
   */
  private void registries(ValuePath path, Map<String, Object> block) {
    var outer = new ValuePath(path.steps().subList(0, path.steps().size() - 1));
    block.forEach(
        (key, value) -> {
          boolean open = value == null || value.equals("");
          if (open && key.endsWith("egistry") && empty.add(outer.then(key))) {
            slots.add(new Slot(outer.then(key), 0, "", true));
          }
        });
  }

  /** The pieces of references, from slash to slash. */
  private static final class Runs {
    private final Set<String> runs = new HashSet<>();
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> named = new HashSet<>();

    Runs(List<String> images) {
      images.forEach(this::add);
    }

    private void add(String image) {
      int digest = image.indexOf('@') < 0 ? image.length() : image.indexOf('@');
      int slash = image.lastIndexOf('/', digest);
      int tag = image.indexOf(':', slash + 1);
      int end = tag < 0 || tag > digest ? digest : tag;
      var ends = new ArrayList<>(List.of(end, digest, image.length()));
      var starts = new ArrayList<>(List.of(0));
      for (int i = image.indexOf('/'); i >= 0 && i < end; i = image.indexOf('/', i + 1)) {
        starts.add(i + 1);
        ends.add(i);
      }
      for (int start : starts) {
        for (int to : ends) {
          if (start < to) {
            var run = image.substring(start, to);
            runs.add(run);
            if (to >= end) {
              named.add(run);
            }
          }
        }
      }
      if (starts.size() > 1 && ImageText.hasHost(image)) {
        hosts.add(image.substring(0, image.indexOf('/')));
      }
    }

    boolean contains(String text) {
      return runs.contains(text);
    }

    boolean isHost(String text) {
      return hosts.contains(text);
    }

    /** Whether a piece has the name itself, or what is behind it. */
    boolean isNamed(String text) {
      return named.contains(text);
    }

    /** Whether a piece can hardly be anything else. */
    boolean isDistinct(String text) {
      return text.indexOf('/') > 0 || hosts.contains(text) || text.indexOf(':') > 0;
    }
  }
}
