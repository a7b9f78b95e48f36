package dev.ecrcache.rewrite;

import dev.ecrcache.image.CachedImages;
import java.nio.file.Path;
import java.util.Set;

/**
 * What is known beside the file that is read.
 *
 * @param cache the cache to which images are moved
 * @param run the files that are moved together
 * @param repositories where charts are
 * @param charts whether charts are looked at
 */
record RewriteScope(
    CachedImages cache, Set<Path> run, HelmRepositories repositories, boolean charts) {

  /** The same without a look at charts. */
  RewriteScope withoutCharts() {
    return new RewriteScope(cache, run, repositories, false);
  }
}
