package dev.ecrcache.bind;

import com.pulumi.core.Output;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes arguments of a tree of settings by their builders, whose methods are the keys. A literal
 * goes to the method that takes it plain, whose checks run; what is late to the method that takes
 * an output. All that is refused here is one line with the path of keys to it.
 */
public final class Binder {
  private static final String EMPTY = "is empty; give a value or remove the key";

  private final Origin origin;
  private final Outputs outputs;
  private final Values values = new Values(this);

  /** How outputs are made for the methods that take one. */
  public interface Outputs {
    /**
     * The output of a literal.
     *
     * @param argument the key that it stands under
     * @throws IllegalArgumentException if there is none, with what to do
     */
    Output<String> of(String literal, String argument);

    /** The output of a text that is late. */
    Output<String> of(Tree.Late text);
  }

  /**
   * @param origin who gives the settings
   * @param outputs how outputs are made
   */
  public Binder(Origin origin, Outputs outputs) {
    this.origin = origin;
    this.outputs = outputs;
  }

  /**
   * Binds settings to arguments.
   *
   * @param path what a refusal's path begins with; empty if the keys themselves do
   * @throws InvalidArgumentException if the settings cannot work
   * @throws UnknownStructureException if they depend on what is not known yet
   */
  public <T> T bind(String path, Tree tree, Class<T> args) {
    var bound = args.cast(args(path, present(path, tree), args));
    refuseNothing(path, tree, false);
    return bound;
  }

  /** The same for settings whose keys are names. */
  public <T> Map<String, T> bindEach(String path, Tree tree, Class<T> args) {
    var bound = new TreeMap<String, T>();
    values
        .block(path, present(path, tree))
        .forEach(
            (name, entry) ->
                bound.put(
                    name,
                    entry instanceof Tree.Nothing
                        ? null
                        : args.cast(values.of(in(path, name), entry, args))));
    refuseNothing(path, tree, true);
    return bound;
  }

  /** URNs of the resources that plain values came from, in order. */
  public Set<String> dependencies() {
    return values.dependencies();
  }

  private static Tree present(String path, Tree tree) {
    if (tree instanceof Tree.Nothing) {
      throw new InvalidArgumentException(path, EMPTY);
    }
    return tree;
  }

  Object args(String path, Tree tree, Class<?> type) {
    var keys = Keys.of(type, origin);
    var builder = Keys.newBuilder(type);
    values
        .block(path, tree)
        .forEach(
            (name, setting) -> {
              var key = keys.get(name);
              if (key == null) {
                throw unknown(path, name, keys);
              }
              if (setting instanceof Tree.Late late && late.secret() && key.late().isEmpty()) {
                Check.that(
                    !keys.containsKey(name + "Secret"),
                    in(path, name),
                    "is a secret, which would be seen in plain text here; give it as %sSecret"
                        .formatted(name));
              }
              give(path, name, setting, key, builder);
            });
    try {
      return Keys.build(builder);
    } catch (InvalidArgumentException e) {
      throw path.isEmpty() ? e : e.in(path);
    }
  }

  // Where keys take outputs alone, a secret may stand in the place of its key.
  private static InvalidArgumentException unknown(
      String path, String name, Map<String, Keys.Key> keys) {
    var allowed = String.join(", ", keys.keySet());
    return keys.values().stream().anyMatch(key -> key.plain().isEmpty())
        ? new InvalidArgumentException(path, "has a key that is none here; allowed: " + allowed)
        : new InvalidArgumentException(in(path, name), "is not a key here; allowed: " + allowed);
  }

  private void give(String path, String name, Tree setting, Keys.Key key, Object builder) {
    var at = in(path, name);
    present(at, setting);
    var late = key.plain().isEmpty() || key.late().isPresent() && setting instanceof Tree.Late;
    var value = late ? output(at, name, setting) : values.of(at, setting, key.type());
    try {
      Keys.give(builder, (late ? key.late() : key.plain()).orElseThrow(), value);
    } catch (InvalidArgumentException e) {
      // It is refused under the name of the builder's method, which ends the path.
      throw path.isEmpty() ? e : e.in(path);
    } catch (IllegalArgumentException e) {
      throw new InvalidArgumentException(at, e.getMessage());
    }
  }

  private Output<String> output(String at, String name, Tree setting) {
    if (setting instanceof Tree.Late late) {
      Values.check(late.value() == null || late.value() instanceof Tree.Text, at, Values.TEXT);
      return outputs.of(late);
    }
    Values.check(setting instanceof Tree.Text, at, Values.TEXT);
    return Check.value(at, () -> outputs.of(((Tree.Text) setting).value(), name));
  }

  /** What no builder has refused would be as if it were not there: a statement's condition, say. */
  private static void refuseNothing(String path, Tree tree, boolean ofNames) {
    if (tree instanceof Tree.Late late && late.value() != null) {
      refuseNothing(path, late.value(), ofNames);
    }
    if (tree instanceof Tree.Entries entries) {
      for (int i = 0; i < entries.values().size(); i++) {
        refuseNothing(path + "." + i, present(path + "." + i, entries.values().get(i)), false);
      }
    }
    if (tree instanceof Tree.Block block) {
      block
          .keys()
          .forEach(
              (name, value) -> {
                var at = in(path, name);
                refuseNothing(at, ofNames ? value : present(at, value), false);
              });
    }
  }

  static String in(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
