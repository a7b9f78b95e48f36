package dev.ecrcache.chart;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Represent;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML as Helm reads it: decimals keep their digits, and dates and clock times are texts. */
public final class YamlText {
  private static final int LONGEST = 64 << 20;
  private static final int DEEPEST = 100;
  private static final int MOST_NODES = 2_000_000;

  private int nodes;

  private YamlText() {}

  /**
   * Reads one document; null if it is empty.
   *
   * @throws IllegalArgumentException in one line, if it is not YAML
   */
  public static Object read(String text) {
    try {
      return new YamlText().plain(yaml().load(text), 0);
    } catch (YAMLException e) {
      throw broken(e);
    }
  }

  /** As {@link #read}, for a stream of documents, without empty ones. */
  public static List<Object> readAll(String text) {
    var documents = new ArrayList<Object>();
    try {
      for (var document : yaml().loadAll(text)) {
        if (document != null) {
          documents.add(new YamlText().plain(document, 0));
        }
      }
      return documents;
    } catch (YAMLException e) {
      throw broken(e);
    }
  }

  /** Values in block style, which Helm reads as the same values. */
  public static String write(Map<String, Object> values) {
    return yaml().dump(values);
  }

  private static Yaml yaml() {
    var loading = new LoaderOptions();
    loading.setCodePointLimit(LONGEST);
    // What they grow to is limited where they become trees.
    loading.setMaxAliasesForCollections(MOST_NODES);
    var dumping = new DumperOptions();
    dumping.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    dumping.setSplitLines(false);
    return new Yaml(new Decimals(loading), new Quoting(dumping), dumping, loading, new Scalars());
  }

  // Aliases make trees out of graphs, which may be endless.
  private Object plain(Object value, int depth) {
    if (depth > DEEPEST || ++nodes > MOST_NODES) {
      throw new IllegalArgumentException("it is nested too deeply or its aliases grow too large");
    }
    if (value instanceof Map<?, ?> map) {
      var copy = new LinkedHashMap<String, Object>();
      map.forEach((key, inner) -> copy.put(String.valueOf(key), plain(inner, depth + 1)));
      return copy;
    }
    if (value instanceof List<?> list) {
      var copy = new ArrayList<>();
      list.forEach(inner -> copy.add(plain(inner, depth + 1)));
      return copy;
    }
    return value;
  }

  private static IllegalArgumentException broken(YAMLException e) {
    if (e instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      return new IllegalArgumentException(
          "broken YAML in line %d: %s"
              .formatted(marked.getProblemMark().getLine() + 1, marked.getProblem()));
    }
    return new IllegalArgumentException("broken YAML: " + e.getMessage().split("\n", 2)[0]);
  }

  private static final class Scalars extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
      addImplicitResolver(Tag.INT, Pattern.compile("[-+]?(0x[0-9a-fA-F]+|[0-9]+)"), "-+0123456789");
      addImplicitResolver(
          Tag.FLOAT,
          Pattern.compile(
              "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)"
                  + "|\\.(nan|NaN|NAN)"),
          "-+0123456789.");
      addImplicitResolver(Tag.MERGE, MERGE, "<");
      addImplicitResolver(Tag.NULL, NULL, "~nN\0");
      addImplicitResolver(Tag.NULL, EMPTY, null);
    }
  }

  private static final class Decimals extends SafeConstructor {
    Decimals(LoaderOptions options) {
      super(options);
      yamlConstructors.put(
          Tag.FLOAT,
          new ConstructYamlFloat() {
            @Override
            public Object construct(Node node) {
              var text = ((ScalarNode) node).getValue();
              if (Character.isLetter(text.charAt(text.length() - 1))) {
                return super.construct(node);
              }
              var decimal = new BigDecimal(text);
              double number = decimal.doubleValue();
              boolean same = Double.toString(number).equals(text) && number % 1 != 0;
              return same ? (Object) number : decimal;
            }
          });
    }
  }

  private static final class Quoting extends Representer {
    // Go's YAML takes more words and numbers for something else than SnakeYAML does.
    private static final Pattern UNMISTAKABLE =
        Pattern.compile("(?!(?i:y|n|yes|no|on|off)$)[A-Za-z/].*");

    Quoting(DumperOptions options) {
      super(options);
      Represent text = representers.get(String.class);
      representers.put(
          String.class,
          data -> {
            var node = text.representData(data);
            return UNMISTAKABLE.matcher((String) data).matches() || !(node instanceof ScalarNode s)
                ? node
                : new ScalarNode(
                    s.getTag(), s.getValue(), null, null, DumperOptions.ScalarStyle.DOUBLE_QUOTED);
          });
    }
  }
}
