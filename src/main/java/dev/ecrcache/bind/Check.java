package dev.ecrcache.bind;

import dev.ecrcache.image.Quoted;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The checks that several arguments share; each refuses with {@link InvalidArgumentException}. */
public final class Check {
  private Check() {}

  /**
   * What must be given.
   *
   * @return the value
   */
  public static <T> T required(String argument, T value, String toDo) {
    if (value == null) {
      throw new InvalidArgumentException(argument, "is missing; " + toDo);
    }
    return value;
  }

  /**
   * What must hold.
   *
   * @param problem what is wrong where it does not, and what to do
   */
  public static void that(boolean holds, String argument, String problem) {
    if (!holds) {
      throw new InvalidArgumentException(argument, problem);
    }
  }

  /**
   * One of the words that are allowed.
   *
   * @return the value
   */
  public static String oneOf(String argument, String value, List<String> words) {
    that(
        words.contains(value),
        argument,
        "%s is not known; allowed: %s".formatted(Quoted.of(value), String.join(", ", words)));
    return value;
  }

  /**
   * A text of a form.
   *
   * @param wanted the form in words, which go behind "is not"
   * @return the value
   */
  public static String matches(String argument, String value, Pattern pattern, String wanted) {
    that(
        pattern.matcher(entry(argument, value)).matches(),
        argument,
        "%s is not %s".formatted(Quoted.of(value), wanted));
    return value;
  }

  /** An entry of a list, or the value of an argument that was given. */
  public static <T> T entry(String argument, T value) {
    that(value != null, argument, "is empty; give a value or remove it");
    return value;
  }

  /** What a value type refuses becomes a refusal of the argument that brought the value. */
  public static <T> T value(String argument, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidArgumentException(argument, e.getMessage());
    }
  }

  /** The same for each value of a list, which comes out without its repetitions. */
  public static List<String> each(
      String argument, List<String> values, UnaryOperator<String> parse) {
    var parsed = new LinkedHashSet<String>();
    for (int i = 0; i < values.size(); i++) {
      var value = entry(argument + "." + i, values.get(i));
      parsed.add(value(argument + "." + i, () -> parse.apply(value)));
    }
    return List.copyOf(parsed);
  }
}
