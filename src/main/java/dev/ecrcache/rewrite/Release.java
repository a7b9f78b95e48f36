package dev.ecrcache.rewrite;

import dev.ecrcache.chart.ChartSource;
import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.chart.OpenChart;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.overlay.OverlayProof;
import dev.ecrcache.overlay.ProvenOverlay;
import dev.ecrcache.rewrite.Found.Settled;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A release of a chart that stands in an object: its values are laid over so that the images come
 * from the cache, as rendering the chart with them proves.
 *
 * @param kind what the object is
 * @param values its values
 * @param name the name of the release
 * @param namespace its namespace
 * @param kubernetes the version of its cluster
 * @param chart where its chart is
 */
record Release(
    Kind kind,
    ReleaseValues values,
    String name,
    String namespace,
    KubernetesVersion kubernetes,
    ChartSource chart) {

  /** Says what becomes of the images of the chart, and writes the values. */
  void settle(CachedImages cache, Found found) {
    int at = values.start();
    var unknowns = values.unknowns();
    try {
      var given = values.given();
      var told = List.copyOf(unknowns.places());
      var overlay = proven(cache, given);
      check(overlay, unknowns);
      found.splices().addAll(values.splices(overlay.values()));
      overlay.images().forEach(it -> image(at, it, found));
      for (var place : told) {
        var reason = "not known here; the chart is proven with another text in its place";
        found.settled().add(left(kind, at, place, reason));
      }
    } catch (IllegalArgumentException e) {
      found.settled().add(left(kind, at, chart, unknowns.asWritten(e.getMessage())));
    }
  }

  /** A release of which nothing can be said. */
  static Settled left(Kind kind, int at, Object chart, String reason) {
    return new Settled(
        kind, at, String.valueOf(chart), Optional.empty(), Optional.of(reason), false);
  }

  private ProvenOverlay proven(CachedImages cache, Map<String, Object> given) {
    var release = values.unknowns().filled(name);
    var there = values.unknowns().filled(namespace);
    try (var open = OpenChart.open(chart)) {
      return OverlayProof.of(
          open.chart(), given, cache, tried -> open.render(release, there, kubernetes, tried));
    }
  }

  /** Holds that what is filled in later is no part of the name of an image that moves. */
  private static void check(ProvenOverlay overlay, Unknowns unknowns) {
    for (var proven : overlay.images()) {
      var name = proven.image().image().map(ImageReference::name).filter(unknowns::isIn);
      if (name.isPresent() && proven.cached().isPresent()) {
        throw new IllegalArgumentException(
            "its image %s has a name that is not known here".formatted(proven.image().text()));
      }
    }
  }

  private void image(int at, ProvenOverlay.Proven proven, Found found) {
    if (proven.cached().isPresent() || proven.reason().isPresent()) {
      var image = proven.image();
      var unknowns = values.unknowns();
      var text = image.image().map(ImageReference::toString).orElse(image.text());
      boolean known = image.image().map(ImageReference::name).filter(unknowns::isIn).isEmpty();
      found
          .settled()
          .add(
              new Settled(
                  kind,
                  at,
                  unknowns.asWritten(text),
                  proven.cached().map(it -> unknowns.asWritten(it.toString())),
                  known
                      ? proven.reason().map(unknowns::asWritten)
                      : Optional.of("its name is not known here"),
                  known && (proven.cached().isPresent() || proven.isFinding())));
    }
  }
}
