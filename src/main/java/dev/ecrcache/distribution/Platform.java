package dev.ecrcache.distribution;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an image runs on.
 *
 * @param os the operating system as Go names it, such as {@code linux}
 * @param architecture the processor as Go names it, such as {@code amd64}
 * @param variant of the processor, such as {@code v7}
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md">OCI image
 *     index</a>
 */
public record Platform(String os, String architecture, Optional<String> variant) {
  private static final Pattern TEXT = Pattern.compile("([a-z0-9]+)/([a-z0-9]+)(?:/([a-z0-9.]+))?");

  /**
   * Reads a platform such as {@code linux/amd64} or {@code linux/arm/v7}.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static Platform parse(String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no platform such as linux/amd64 or linux/arm/v7".formatted(text));
    }
    return new Platform(parts.group(1), parts.group(2), Optional.ofNullable(parts.group(3)));
  }

  /** Whether an image of another platform serves this one, which may leave the variant open. */
  public boolean isServedBy(Platform other) {
    return os.equals(other.os)
        && architecture.equals(other.architecture)
        && (variant.isEmpty() || variant.equals(other.variant));
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return os + "/" + architecture + variant.map("/"::concat).orElse("");
  }
}
