package dev.ecrcache.chart;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A version of Kubernetes, which charts are rendered for.
 *
 * @param version such as {@code v1.34.0}
 */
public record KubernetesVersion(String version) {
  /** The newest that the Helm in use knows, and takes when none is given. */
  public static final KubernetesVersion NEWEST = new KubernetesVersion("v1.35.0");

  private static final Pattern FORM = Pattern.compile("v?(\\d{1,3}\\.\\d{1,3})(\\.\\d{1,3})?");

  /**
   * A version of a text such as {@code 1.34}, {@code 1.34.2} or {@code v1.34.2}.
   *
   * @throws IllegalArgumentException in one line, if it is none
   */
  public static KubernetesVersion parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no version of Kubernetes; give one such as 1.34 or 1.34.2".formatted(text));
    }
    var patch = matcher.group(2) == null ? ".0" : matcher.group(2);
    return new KubernetesVersion("v" + matcher.group(1) + patch);
  }

  /** Whether this is an older minor version than another. */
  public boolean isBefore(KubernetesVersion other) {
    var own = parts();
    var others = other.parts();
    return own[0] < others[0] || own[0] == others[0] && own[1] < others[1];
  }

  private int[] parts() {
    return Stream.of(version.substring(1).split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  @Override
  public String toString() {
    return version;
  }
}
