package dev.ecrcache.provider;

import com.pulumi.provider.internal.properties.PropertyValue;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.bind.Tree;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings as the engine hands them on from a program in another language.
 *
 * @see <a
 *     href="https://pulumi-developer-docs.readthedocs.io/stable/docs/architecture/providers/implementers-guide.html">Property
 *     values</a>
 */
final class PropertyTree {
  private PropertyTree() {}

  /**
   * @throws InvalidArgumentException if one is an asset, an archive or a resource, which no
   *     component takes
   */
  static Tree of(Map<String, PropertyValue> inputs) {
    return of("", PropertyValue.of(inputs));
  }

  private static Tree of(String path, PropertyValue value) {
    return switch (value.getType()) {
      case NULL -> new Tree.Nothing();
      case BOOL -> new Tree.Flag(value.getBooleanValue());
      case NUMBER -> new Tree.Count(number(value.getNumberValue()));
      case STRING -> new Tree.Text(value.getStringValue());
      case ARRAY -> {
        var entries = new ArrayList<Tree>();
        for (var entry : value.getArrayValue()) {
          entries.add(of(in(path, Integer.toString(entries.size())), entry));
        }
        yield new Tree.Entries(entries);
      }
      case OBJECT -> {
        // What has no value is left out: languages write it so.
        var keys = new TreeMap<String, Tree>();
        value
            .getObjectValue()
            .forEach(
                (key, entry) -> {
                  if (!entry.isNull()) {
                    keys.put(key, of(in(path, key), entry));
                  }
                });
        yield new Tree.Block(keys);
      }
      case COMPUTED -> new Tree.Late(null, false, Set.of());
      case SECRET -> secret(path, value.getSecretValue());
      case OUTPUT -> {
        var output = value.getOutputValue();
        yield new Tree.Late(
            output.getValue() == null ? null : of(path, output.getValue()),
            false,
            output.getDependencies());
      }
      case ASSET, ARCHIVE, RESOURCE ->
          throw new InvalidArgumentException(
              path.isEmpty() ? "inputs" : path,
              "is a resource, an asset or an archive, and none is taken here; give its values");
    };
  }

  private static Tree secret(String path, PropertyValue value) {
    return of(path, value) instanceof Tree.Late late
        ? new Tree.Late(late.value(), true, late.dependencies())
        : new Tree.Late(of(path, value), true, Set.of());
  }

  private static Number number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1L << 53
        ? (Number) (long) number
        : (Number) number;
  }

  private static String in(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
