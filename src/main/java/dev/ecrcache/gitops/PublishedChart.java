package dev.ecrcache.gitops;

import dev.ecrcache.chart.ChartSource;
import java.util.regex.Pattern;

/**
 * A chart where a cluster can fetch it.
 *
 * @param url the URL of the Helm repository; that of a registry has no {@code oci://}
 * @param isOci whether it is a registry
 * @param name the chart's name there
 * @param version its version, exactly
 */
record PublishedChart(String url, boolean isOci, String name, String version) {
  private static final Pattern OCI =
      Pattern.compile("(?i:oci)://(?<url>.+)/(?<name>[^/:@]+)(:(?<tag>[^:@]+))?(?<digest>@.+)?");

  /**
   * @throws IllegalArgumentException in the end of one line, if it is a file of this machine, the
   *     URL of an archive, or has another version than an exact one
   */
  static PublishedChart of(ChartSource source) {
    var oci = OCI.matcher(source.chart());
    if (source.repository().isEmpty() && !oci.matches()) {
      throw new IllegalArgumentException(
          "is fetched by the cluster, which takes a name and its repository, or oci://…; give one,"
              + " or leave out by");
    }
    if (!source.repository().isEmpty()) {
      return exact(source.repository(), false, source.chart(), source.version());
    }
    if (oci.group("digest") != null) {
      throw new IllegalArgumentException(
          "is fetched by the cluster by its version, not by a digest; give its version");
    }
    var version = source.version().isEmpty() ? oci.group("tag") : source.version();
    return exact(oci.group("url"), true, oci.group("name"), version);
  }

  private static PublishedChart exact(String url, boolean isOci, String name, String version) {
    if (!ChartSource.isExact(version)) {
      throw new IllegalArgumentException(
          "is fetched by the cluster, for which '%s' may be many versions; give one such as 1.1.9"
              .formatted(version));
    }
    return new PublishedChart(url, isOci, name, version);
  }
}
