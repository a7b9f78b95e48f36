package dev.ecrcache.chart;

import dev.ecrcache.input.LimitedYaml;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Represent;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML as Helm reads it: decimals keep their digits, and dates and clock times are texts. */
public final class YamlText {
  private YamlText() {}

  /**
   * Reads one document; null if it is empty.
   *
   * @throws IllegalArgumentException as {@link LimitedYaml#read}
   */
  public static Object read(String text) {
    return LimitedYaml.read(text, new Decimals(), new Scalars());
  }

  /** As {@link #read}, for a stream of documents, without empty ones. */
  public static List<Object> readAll(String text) {
    return LimitedYaml.readAll(text, new Decimals(), new Scalars());
  }

  /** Values in block style, which Helm reads as the same values. */
  public static String write(Map<String, Object> values) {
    var dumping = new DumperOptions();
    dumping.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    dumping.setSplitLines(false);
    return new Yaml(new Decimals(), new Quoting(dumping), dumping, new Scalars()).dump(values);
  }

  /** A stream of documents, each as {@link #write} has it. */
  public static String writeAll(List<Map<String, Object>> documents) {
    return documents.stream().map(YamlText::write).collect(Collectors.joining("---\n"));
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
    Decimals() {
      super(new LoaderOptions());
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
            return UNMISTAKABLE.matcher((String) data).matches()
                    || !(node instanceof ScalarNode s)
                    // Several lines are a block, which is never anything but a text.
                    || s.getScalarStyle() == DumperOptions.ScalarStyle.LITERAL
                ? node
                : new ScalarNode(
                    s.getTag(), s.getValue(), null, null, DumperOptions.ScalarStyle.DOUBLE_QUOTED);
          });
    }
  }
}
