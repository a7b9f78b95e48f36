package dev.ecrcache.program;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What the words, numbers and dates of a stack file are to the engine, whose reader of YAML is <a
 * href="https://pkg.go.dev/gopkg.in/yaml.v3">gopkg.in/yaml.v3</a>: {@code yes} is a text, and so is
 * {@code 1:30}; {@code 0123} is octal; a date becomes a text of another form.
 */
final class EngineScalars extends SafeConstructor {
  private static final DateTimeFormatter GO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss '+0000 UTC'").withZone(ZoneOffset.UTC);

  EngineScalars(LoaderOptions options) {
    super(options);
    yamlConstructors.put(Tag.INT, new Int());
    yamlConstructors.put(Tag.BINARY, new Binary());
    yamlConstructors.put(Tag.TIMESTAMP, new Timestamp());
    yamlConstructors.put(Tag.SET, new ConstructYamlMap());
  }

  private final class Int extends ConstructYamlInt {
    @Override
    public Object construct(Node node) {
      var text = ((ScalarNode) node).getValue().replaceFirst("^([-+]?0)o", "$1");
      return super.construct(
          new ScalarNode(
              node.getTag(), text, node.getStartMark(), node.getEndMark(), ScalarStyle.PLAIN));
    }
  }

  private final class Binary extends ConstructYamlBinary {
    @Override
    public Object construct(Node node) {
      return new String((byte[]) super.construct(node), StandardCharsets.UTF_8);
    }
  }

  private static final class Timestamp extends ConstructYamlTimestamp {
    @Override
    public Object construct(Node node) {
      return GO_TIME.format(((Date) super.construct(node)).toInstant());
    }
  }

  /** Which plain scalars are no texts. */
  static final class Plain extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      add(Tag.BOOL, "true|True|TRUE|false|False|FALSE", "tTfF");
      add(Tag.INT, "[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)", "-+0123456789");
      add(
          Tag.FLOAT,
          "[-+]?([0-9][0-9_]*(\\.[0-9_]*)?|\\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)"
              + "|\\.(nan|NaN|NAN)",
          "-+0123456789.");
      add(Tag.MERGE, "<<", "<");
      add(Tag.NULL, "~|null|Null|NULL", "~nN");
      addImplicitResolver(Tag.NULL, EMPTY, null);
      addImplicitResolver(Tag.TIMESTAMP, TIMESTAMP, "0123456789");
    }

    private void add(Tag tag, String pattern, String first) {
      addImplicitResolver(tag, Pattern.compile("^(?:" + pattern + ")$"), first);
    }
  }
}
