package dev.ecrcache.cli.images;

import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.rewrite.FileImage;

/**
 * An image in a file that does not come from the cache, or may not. Absent parts are null.
 *
 * @param file the file
 * @param line its line, from 1
 * @param kind what it is a part of, such as {@code compose}
 * @param image the image as it stands there
 * @param cached what is written in its place
 * @param reason why it stays
 * @param finding whether it makes the exit code 1
 */
record RewriteRow(
    String file,
    int line,
    String kind,
    String image,
    String cached,
    String reason,
    boolean finding) {

  /**
   * An image of a file.
   *
   * @param strict whether what is not known to come from elsewhere is a finding too
   */
  static RewriteRow of(String file, FileImage image, boolean strict) {
    return new RewriteRow(
        file,
        image.line(),
        image.kind().word(),
        image.image(),
        image.cached().orElse(null),
        image.reason().orElse(null),
        image.known() || strict);
  }

  /** File, line, image and what becomes of it, in one line. */
  String text() {
    var rest =
        cached != null ? " -> " + cached : (finding ? ": not cached: " : ": left: ") + reason;
    return Printable.of("%s:%d: %s%s".formatted(file, line, image, rest));
  }
}
