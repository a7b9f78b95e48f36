package dev.ecrcache.cli.warm;

import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.warm.Warmed;
import dev.ecrcache.operate.warm.Watched;
import java.util.ArrayList;
import java.util.List;

/** What is upstream of one tag. Absent parts are null. */
record WatchRow(
    String account,
    String image,
    String cached,
    String result,
    String digest,
    String upstreamDigest,
    String reason) {

  static WatchRow of(Account account, Watched watched) {
    return new WatchRow(
        account.name(),
        watched.image().upstream().toString(),
        watched.image().cached().toString(),
        watched.word(),
        watched.cached().orElse(null),
        watched.upstream().orElse(null),
        watched.reason().orElse(null));
  }

  static WatchRow notCached(Account account, WantedImages.Chosen image) {
    var result = Warmed.Result.NOT_CACHED.word();
    return new WatchRow(
        account.name(), image.image(), null, result, null, null, image.reason().orElseThrow());
  }

  /** Whether a tag is what it is upstream, or is not cached yet. */
  boolean isFine() {
    return reason == null && (digest == null || digest.equals(upstreamDigest));
  }

  /** The columns of a table. */
  List<String> cells(boolean several) {
    var cells = new ArrayList<String>();
    if (several) {
      cells.add(account);
    }
    cells.add(image);
    cells.add(result);
    cells.add(detail());
    return cells;
  }

  private String detail() {
    if (reason != null) {
      return reason;
    }
    if (digest == null || digest.equals(upstreamDigest)) {
      return upstreamDigest == null ? "" : upstreamDigest;
    }
    return upstreamDigest == null ? digest : "%s -> %s".formatted(digest, upstreamDigest);
  }
}
