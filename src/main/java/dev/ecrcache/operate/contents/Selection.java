package dev.ecrcache.operate.contents;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which images are to go: those for which all holds that is given.
 *
 * @param unusedSince not pulled since then; one that was never pulled counts from its push
 * @param pushedBefore came before then
 * @param untagged has no tag
 */
public record Selection(
    Optional<Instant> unusedSince, Optional<Instant> pushedBefore, boolean untagged) {

  boolean selects(StoredImage image) {
    return unusedSince.map(it -> image.used().isBefore(it)).orElse(true)
        && pushedBefore.map(it -> image.pushed().isBefore(it)).orElse(true)
        && (!untagged || image.tags().isEmpty());
  }

  /**
   * The names that match one of the patterns, in which {@code *} stands for any characters; all
   * without a pattern.
   */
  public static List<String> named(List<String> names, List<String> patterns) {
    if (patterns.isEmpty()) {
      return names;
    }
    var all = patterns.stream().map(Selection::regex).toList();
    return names.stream()
        .filter(name -> all.stream().anyMatch(it -> it.matcher(name).matches()))
        .toList();
  }

  private static Pattern regex(String pattern) {
    return Pattern.compile(
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }
}
