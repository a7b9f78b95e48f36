package dev.ecrcache.rewrite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What became of a file. */
public final class Rewritten {
  private final String before;
  private final List<FileImage> images;
  private final List<Splice> splices;

  Rewritten(String before, List<FileImage> images, Collection<Splice> splices) {
    this.before = before;
    this.images = List.copyOf(images);
    this.splices = Splice.sorted(splices);
  }

  /** The images that do not come from the cache, or may not, in their order. */
  public List<FileImage> images() {
    return images;
  }

  /** Whether an image can be moved. */
  public boolean isChanged() {
    return !splices.isEmpty();
  }

  /** The text with the images that can be moved. */
  public String text() {
    return Splice.apply(before, splices);
  }

  /**
   * What changes, as {@code patch} takes it; empty if nothing does.
   *
   * @param name the name of the file
   */
  public String diff(String name) {
    return isChanged() ? UnifiedDiff.of(name, before, splices) : "";
  }

  /** What was spliced in, with its places in the new text. */
  List<Splice> written() {
    var written = new ArrayList<Splice>();
    int moved = 0;
    for (var splice : splices) {
      int start = splice.start() + moved;
      int end = start + splice.text().length();
      written.add(new Splice(start, end, splice.text()));
      moved += end - start - (splice.end() - splice.start());
    }
    return written;
  }
}
