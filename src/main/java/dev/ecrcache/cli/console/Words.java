package dev.ecrcache.cli.console;

import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.TypeConversionException;

/** Options that take one of a few words. */
public final class Words {
  private Words() {}

  /**
   * @throws TypeConversionException if the word is none of those
   */
  public static <T> T choose(String word, Map<String, T> choices) {
    if (!choices.containsKey(word)) {
      throw new TypeConversionException(
          "'%s' is not known; allowed: %s"
              .formatted(word, String.join(", ", new TreeSet<>(choices.keySet()))));
    }
    return choices.get(word);
  }
}
