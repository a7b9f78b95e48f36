package dev.ecrcache.rewrite;

import dev.ecrcache.image.CachedImages;

/**
 * What is known beside the file that is read.
 *
 * @param cache the cache to which images are moved
 * @param names the names of the images of kustomizations
 * @param repositories where charts are
 * @param charts whether charts are looked at
 */
record RewriteScope(
    CachedImages cache, KustomizeNames names, HelmRepositories repositories, boolean charts) {

  /** The same without a look at charts. */
  RewriteScope withoutCharts() {
    return new RewriteScope(cache, names, repositories, false);
  }
}
