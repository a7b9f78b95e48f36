package dev.ecrcache.rewrite;

import dev.ecrcache.chart.ChartSource;
import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.chart.OpenChart;
import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.overlay.OverlayProof;
import dev.ecrcache.overlay.ProvenOverlay;
import dev.ecrcache.rewrite.Found.Settled;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A release of a chart that stands in an object: its values are laid over so that the images come
 * from the cache, as rendering the chart with them proves.
 *
 * @param kind what the object is
 * @param source the text in which it stands
 * @param object the object
 * @param path where in it the block is that has the values
 * @param block that block
 * @param key the key of the values in it, which are a block or a text of YAML, or are not there
 * @param name the name of the release
 * @param namespace its namespace
 * @param chart where its chart is
 */
record Release(
    Kind kind,
    YamlSource source,
    Node object,
    ValuePath path,
    Node block,
    String key,
    String name,
    String namespace,
    ChartSource chart) {

  /** Says what becomes of the images of the chart, and writes the values. */
  void settle(CachedImages cache, Found found) {
    int at = source.start(source.at(block, key).orElse(block));
    try {
      var user = values(source.text().substring(source.start(object), source.end(object)));
      var overlay = proven(cache, user);
      var splices = splices(overlay.values());
      check(Values.over(overlay.values(), user), splices);
      found.splices().addAll(splices);
      overlay.images().forEach(it -> image(at, it, found));
    } catch (IllegalArgumentException e) {
      found.settled().add(left(kind, at, chart, e.getMessage()));
    }
  }

  /** A release of which nothing can be said. */
  static Settled left(Kind kind, int at, Object chart, String reason) {
    return new Settled(
        kind, at, String.valueOf(chart), Optional.empty(), Optional.of(reason), false);
  }

  private ProvenOverlay proven(CachedImages cache, Map<String, Object> user) {
    try (var open = OpenChart.open(chart)) {
      return OverlayProof.of(
          open.chart(),
          user,
          cache,
          tried -> open.render(name, namespace, KubernetesVersion.NEWEST, tried));
    }
  }

  private void image(int at, ProvenOverlay.Proven proven, Found found) {
    if (proven.cached().isPresent() || proven.reason().isPresent()) {
      var image = proven.image();
      found
          .settled()
          .add(
              new Settled(
                  kind,
                  at,
                  image.image().map(ImageReference::toString).orElse(image.text()),
                  proven.cached().map(ImageReference::toString),
                  proven.reason(),
                  proven.cached().isPresent() || proven.isFinding()));
    }
  }

  private List<Splice> splices(Map<String, Object> overlay) {
    if (overlay.isEmpty()) {
      return List.of();
    }
    var values = source.at(block, key);
    if (values.isPresent()
        && values.get() instanceof ScalarNode text
        && !text.getValue().isEmpty()) {
      var inner = YamlSource.of(text.getValue());
      if (inner.documents().size() != 1
          || !(inner.documents().get(0) instanceof MappingNode document)) {
        throw new IllegalArgumentException("its values are a text that is no block of YAML");
      }
      return source.splices(text, ValuesEdit.over(inner, document, overlay));
    }
    return ValuesEdit.over(source, block, Map.of(key, overlay));
  }

  /** The values in the text of the object, in which there may be anchors for them. */
  private Map<String, Object> values(String text) {
    var indent = " ".repeat(object.getStartMark().getColumn());
    var values = Values.block(path.in(Values.block(YamlText.read(indent + text)))).get(key);
    return Values.block(values instanceof String inner ? YamlText.read(inner) : values);
  }

  private void check(Map<String, Object> expected, List<Splice> splices) {
    int start = source.start(object);
    var moved =
        splices.stream()
            .map(it -> new Splice(it.start() - start, it.end() - start, it.text()))
            .toList();
    var after = Splice.apply(source.text().substring(start, source.end(object)), moved);
    if (!values(after).equals(expected)) {
      throw new IllegalArgumentException("the values cannot be written there as they are proven");
    }
  }
}
