package dev.ecrcache.chart;

import dev.ecrcache.image.PublicText;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a chart comes from.
 *
 * @param chart the chart's name in the repository; without one, an {@code oci://} reference, the
 *     URL of an archive, or the path of a folder or archive on this machine
 * @param version the chart's version, exactly; empty for the one that is there, which only a path,
 *     a URL and a reference with a tag or a digest make sure
 * @param repository the URL of the Helm repository; empty unless the chart is a name in one
 */
public record ChartSource(String chart, String version, String repository) {
  private static final Pattern NAME = Pattern.compile("[\\w.-]*\\w[\\w.-]*");
  private static final Pattern WEB = Pattern.compile("(?i)https?://[^/\\s].*");
  private static final Pattern OCI = Pattern.compile("(?i)oci://[^/\\s].*");
  private static final Pattern EXACT = Pattern.compile("v?\\d+\\.\\d+\\.\\d+([-+][\\w.+-]+)?");
  private static final Pattern TAGGED = Pattern.compile(".*/[^/]+[:@][^/]+");

  /**
   * A source.
   *
   * @throws IllegalArgumentException in one line, if its parts do not belong together, or if it
   *     leaves open which version is meant
   */
  public ChartSource {
    boolean inRepository = !repository.isEmpty();
    if (inRepository && !NAME.matcher(chart).matches()) {
      throw refusal(
          chart, "the repository belongs to the name of a chart, and this is none; remove one");
    }
    if (inRepository && OCI.matcher(repository).matches()) {
      throw refusal(chart, "the repository is a registry; give the chart as oci://… alone");
    }
    if (inRepository && !WEB.matcher(repository).matches()) {
      throw refusal(
          chart, "the repository '%s' is not a URL".formatted(PublicText.ofUrl(repository)));
    }
    boolean open = inRepository || isOci(chart) && !TAGGED.matcher(chart).matches();
    if (open && version.isEmpty()) {
      throw refusal(
          chart,
          "the version is missing, and the newest is another one every time; give one such as"
              + " 1.1.9");
    }
  }

  /** A folder or an archive on this machine. */
  public static ChartSource of(Path path) {
    return new ChartSource(path.toString(), "", "");
  }

  /** Whether a version is one alone, where others than this program may take it for a range. */
  public static boolean isExact(String version) {
    return EXACT.matcher(version).matches();
  }

  /** Whether it is a folder or an archive on this machine. */
  public boolean isLocal() {
    return repository.isEmpty() && !isOci() && !WEB.matcher(chart).matches();
  }

  /**
   * @param own the version of the chart that is there
   * @throws IllegalArgumentException in one line, if another one was given
   */
  void checkVersion(String own) {
    if (!version.isEmpty() && !withoutV(own).equals(withoutV(version))) {
      throw refusal(
          chart, "its version is %s, not %s; give the version that it has".formatted(own, version));
    }
  }

  boolean isOci() {
    return isOci(chart);
  }

  /** The chart, its version and its repository, without credentials. */
  @Override
  public String toString() {
    return PublicText.ofUrl(chart)
        + (version.isEmpty() ? "" : " " + version)
        + (repository.isEmpty() ? "" : " of " + PublicText.ofUrl(repository));
  }

  private static boolean isOci(String chart) {
    return OCI.matcher(chart).matches();
  }

  private static String withoutV(String version) {
    return version.startsWith("v") ? version.substring(1) : version;
  }

  private static IllegalArgumentException refusal(String chart, String reason) {
    return new IllegalArgumentException("chart %s: %s".formatted(PublicText.ofUrl(chart), reason));
  }
}
