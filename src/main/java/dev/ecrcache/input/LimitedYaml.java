package dev.ecrcache.input;

import dev.ecrcache.image.PublicText;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML made trees of maps with texts as keys, lists and scalars. Aliases make graphs, which may be
 * endless or grow without end: they are taken apart into trees within limits.
 */
public final class LimitedYaml {
  private static final int DEEPEST = 100;
  private static final int MOST = 1_000_000;
  private static final int LONGEST = 1 << 20;
  // Java takes time with the square of its length for a number.
  private static final Pattern LONG_NUMBER = Pattern.compile("[-+]?[0-9a-fA-FxXo_.:]{1000,}");
  // Where SnakeYAML quotes a tag or an alias, a text that begins like one may stand, or a secret.
  private static final Pattern QUOTED = Pattern.compile(" (the tag|undefined alias) .*");

  private final SafeConstructor constructor;
  private int nodes;

  private LimitedYaml(String text, SafeConstructor constructor, Resolver resolver) {
    this.constructor = constructor;
    constructor.setComposer(composer(text, resolver, options()));
  }

  /**
   * Reads one document; null if it is empty.
   *
   * @param text no longer than what {@link LimitedInput} has read
   * @param constructor what makes scalars
   * @param resolver what tells their types
   * @throws IllegalArgumentException if it is no YAML or beyond the limits; the message is the end
   *     of one line
   */
  public static Object read(String text, SafeConstructor constructor, Resolver resolver) {
    var documents = readAll(text, constructor, resolver);
    if (documents.size() > 1) {
      throw new IllegalArgumentException("has more than one document of YAML");
    }
    return documents.isEmpty() ? null : documents.get(0);
  }

  /** As {@link #read}, for a stream of documents, without empty ones. */
  public static List<Object> readAll(String text, SafeConstructor constructor, Resolver resolver) {
    return refusing(
        () -> {
          var documents = new ArrayList<Object>();
          var yaml = new LimitedYaml(text, constructor, resolver);
          while (yaml.constructor.checkData()) {
            var document = yaml.tree(yaml.constructor.getData(), 0);
            if (document != null) {
              documents.add(document);
            }
          }
          return documents;
        });
  }

  /**
   * The documents of a stream as nodes, which know where they stand in it. An alias is the node
   * that it names, so that a node may contain itself.
   *
   * @throws IllegalArgumentException as {@link #read}
   */
  public static List<Node> nodes(String text) {
    return refusing(
        () -> {
          var documents = new ArrayList<Node>();
          var options = options();
          // No objects are made of them here.
          options.setTagInspector(tag -> true);
          var composer = composer(text, new Resolver(), options);
          while (composer.checkNode()) {
            documents.add(composer.getNode());
          }
          return documents;
        });
  }

  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    options.setMaxAliasesForCollections(MOST);
    options.setNestingDepthLimit(DEEPEST);
    return options;
  }

  private static Composer composer(String text, Resolver resolver, LoaderOptions options) {
    return new TextKeys(new Counting(new ShortTexts(text), options), resolver, options);
  }

  private static <T> T refusing(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      var problem = QUOTED.matcher(String.valueOf(e.getProblem())).replaceFirst(" $1");
      throw new IllegalArgumentException(
          "broken YAML in line %d: %s"
              .formatted(mark == null ? 1 : mark.getLine() + 1, PublicText.of(problem)));
    } catch (YAMLException e) {
      throw new IllegalArgumentException(
          String.valueOf(e.getMessage()).startsWith("Nesting Depth") ? tooDeep() : "broken YAML");
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      // Of SnakeYAML, for `!!int text`.
      throw new IllegalArgumentException("broken YAML: a value does not fit its tag");
    }
  }

  private Object tree(Object value, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(tooDeep());
    }
    count();
    if (value instanceof Map<?, ?> map) {
      var copy = new LinkedHashMap<String, Object>();
      map.forEach((key, inner) -> copy.put(String.valueOf(key), tree(inner, depth + 1)));
      return copy;
    }
    if (value instanceof List<?> list) {
      var copy = new ArrayList<>();
      list.forEach(inner -> copy.add(tree(inner, depth + 1)));
      return copy;
    }
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Date
        || value instanceof byte[]) {
      return value;
    }
    throw new IllegalArgumentException("has a value that JSON has not, by a tag such as !!set");
  }

  private void count() {
    if (++nodes > MOST) {
      throw new IllegalArgumentException(
          "has more than %d values, or its aliases make them more".formatted(MOST));
    }
  }

  private static String tooDeep() {
    return "is nested more than %d deep, or contains itself".formatted(DEEPEST);
  }

  /** Refuses a text without a space that is long: SnakeYAML takes time with its square. */
  private static final class ShortTexts extends StreamReader {
    ShortTexts(String text) {
      super(new Shortened(new StringReader(text)));
    }

    @Override
    public int peek(int index) {
      if (index > LONGEST) {
        throw new IllegalArgumentException(
            "broken YAML in line %d: a text of more than %d characters on one line"
                .formatted(getLine() + 1, LONGEST));
      }
      return super.peek(index);
    }
  }

  /**
   * Reads less than it is asked for: where a buffer is full and ends within a character of two
   * units, SnakeYAML writes the second one behind it.
   */
  private static final class Shortened extends FilterReader {
    Shortened(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      return super.read(buffer, offset, Math.max(1, length - 1));
    }
  }

  /** Counts while it reads: what is too much is not held. */
  private static final class Counting extends ParserImpl {
    private int events;

    Counting(StreamReader reader, LoaderOptions options) {
      super(reader, options);
    }

    @Override
    public Event getEvent() {
      var event = super.getEvent();
      if (++events > MOST) {
        throw new IllegalArgumentException("has more than %d values".formatted(MOST));
      }
      if (event instanceof ScalarEvent scalar
          && scalar.getValue().length() >= 1000
          && LONG_NUMBER.matcher(scalar.getValue()).lookingAt()
          && !scalar.isDQuoted()
          && !scalar.isSQuoted()) {
        throw new IllegalArgumentException(
            "broken YAML in line %d: a number of 1000 digits or more; put a text into quotes"
                .formatted(scalar.getStartMark().getLine() + 1));
      }
      return event;
    }
  }

  /** Refuses keys that are no texts: to find their hash may take time without end. */
  private static final class TextKeys extends Composer {
    TextKeys(ParserImpl parser, Resolver resolver, LoaderOptions options) {
      super(parser, resolver, options);
    }

    @Override
    protected Node composeKeyNode(MappingNode node) {
      var key = super.composeKeyNode(node);
      if (!(key instanceof ScalarNode)) {
        throw new IllegalArgumentException(
            "broken YAML in line %d: a key is a block or a list; it must be a text"
                .formatted(node.getStartMark().getLine() + 1));
      }
      return key;
    }
  }
}
