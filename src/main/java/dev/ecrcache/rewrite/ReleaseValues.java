package dev.ecrcache.rewrite;

import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    var splices = new ArrayList<Splice>();
    var rest = new Parts(now, splices).rest(overlay);
    splices.addAll(ofValues(Values.block(unknowns.asWritten(rest))));
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
      var inner = YamlSource.of(text.getValue());
      if (inner.documents().size() != 1
          || !(inner.documents().get(0) instanceof MappingNode document)) {
        throw new IllegalArgumentException("its values are a text that is no block of YAML");
      }
      return source.splices(text, ValuesEdit.over(inner, document, overlay));
    }
    Map<String, Object> nested = overlay;
    for (int i = keys.size() - 1; i >= 0; i--) {
      nested = Map.of(keys.get(i), nested);
    }
    return ValuesEdit.over(source, holder, nested);
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
    var list = parameterKeys.isEmpty() ? null : unknowns.filled(under(parameterKeys).in(read));
    var parameters = HelmParameters.of(list, unknowns);
    return new Read(values, parameters, parameters.over(values));
  }

  private ValuePath under(List<String> keys) {
    return path.then(new ValuePath(List.copyOf(keys)));
  }

  /** Divides an overlay: what a parameter sets is written there, and the rest into the values. */
  private final class Parts {
    private static final Object NOTHING = new Object();

    private final Read now;
    private final List<Splice> splices;

    Parts(Read now, List<Splice> splices) {
      this.now = now;
      this.splices = splices;
    }

    Map<String, Object> rest(Map<String, Object> overlay) {
      return Values.block(rest(overlay, now.all(), now.values(), ValuePath.ROOT));
    }

    private Object rest(Object over, Object all, Object values, ValuePath at) {
      if (over instanceof Map<?, ?> map && (all instanceof Map || all == null)) {
        var rest = new LinkedHashMap<String, Object>();
        Values.block(map)
            .forEach(
                (inner, value) -> {
                  var left = rest(value, step(all, inner), step(values, inner), at.then(inner));
                  if (left != NOTHING) {
                    rest.put(inner, left);
                  }
                });
        return rest.isEmpty() ? NOTHING : rest;
      }
      if (over instanceof List<?> list
          && all instanceof List<?> others
          && list.size() == others.size()) {
        return ofList(list, others, values, at);
      }
      if (over.equals(all)) {
        return NOTHING;
      }
      var parameter = now.parameters().of(at);
      parameter.ifPresent(it -> write(it, at, over));
      return parameter.isPresent() ? NOTHING : over;
    }

    private Object ofList(List<?> over, List<?> all, Object values, ValuePath at) {
      var rest = new ArrayList<>();
      boolean any = false;
      for (int i = 0; i < over.size(); i++) {
        var value = step(values, i);
        var left = rest(over.get(i), all.get(i), value, at.then(i));
        any |= left != NOTHING;
        rest.add(left == NOTHING ? value : left);
      }
      return any ? rest : NOTHING;
    }

    private void write(HelmParameters.Parameter parameter, ValuePath at, Object value) {
      if (!parameter.path().equals(at) || value instanceof Map || value instanceof List) {
        throw new IllegalArgumentException(
            "its parameter %s is a list; give a parameter such as %s[0] for each item"
                .formatted(parameter.name(), parameter.name()));
      }
      var written = unknowns.asWritten(String.valueOf(value));
      var list = at(parameterKeys).orElseThrow();
      for (var node : List.of(holder, at(parameterKeys.subList(0, 1)).orElseThrow(), list)) {
        if (node.getAnchor() != null) {
          throw new IllegalArgumentException(
              "its parameters have the anchor &%s, of which others are made"
                  .formatted(node.getAnchor()));
        }
      }
      var item = YamlSource.items(Optional.of(list)).get(parameter.index());
      splices.addAll(ValuesEdit.over(source, item, Map.of("value", written)));
    }

    private static Object step(Object from, Object step) {
      return from instanceof List<?> list && (Integer) step >= list.size()
          ? null
          : ValuePath.step(from, step);
    }
  }
}
