package dev.ecrcache.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was found in a text.
 *
 * @param spots the places of images
 * @param settled images of which it is settled already what becomes of them
 * @param splices what is written for these
 */
record Found(List<Spot> spots, List<Settled> settled, List<Splice> splices) {

  /**
   * An image of a chart.
   *
   * @param kind what it is a part of
   * @param at where it is told
   * @param image the image
   * @param cached its reference in the cache; empty if it stays
   * @param reason why it stays
   * @param known whether it is known to come from elsewhere
   */
  record Settled(
      Kind kind,
      int at,
      String image,
      Optional<String> cached,
      Optional<String> reason,
      boolean known) {}

  Found() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  static Found of(List<Spot> spots) {
    return new Found(spots, List.of(), List.of());
  }
}
