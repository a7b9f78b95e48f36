package dev.ecrcache.bind;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Plain values of trees, as the methods of builders take them. */
final class Values {
  static final String TEXT = "a text; a number or word such as true needs quotes to be one";

  private final Binder binder;
  private final Set<String> dependencies = new TreeSet<>();

  Values(Binder binder) {
    this.binder = binder;
  }

  /** URNs of the resources that the values came from. */
  Set<String> dependencies() {
    return dependencies;
  }

  Object of(String at, Tree setting, Type type) {
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
    return given.isRecord() ? parts(at, tree, given) : binder.args(at, tree, given);
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
      values.add(of(at + "." + i, entries.get(i), type));
    }
    return values;
  }

  private Map<String, Object> map(String at, Tree tree, Type type) {
    var values = new LinkedHashMap<String, Object>();
    block(at, tree)
        .forEach((name, entry) -> values.put(name, of(Binder.in(at, name), entry, type)));
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
                  Binder.in(at, name),
                  "is not a key here; allowed: " + String.join(", ", parts.keySet()));
              values.put(name, of(Binder.in(at, name), setting, parts.get(name)));
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
      return new Tree.Entries(entries.values().stream().map(Values::secret).toList());
    }
    throw new InvalidArgumentException(
        at, "is a secret, which would be seen in plain text here; give what is none");
  }

  private static Tree secret(Tree value) {
    return new Tree.Late(value, true, Set.of());
  }

  Map<String, Tree> block(String at, Tree tree) {
    var known = known(at, tree);
    check(known instanceof Tree.Block, at, "a block of keys");
    return ((Tree.Block) known).keys();
  }

  static void check(boolean holds, String at, String wanted) {
    Check.that(holds, at, "must be " + wanted);
  }
}
