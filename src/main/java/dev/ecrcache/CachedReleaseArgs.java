package dev.ecrcache;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.HelmValues;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.chart.ChartSource;
import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.chart.SampleChart;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.PublicText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which chart to release, with which values, and what may become of its images. */
public final class CachedReleaseArgs extends ResourceArgs {
  private static final List<String> DIGESTS =
      Stream.of(Digests.values()).map(it -> it.name().toLowerCase(Locale.ROOT)).toList();
  private static final List<String> AUDITS = List.of("enforce", "warn");
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,53}$)%1$s(\\.%1$s)*".formatted(LABEL));
  private static final String LOGIN =
      "holds a login, which Pulumi's state would hold in plain text; get the chart with `helm pull`"
          + " and give the path of its archive, or give it as oci://… and log in with `helm"
          + " registry login`";
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  @Import private final String chart;
  @Import private final String version;
  @Import private final String repository;
  @Import private final String name;
  @Import private final String namespace;
  @Import private final String kubernetes;
  @Import private final Integer timeoutSeconds;
  @Import private final Map<String, Object> values;
  @Import private final List<String> allow;
  @Import private final String digests;
  @Import private final String audit;
  @Import private final CacheEndpoint cache;
  // Not inputs of Pulumi's: the release that they become a part of is.
  private final Map<String, Object> known;
  private final ReleaseAudit audited;

  private CachedReleaseArgs(Builder builder, CacheEndpoint cache, ReleaseAudit audited) {
    chart = builder.chart;
    version = builder.version;
    repository = builder.repository;
    name = builder.name;
    namespace = builder.namespace;
    kubernetes = builder.kubernetes;
    timeoutSeconds = builder.timeoutSeconds;
    values = builder.values;
    allow = builder.allow;
    digests = builder.digests;
    audit = builder.audit;
    known = builder.known;
    this.cache = cache;
    this.audited = audited;
  }

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The same release, from this cache. Reads the chart and looks at every image that it renders to,
   * unless {@link #checkCachedBy} has done so.
   *
   * @throws InvalidArgumentException as {@link #checkCachedBy}
   */
  public CachedReleaseArgs withCache(CacheEndpoint cache) {
    return new CachedReleaseArgs(new Builder(this), cache, checkCachedBy(cache.rules()).audited);
  }

  /**
   * Reads the chart, and checks that a cache with these rules has every image that it renders to.
   *
   * @return the same arguments, which know the answer
   * @throws InvalidArgumentException if the chart cannot be read or rendered, or if an image would
   *     come from elsewhere; the message names the object, the container, the image and its value
   */
  public CachedReleaseArgs checkCachedBy(List<CacheRule> rules) {
    return audited != null && audited.rules().equals(rules)
        ? this
        : new CachedReleaseArgs(new Builder(this), cache, ReleaseAudit.of(this, rules));
  }

  /** What was found and did not stop the release, with {@code audit: warn}, a line each. */
  public List<String> warnings() {
    return audited().warnings();
  }

  /** The same release with the defaults of a sample, if there is one of the name. */
  CachedReleaseArgs asSample(String sample) {
    var builder = new Builder(this);
    if (name == null) {
      builder.name(sample);
    }
    var defaults = chart == null ? SampleChart.ALL.get(sample) : null;
    if (defaults != null) {
      builder.chart = defaults.chart();
      builder.repository = repository == null ? defaults.repository() : repository;
      builder.version = version == null ? defaults.version() : version;
      builder.known = defaults.images();
    }
    Check.required(
        "chart",
        builder.chart,
        "give a folder, an archive, an oci:// reference, or a name and its repository; only "
            + String.join(" and ", SampleChart.ALL.keySet())
            + " have one of their own");
    builder.checkNamespace();
    return new CachedReleaseArgs(builder, cache, audited);
  }

  ChartSource source() {
    return new ChartSource(
        Check.required("chart", chart, "give a folder, an archive, or a name and its repository"),
        version(),
        repository());
  }

  /** Empty if there is none. */
  String version() {
    return version == null ? "" : version;
  }

  /** Empty if there is none. */
  String repository() {
    return repository == null ? "" : repository;
  }

  String name() {
    return Check.required("name", name, "give the name of the release");
  }

  String namespace() {
    return namespace == null ? name() : namespace;
  }

  KubernetesVersion kubernetes() {
    return kubernetes == null ? KubernetesVersion.NEWEST : KubernetesVersion.parse(kubernetes);
  }

  int timeoutSeconds() {
    return timeoutSeconds;
  }

  Map<String, Object> values() {
    return values;
  }

  List<ImageReference> allow() {
    return allow.stream().map(ImageReference::parse).toList();
  }

  Digests digests() {
    return Digests.valueOf(digests.toUpperCase(Locale.ROOT));
  }

  boolean warns() {
    return audit.equals("warn");
  }

  /** The values that are known to name images, for a chart that cannot be read. */
  Map<String, Object> known() {
    return known;
  }

  CacheEndpoint cache() {
    return Check.required("cache", cache, "give the cache's endpoint with withCache");
  }

  ReleaseAudit audited() {
    return Check.required("cache", audited, "give the cache's endpoint with withCache");
  }

  /** Builds {@link CachedReleaseArgs}. */
  public static final class Builder {
    private String chart;
    private String version;
    private String repository;
    private String name;
    private String namespace;
    private String kubernetes;
    private int timeoutSeconds = 300;
    private Map<String, Object> values = Map.of();
    private List<String> allow = List.of();
    private String digests = DIGESTS.get(0);
    private String audit = AUDITS.get(0);
    private Map<String, Object> known = Map.of();

    private Builder() {}

    private Builder(CachedReleaseArgs from) {
      chart = from.chart;
      version = from.version;
      repository = from.repository;
      name = from.name;
      namespace = from.namespace;
      kubernetes = from.kubernetes;
      timeoutSeconds = from.timeoutSeconds;
      values = from.values;
      allow = from.allow;
      digests = from.digests;
      audit = from.audit;
      known = from.known;
    }

    /**
     * The chart: its name in the {@link #repository}, an {@code oci://} reference, the URL of an
     * archive, or the path of a folder or archive on this machine. It holds no login, since it is
     * kept in plain text.
     */
    public Builder chart(String chart) {
      Check.that(!chart.isBlank(), "chart", "is empty; give a chart such as ./charts/app");
      Check.that(!PublicText.hasLogin(chart), "chart", LOGIN);
      this.chart = chart;
      return this;
    }

    /** The chart's version, exactly. */
    public Builder version(String version) {
      Check.that(!version.isBlank(), "version", "is empty; give a version such as 1.1.9");
      this.version = version;
      return this;
    }

    /**
     * The URL of the Helm repository, {@code https://…} or {@code http://…}. It holds no login,
     * since it is kept in plain text.
     */
    public Builder repository(String repository) {
      Check.that(!PublicText.hasLogin(repository), "repository", LOGIN);
      Check.that(
          isWebUrl(repository), "repository", "is not a URL such as https://charts.example.com");
      this.repository = repository;
      return this;
    }

    /** The name of the release. */
    public Builder name(String name) {
      this.name =
          Check.matches(
              "name",
              name,
              NAME,
              "a release: up to 53 lower-case letters and digits, with dashes and dots between"
                  + " them");
      return this;
    }

    /** The namespace of the release, its name by default; made when it is not there. */
    public Builder namespace(String namespace) {
      this.namespace =
          Check.matches(
              "namespace",
              namespace,
              NAMESPACE,
              "a namespace: up to 63 lower-case letters, digits and dashes between them");
      return this;
    }

    /**
     * The version of the cluster's Kubernetes, which charts ask for, such as {@code 1.34}; by
     * default the newest that the Helm in use knows.
     */
    public Builder kubernetes(String kubernetes) {
      Check.value("kubernetes", () -> KubernetesVersion.parse(kubernetes));
      this.kubernetes = kubernetes;
      return this;
    }

    /** Seconds until Helm gives up on the release; 300 by default. */
    public Builder timeoutSeconds(int timeoutSeconds) {
      Check.that(
          timeoutSeconds >= 1,
          "timeoutSeconds",
          "%d is not possible; give 1 second or more".formatted(timeoutSeconds));
      this.timeoutSeconds = timeoutSeconds;
      return this;
    }

    /** Further values of the chart; images in them are moved to the cache too. */
    public Builder values(Map<String, Object> values) {
      this.values = HelmValues.of(values);
      return this;
    }

    /**
     * Images that may come from elsewhere, such as {@code gcr.io/acme/app}; one without tag and
     * digest stands for all of them.
     */
    public Builder allow(List<String> allow) {
      for (int i = 0; i < allow.size(); i++) {
        var image = Check.entry("allow." + i, allow.get(i));
        Check.value("allow." + i, () -> ImageReference.parse(image));
      }
      this.allow = List.copyOf(allow);
      return this;
    }

    /**
     * What becomes of digests, whose first pull from a cache fails: {@code keep} (the default),
     * {@code drop} where a tag remains, or {@code refuse}.
     */
    public Builder digests(String digests) {
      this.digests = Check.oneOf("digests", digests, DIGESTS);
      return this;
    }

    /**
     * What becomes of an image that would come from elsewhere, or of a chart that cannot be read:
     * {@code enforce} (the default) refuses it, {@code warn} releases it with a warning.
     */
    public Builder audit(String audit) {
      this.audit = Check.oneOf("audit", audit, AUDITS);
      return this;
    }

    /**
     * @throws InvalidArgumentException if chart, version and repository do not belong together
     */
    public CachedReleaseArgs build() {
      var args = new CachedReleaseArgs(this, null, null);
      if (chart != null) {
        Check.value("chart", args::source);
      }
      checkNamespace();
      return args;
    }

    private void checkNamespace() {
      Check.that(
          namespace != null || name == null || !name.contains("."),
          "namespace",
          "is missing, and would be the release's name, but no namespace has a dot; give one");
    }

    private static boolean isWebUrl(String text) {
      try {
        var uri = new URI(text);
        return uri.getHost() != null && uri.getScheme().matches("https?");
      } catch (URISyntaxException e) {
        return false;
      }
    }
  }
}
