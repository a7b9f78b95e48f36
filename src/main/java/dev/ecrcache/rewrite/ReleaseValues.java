package dev.ecrcache.rewrite;

import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The values of a release, which stand in an object: a block or a text of YAML, and parameters over
 * them.
 */
final class ReleaseValues {
  private final YamlSource source;
  private final Node object;
  private final ValuePath path;
  private final Node holder;
  private final List<String> keys;
  private final List<String> parameterKeys;
  private final Unknowns unknowns;

  /**
   * @param source the text in which the object stands
   * @param path where in the object the block is that holds the values
   * @param holder that block
   * @param keys the keys under which they are in it, which may not be there
   * @param parameterKeys the keys under which parameters are; none if there are none of such
   * @param unknowns what is filled in later
   */
  ReleaseValues(
      YamlSource source,
      Node object,
      ValuePath path,
      Node holder,
      List<String> keys,
      List<String> parameterKeys,
      Unknowns unknowns) {
    this.source = source;
    this.object = object;
    this.path = path;
    this.holder = holder;
    this.keys = keys;
    this.parameterKeys = parameterKeys;
    this.unknowns = unknowns;
  }

  /** Where what is told of them is told. */
  int start() {
    var there = holder;
    for (var key : keys) {
      there = source.at(there, key).orElse(there);
    }
    return source.start(there);
  }

  Unknowns unknowns() {
    return unknowns;
  }

  /**
   * The values as they are.
   *
   * @throws IllegalArgumentException in the end of one line, if that is not known
   */
  Map<String, Object> given() {
    return read(objectText(List.of())).all();
  }

  /**
   * What is spliced in, so that the values are those of an overlay over what they are.
   *
   * @throws IllegalArgumentException in the end of one line, if it cannot be written there
   */
  List<Splice> splices(Map<String, Object> overlay) {
    var now = read(objectText(List.of()));
    var parts = new OverlayParts(overlay, now.all(), now.values(), now.parameters());
    var splices = new ArrayList<>(ofValues(parts.rest()));
    parts.ofParameters().forEach((it, value) -> splices.addAll(ofParameter(it, value)));
    if (!read(objectText(splices)).all().equals(Values.over(overlay, now.all()))) {
      throw new IllegalArgumentException("the values cannot be written there as they are proven");
    }
    return splices;
  }

  private List<Splice> ofValues(Map<String, Object> overlay) {
    if (overlay.isEmpty()) {
      return List.of();
    }
    var values = at(keys);
    if (values.isPresent()
        && values.get() instanceof ScalarNode text
        && !text.getValue().isEmpty()) {
      return ofText(text, overlay);
    }
    var nested = Values.block(unknowns.asWritten(overlay));
    for (int i = keys.size() - 1; i >= 0; i--) {
      nested = Map.of(keys.get(i), nested);
    }
    return ValuesEdit.over(source, holder, nested);
  }

  private List<Splice> ofText(ScalarNode text, Map<String, Object> overlay) {
    // What stands for templates is as long as they are, so that places are the same.
    var inner = YamlSource.of(unknowns.filled(text.getValue()));
    if (inner.documents().size() != 1
        || inner.text().length() != text.getValue().length()
        || !(inner.documents().get(0) instanceof MappingNode document)) {
      throw new IllegalArgumentException("its values are a text that is no block of YAML");
    }
    var splices =
        ValuesEdit.over(inner, document, overlay).stream()
            .map(it -> new Splice(it.start(), it.end(), unknowns.asWritten(it.text())))
            .toList();
    return source.splices(text, splices);
  }

  private List<Splice> ofParameter(HelmParameters.Parameter parameter, Object value) {
    var list = at(parameterKeys).orElseThrow();
    for (var node : List.of(holder, at(parameterKeys.subList(0, 1)).orElseThrow(), list)) {
      if (node.getAnchor() != null) {
        throw new IllegalArgumentException(
            "its parameters have the anchor &%s, of which others are made"
                .formatted(node.getAnchor()));
      }
    }
    var item = YamlSource.items(Optional.of(list)).get(parameter.index());
    var written = unknowns.asWritten(String.valueOf(value));
    return ValuesEdit.over(source, item, Map.of("value", written));
  }

  private Optional<Node> at(List<String> keys) {
    return source.at(holder, keys.toArray(String[]::new));
  }

  /** The text of the object with splices, in which there may be anchors for the values. */
  private String objectText(List<Splice> splices) {
    int start = source.start(object);
    var moved =
        splices.stream()
            .map(it -> new Splice(it.start() - start, it.end() - start, it.text()))
            .toList();
    var text = source.text().substring(start, source.end(object));
    return " ".repeat(object.getStartMark().getColumn()) + Splice.apply(text, moved);
  }

  /** Values, the parameters over them, and both together. */
  private record Read(
      Map<String, Object> values, HelmParameters parameters, Map<String, Object> all) {}

  private Read read(String text) {
    var read = Values.block(YamlText.read(text));
    var written = unknowns.filled(under(keys).in(read));
    var values = Values.block(written instanceof String inner ? YamlText.read(inner) : written);
    unknowns.checkKeys(values);
    var list = parameterKeys.isEmpty() ? null : unknowns.filled(under(parameterKeys).in(read));
    var parameters = HelmParameters.of(list, unknowns);
    return new Read(values, parameters, parameters.over(values));
  }

  private ValuePath under(List<String> keys) {
    return path.then(new ValuePath(List.copyOf(keys)));
  }
}
