package dev.ecrcache.bind;

import com.pulumi.core.Output;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes arguments of a tree of settings by their builders, whose methods are the keys. A literal
 * goes to the method that takes it plain, whose checks run; what is late to the method that takes
 * an output. All that is refused here is one line with the path of keys to it.
 */
public final class Binder {
  private static final String EMPTY = "is empty; give a value or remove the key";

  private static final String TEXT = "a text; a number or word such as true needs quotes to be one";

  private final Origin origin;
  private final Outputs outputs;
  private final Set<String> dependencies = new TreeSet<>();

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
   * @param use who gives the settings
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
    block(path, present(path, tree))
        .forEach(
            (name, entry) ->
                bound.put(
                    name,
                    entry instanceof Tree.Nothing
                        ? null
                        : args.cast(value(in(path, name), entry, args))));
    refuseNothing(path, tree, true);
    return bound;
  }

  /** URNs of the resources that plain values came from, in order. */
  public Set<String> dependencies() {
    return dependencies;
  }

  private static Tree present(String path, Tree tree) {
    if (tree instanceof Tree.Nothing) {
      throw new InvalidArgumentException(path, EMPTY);
    }
    return tree;
  }

  private Object args(String path, Tree tree, Class<?> type) {
    var keys = Keys.of(type, origin).byName();
    var builder = Keys.newBuilder(type);
    block(path, tree)
        .forEach(
            (name, setting) -> {
              var key = keys.get(name);
              if (key == null) {
                throw unknown(path, name, keys);
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
    var value = late ? output(at, name, setting) : value(at, setting, key.type());
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
      check(late.value() == null || late.value() instanceof Tree.Text, at, TEXT);
      return outputs.of(late);
    }
    check(setting instanceof Tree.Text, at, TEXT);
    try {
      return outputs.of(((Tree.Text) setting).value(), name);
    } catch (InvalidArgumentException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidArgumentException(at, e.getMessage());
    }
  }

  private Object value(String at, Tree setting, Type type) {
    var tree = known(at, setting);
    if (tree instanceof Tree.Nothing) {
      // In lists and under names, for which the builder has better words.
      return null;
    }
    if (type == String.class) {
      check(tree instanceof Tree.Text, at, TEXT);
      return tree.plain();
    }
    if (type == int.class) {
      check(isWhole(tree), at, "a whole number");
      return ((Number) tree.plain()).intValue();
    }
    if (type == boolean.class) {
      check(tree instanceof Tree.Flag, at, "true or false");
      return tree.plain();
    }
    if (type instanceof ParameterizedType of && of.getRawType() == List.class) {
      return list(at, tree, of.getActualTypeArguments()[0]);
    }
    if (type instanceof ParameterizedType of && of.getRawType() == Map.class) {
      return map(at, tree, of.getActualTypeArguments()[1]);
    }
    if (type == Object.class) {
      return plain(at, tree);
    }
    var given = (Class<?>) type;
    return given.isRecord() ? parts(at, tree, given) : args(at, tree, given);
  }

  private static boolean isWhole(Tree tree) {
    return tree instanceof Tree.Count count
        && (count.value() instanceof Integer || count.value() instanceof Long)
        && count.value().longValue() == count.value().intValue();
  }

  private List<Object> list(String at, Tree tree, Type type) {
    check(tree instanceof Tree.Entries, at, "a list");
    var entries = ((Tree.Entries) tree).values();
    var values = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      values.add(value(at + "." + i, entries.get(i), type));
    }
    return values;
  }

  private Map<String, Object> map(String at, Tree tree, Type type) {
    var values = new LinkedHashMap<String, Object>();
    block(at, tree).forEach((name, entry) -> values.put(name, value(in(at, name), entry, type)));
    return values;
  }

  private Object plain(String at, Tree tree) {
    if (tree instanceof Tree.Entries) {
      return list(at, tree, Object.class);
    }
    return tree instanceof Tree.Block ? map(at, tree, Object.class) : tree.plain();
  }

  /** What is written as IAM writes it: a record, whose parts may be left out. */
  private Object parts(String at, Tree tree, Class<?> type) {
    var parts = Keys.ofRecord(type);
    var values = new LinkedHashMap<String, Object>();
    block(at, tree)
        .forEach(
            (name, setting) -> {
              Check.that(
                  parts.containsKey(name),
                  in(at, name),
                  "is not a key here; allowed: " + String.join(", ", parts.keySet()));
              values.put(name, value(in(at, name), setting, parts.get(name)));
            });
    return Keys.newRecord(type, values);
  }

  /** A setting without what it came from. */
  private Tree known(String at, Tree tree) {
    if (!(tree instanceof Tree.Late late)) {
      return tree;
    }
    if (late.value() == null) {
      throw new UnknownStructureException(at);
    }
    dependencies.addAll(late.dependencies());
    if (!late.secret()) {
      return known(at, late.value());
    }
    if (late.value() instanceof Tree.Block block) {
      var keys = new LinkedHashMap<String, Tree>();
      block.keys().forEach((name, value) -> keys.put(name, secret(value)));
      return new Tree.Block(keys);
    }
    if (late.value() instanceof Tree.Entries entries) {
      return new Tree.Entries(entries.values().stream().map(Binder::secret).toList());
    }
    throw new InvalidArgumentException(
        at, "is a secret, which would be seen in plain text here; give what is none");
  }

  private static Tree secret(Tree value) {
    return new Tree.Late(value, true, Set.of());
  }

  private Map<String, Tree> block(String at, Tree tree) {
    var known = known(at, tree);
    check(known instanceof Tree.Block, at, "a block of keys");
    return ((Tree.Block) known).keys();
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

  private static String in(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static void check(boolean holds, String at, String wanted) {
    Check.that(holds, at, "must be " + wanted);
  }
}
