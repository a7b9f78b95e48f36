package dev.ecrcache.provider;

import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.CacheEndpoint;
import dev.ecrcache.CachedReleaseArgs;
import dev.ecrcache.ImageRedirectArgs;
import dev.ecrcache.NodePullAccessArgs;
import dev.ecrcache.OrganizationAccessArgs;
import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.bind.Keys;
import dev.ecrcache.bind.Keys.Key;
import dev.ecrcache.bind.Origin;
import dev.ecrcache.bind.Required;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables of keys in the stack file's document, written from the builders and what their Javadoc
 * says. {@code main} writes them anew; StackFileReferenceTest fails where one is stale. All else of
 * the document is written by hand.
 */
final class StackFileReference {
  static final Path FILE = Path.of("docs", "stack-file.md");

  private static final String HEAD = "| key | takes | what it is |\n|---|---|---|\n";
  private static final Pattern TABLE = Pattern.compile(Pattern.quote(HEAD) + "(?:\\| `.*\n)*");

  private final Javadoc javadoc =
      Javadoc.of("dev.ecrcache", "dev.ecrcache.inputs", "dev.ecrcache.policy");
  private final List<String> rows = new ArrayList<>();

  private StackFileReference() throws IOException {}

  public static void main(String[] args) throws IOException {
    Files.writeString(FILE, text());
  }

  /** The document with its tables as they should be, which stand in the order of the blocks. */
  static String text() throws IOException {
    var tables = tables().iterator();
    var text =
        TABLE
            .matcher(Files.readString(FILE))
            .replaceAll(table -> Matcher.quoteReplacement(HEAD + tables.next()));
    if (tables.hasNext()) {
      throw new IllegalStateException(FILE + " has no place for a table: " + HEAD);
    }
    return text;
  }

  private static List<String> tables() throws IOException {
    var blocks = new LinkedHashMap<String, Class<?>>();
    blocks.put("cache.", RegistryCacheArgs.class);
    blocks.put("access.", OrganizationAccessArgs.class);
    blocks.put("cacheEndpoint.", CacheEndpoint.class);
    blocks.put("nodes.", NodePullAccessArgs.class);
    blocks.put("redirect.", ImageRedirectArgs.class);
    blocks.put("samples.<name>.", CachedReleaseArgs.class);
    var tables = new ArrayList<String>();
    for (var block : blocks.entrySet()) {
      var reference = new StackFileReference();
      reference.add(block.getKey(), block.getValue());
      tables.add(String.join("", reference.rows));
    }
    return tables;
  }

  private void add(String path, Class<?> args) {
    var keys = Keys.of(args, Origin.STACK_FILE);
    var builder = args.getDeclaredClasses()[0];
    keys.keySet().stream()
        .sorted(Comparator.comparing(javadoc.methods(builder)::indexOf))
        .forEach(name -> add(path + name, keys.get(name), javadoc.of(builder, name)));
  }

  private void add(String path, Key key, String text) {
    var required = key.plain().filter(it -> it.isAnnotationPresent(Required.class)).isPresent();
    rows.add(
        "| `%s` | %s%s | %s |\n"
            .formatted(path, takes(key), required ? ", required" : "", text.replace("|", "\\|")));
    if (key.type() instanceof Class<?> type && ResourceArgs.class.isAssignableFrom(type)) {
      add(path + ".", type);
    } else if (mapOf(key.type()) instanceof Class<?> type
        && ResourceArgs.class.isAssignableFrom(type)) {
      add(path + ".<prefix>.", type);
    }
  }

  private static String takes(Key key) {
    if (key.plain().isEmpty()) {
      return "name of a secret config key";
    }
    return takes(key.type());
  }

  private static String takes(Type type) {
    if (type instanceof ParameterizedType of) {
      var parts = of.getActualTypeArguments();
      var part = takes(parts[parts.length - 1]);
      var isList = of.getRawType() == List.class;
      return part.isEmpty() ? "block" : isList ? "list of " + part + "s" : part + "s by name";
    }
    return Map.<Type, String>of(
            String.class, "text",
            int.class, "whole number",
            boolean.class, "`true` or `false`",
            Object.class, "")
        .getOrDefault(type, "block");
  }

  private static Type mapOf(Type type) {
    return type instanceof ParameterizedType of && of.getRawType() == Map.class
        ? of.getActualTypeArguments()[1]
        : null;
  }
}
