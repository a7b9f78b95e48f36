package dev.ecrcache.cli.warm;

import dev.ecrcache.cli.console.Bytes;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.warm.Warmed;
import java.util.ArrayList;
import java.util.List;

/** What became of one image. Absent parts are null. */
record WarmRow(
    String account,
    String image,
    String cached,
    String result,
    String digest,
    Integer manifests,
    Integer layers,
    Long bytes,
    Boolean pinned,
    String reason) {

  static WarmRow of(Account account, Warmed warmed) {
    var is = warmed.digest().isPresent();
    return new WarmRow(
        account.name(),
        warmed.image().upstream().toString(),
        warmed.image().cached().toString(),
        warmed.result().word(),
        warmed.digest().orElse(null),
        is ? warmed.manifests() : null,
        is ? warmed.layers() : null,
        is ? warmed.bytes() : null,
        warmed.pinned().orElse(null),
        warmed.reason().orElse(null));
  }

  static WarmRow notCached(Account account, WantedImages.Chosen image) {
    var result = Warmed.Result.NOT_CACHED.word();
    return new WarmRow(
        account.name(),
        image.image(),
        null,
        result,
        null,
        null,
        null,
        null,
        null,
        image.reason().orElseThrow());
  }

  List<String> cells(boolean several) {
    var cells = new ArrayList<String>();
    if (several) {
      cells.add(account);
    }
    cells.add(image);
    cells.add(result);
    cells.add(
        reason != null
            ? reason
            : "%d manifest%s, %d layers, %s"
                .formatted(manifests, manifests == 1 ? "" : "s", layers, Bytes.of(bytes)));
    return cells;
  }
}
