package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import dev.ecrcache.overlay.ImagePrefix.Place;
import dev.ecrcache.overlay.ValueImage.GlobalRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The charts and blocks around a place in values, and what they say for all images in them. */
final class ChartScopes {
  private static final String GLOBAL = "global";

  private final List<Scope> charts = new ArrayList<>();
  private final List<Place> blocks = new ArrayList<>();

  /** The values of one chart for all images. */
  private record Scope(ValuePath path, Map<String, Object> global, Map<String, Object> declared) {}

  /** Enters a chart; what is within is done before it is left again. */
  void in(ValuePath path, Chart chart, Map<String, Object> values, Runnable within) {
    var global = Values.block(values, GLOBAL);
    charts.add(new Scope(path, global, Values.block(chart.defaults(), GLOBAL)));
    in(path, Map.of(GLOBAL, global), within);
    charts.remove(charts.size() - 1);
  }

  /** Enters a block. */
  void in(ValuePath path, Map<String, Object> block, Runnable within) {
    blocks.add(new Place(path, block));
    within.run();
    blocks.remove(blocks.size() - 1);
  }

  /** The values of a chart without what a chart around it says for all, which is found there. */
  Map<String, Object> own(Map<String, Object> values) {
    var own = Values.copy(values);
    if (charts.size() > 1) {
      var outer = charts.get(charts.size() - 2).global();
      own.put(GLOBAL, Values.without(Values.block(values, GLOBAL), outer));
    }
    return own;
  }

  /** What goes before the bare name of an image here. */
  Optional<ImagePrefix> prefix(String nameKey) {
    return ImagePrefix.find(nameKey, blocks);
  }

  /** The registry for all, of the outermost chart that names one; null if there is none. */
  GlobalRegistry registry() {
    for (var chart : charts) {
      var global = chart.path().then(GLOBAL);
      var registry = Values.text(chart.global().get("imageRegistry"));
      if (registry.isPresent()) {
        return new GlobalRegistry(global.then("imageRegistry"), registry.get());
      }
      var image = Values.block(chart.global(), "image");
      registry = Values.text(image.get("registry"));
      // With a repository beside it, it is the registry of that one image.
      if (registry.isPresent() && Values.text(image.get("repository")).isEmpty()) {
        return new GlobalRegistry(global.then("image").then("registry"), registry.get());
      }
    }
    return null;
  }

  /** Whether the chart itself, not one around it, has a registry for all images. */
  boolean declareRegistry() {
    return innermost().declared().containsKey("imageRegistry") || declareImageRegistry();
  }

  /** The registry that the chart itself has in a block for all images; empty if it has none. */
  Optional<String> imageRegistry() {
    return declareImageRegistry()
        ? Values.text(Values.block(innermost().global(), "image").get("registry"))
        : Optional.empty();
  }

  private boolean declareImageRegistry() {
    return Values.block(innermost().declared(), "image").containsKey("registry");
  }

  private Scope innermost() {
    return charts.get(charts.size() - 1);
  }
}
