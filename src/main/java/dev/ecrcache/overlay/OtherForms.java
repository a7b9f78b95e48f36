package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.chart.Values;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the values that a chart may take an image from, and that are empty, null or absent. */
final class OtherForms {
  private static final int MOST = 400;
  private static final List<String> REGISTRIES =
      List.of("registry", "imageRegistry", "hub", "image.registry");
  private static final Set<String> SIGNS =
      Set.of("tag", "pullPolicy", "imagePullPolicy", "pullSecrets", "digest", "version");

  private final Set<Slot> slots = new LinkedHashSet<>();

  private OtherForms() {}

  /** Such values of a chart, those around what names an image first. */
  static Set<Slot> of(Chart chart, Map<String, Object> effective) {
    var forms = new OtherForms();
    forms.registries(ValuePath.ROOT, chart, effective);
    ChartBlocks.visit(chart, effective, (path, block, value) -> forms.block(path, value));
    var blocks = blocks(forms.slots.stream().map(Slot::path).toList());
    // A place is a text's or a block's: one that has another below is left out.
    forms.slots.removeIf(slot -> blocks.contains(slot.path()));
    return forms.slots.stream().limit(MOST).collect(LinkedHashSet::new, Set::add, Set::addAll);
  }

  /** What is around places. */
  private static Set<ValuePath> blocks(List<ValuePath> places) {
    var blocks = new HashSet<ValuePath>();
    for (var place : places) {
      for (int i = 1; i < place.steps().size(); i++) {
        blocks.add(new ValuePath(place.steps().subList(0, i)));
      }
    }
    return blocks;
  }

  private void registries(ValuePath path, Chart chart, Map<String, Object> values) {
    for (var scope : List.of(path, path.then("global"))) {
      for (var keys : REGISTRIES) {
        var place = scope;
        for (var key : keys.split("\\.")) {
          place = place.then(key);
        }
        add(place, values, path.steps().size(), true);
      }
    }
    named(path, chart, values);
    for (var dependency : chart.dependencies()) {
      if (dependency.isEnabled(values)) {
        registries(
            path.then(dependency.name()),
            dependency.chart(),
            Values.block(values, dependency.name()));
      }
    }
  }

  /** Adds the places that templates name, and that are of images by their keys. */
  private void named(ValuePath path, Chart chart, Map<String, Object> values) {
    var blocks = blocks(chart.named());
    for (var place : chart.named()) {
      var key = (String) place.steps().get(place.steps().size() - 1);
      boolean host = Candidates.isRegistryKey(key);
      boolean image = host || key.endsWith("epository") || ImageText.isImageKey(key);
      if (image && !blocks.contains(place)) {
        add(path.then(place), values, path.steps().size(), host);
      }
    }
  }

  /** Adds a place below a chart's own, unless something stands there or no block is around it. */
  private void add(ValuePath place, Map<String, Object> values, int depth, boolean host) {
    var inner = new ValuePath(place.steps().subList(depth, place.steps().size()));
    Object there = values;
    for (var step : inner.steps()) {
      if (there != null && !(there instanceof Map<?, ?>)) {
        return;
      }
      there = ValuePath.step(there, step);
    }
    if (there == null || there.equals("")) {
      slots.add(new Slot(place, 0, "", host));
    }
  }

  private void block(ValuePath path, Object value) {
    boolean open = value == null || value.equals("");
    if (open && path.steps().get(path.steps().size() - 1) instanceof String key) {
      if (ImageText.isImageKey(key)) {
        slots.add(new Slot(path, 0, "", false));
      }
    } else if (value instanceof Map<?, ?> block && isImage(path, block)) {
      keys(path, block);
    }
  }

  private void keys(ValuePath path, Map<?, ?> block) {
    for (var key : List.of("registry", "repository", "image", "name")) {
      var there = block.get(key);
      boolean named = !key.equals("registry") && !key.equals("repository");
      boolean open = there == null || there.equals("");
      // A block has one name: where there is one, another key is for another thing.
      if (open && (!named || block.containsKey(key))) {
        slots.add(new Slot(path.then(key), 0, "", key.equals("registry")));
      }
    }
  }

  private static boolean isImage(ValuePath path, Map<?, ?> block) {
    var steps = path.steps();
    int size = steps.size();
    boolean named = steps.get(size - 1) instanceof String key && ImageText.isImageKey(key);
    boolean among = size > 1 && steps.get(size - 2) instanceof String key && key.endsWith("mages");
    return named || among || SIGNS.stream().anyMatch(block::containsKey);
  }
}
