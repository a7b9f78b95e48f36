package dev.ecrcache;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.Copy;
import dev.ecrcache.bind.HelmValues;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.bind.OnlyIn;
import dev.ecrcache.bind.Origin;
import dev.ecrcache.chart.ChartSource;
import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.chart.SampleChart;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.ImageReference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Which chart to release, with which values, and what may become of its images. */
public final class CachedReleaseArgs extends ResourceArgs implements Cloneable {
  private static final List<String> DIGESTS =
      Stream.of(Digests.values()).map(it -> it.name().toLowerCase(Locale.ROOT)).toList();
  private static final List<String> AUDITS = List.of("enforce", "warn");

  @Import private String chart;
  @Import private String version;
  @Import private String repository;
  @Import private String name;
  @Import private String namespace;
  @Import private String kubernetes;
  @Import private Integer timeoutSeconds = 300;
  @Import private Map<String, Object> values = Map.of();
  @Import private List<String> allow = List.of();
  @Import private String digests = DIGESTS.get(0);
  @Import private String audit = AUDITS.get(0);
  @Import private CacheEndpoint cache;
  // Not inputs of Pulumi's: the release that they become a part of is.
  private Map<String, Object> known = Map.of();
  private ReleaseAudit audited;

  private CachedReleaseArgs() {}

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
    var args = with(checkCachedBy(cache.rules()).audited);
    args.cache = cache;
    return args;
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
        : with(ReleaseAudit.of(this, rules));
  }

  /**
   * The same release, whose chart was looked at, from the cache that it was given.
   *
   * @throws InvalidArgumentException if it was given none, or as {@link #checkCachedBy}
   */
  public CachedReleaseArgs complete() {
    return audited == null ? withCache(cache()) : this;
  }

  /** What was found and did not stop the release, with {@code audit: warn}, a line each. */
  public List<String> warnings() {
    return audited().warnings();
  }

  private CachedReleaseArgs with(ReleaseAudit audited) {
    var args = Copy.of(this, this::clone);
    args.audited = audited;
    return args;
  }

  /** The same release with the defaults of a sample, if there is one of the name. */
  CachedReleaseArgs asSample(String sample) {
    var args = Copy.of(this, this::clone);
    if (name == null) {
      args.name = ReleaseSettings.name(sample);
    }
    var defaults = chart == null ? SampleChart.ALL.get(sample) : null;
    if (defaults != null) {
      args.chart = defaults.chart();
      args.repository = repository == null ? defaults.repository() : repository;
      args.version = version == null ? defaults.version() : version;
      args.known = defaults.images();
    }
    Check.required(
        "chart",
        args.chart,
        "give a folder, an archive, an oci:// reference, or a name and its repository; only "
            + String.join(" and ", SampleChart.ALL.keySet())
            + " have one of their own");
    args.checkNamespace();
    return args;
  }

  private void checkNamespace() {
    Check.that(
        namespace != null || name == null || !name.contains("."),
        "namespace",
        "is missing, and would be the release's name, but no namespace has a dot; give one");
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
    return Check.required("cache", cache, "give the endpoint of the cache, in Java with withCache");
  }

  ReleaseAudit audited() {
    return Check.required(
        "cache", audited, "give the endpoint of the cache, in Java with withCache");
  }

  /** Builds {@link CachedReleaseArgs}. */
  public static final class Builder {
    private final CachedReleaseArgs draft = new CachedReleaseArgs();

    private Builder() {}

    /**
     * The chart: its name in the {@link #repository}, an {@code oci://} reference, the URL of an
     * archive, or the path of a folder or archive on this machine. It holds no login, since it is
     * kept in plain text.
     */
    public Builder chart(String chart) {
      draft.chart = ReleaseSettings.chart(chart);
      return this;
    }

    /** The chart's version, exactly; required for a name in a repository and for {@code oci://}. */
    public Builder version(String version) {
      draft.version = ReleaseSettings.version(version);
      return this;
    }

    /**
     * The URL of the Helm repository, {@code https://…} or {@code http://…}. It holds no login,
     * since it is kept in plain text.
     */
    public Builder repository(String repository) {
      draft.repository = ReleaseSettings.repository(repository);
      return this;
    }

    /**
     * The name of the release: up to 53 lower-case letters and digits, with dashes and dots between
     * them.
     */
    public Builder name(String name) {
      draft.name = ReleaseSettings.name(name);
      return this;
    }

    /**
     * The namespace of the release, made when it is not there; by default the release's name,
     * unless that has a dot.
     */
    public Builder namespace(String namespace) {
      draft.namespace = ReleaseSettings.namespace("namespace", namespace);
      return this;
    }

    /**
     * The version of the cluster's Kubernetes, which charts ask for, such as {@code 1.34}; by
     * default the newest that the Helm in use knows.
     */
    public Builder kubernetes(String kubernetes) {
      Check.value("kubernetes", () -> KubernetesVersion.parse(kubernetes));
      draft.kubernetes = kubernetes;
      return this;
    }

    /** Seconds until Helm gives up on the release; 300 by default. */
    public Builder timeoutSeconds(int timeoutSeconds) {
      draft.timeoutSeconds = ReleaseSettings.timeoutSeconds(timeoutSeconds);
      return this;
    }

    /** Further values of the chart; images in them are moved to the cache too. */
    public Builder values(Map<String, Object> values) {
      draft.values = HelmValues.of(values);
      return this;
    }

    /**
     * Images that may come from elsewhere, such as {@code gcr.io/acme/app}; one without tag and
     * digest stands for all of its tags and digests.
     */
    public Builder allow(List<String> allow) {
      draft.allow = ReleaseSettings.allow(allow);
      return this;
    }

    /**
     * What becomes of digests, whose first pull from a cache fails: {@code keep} (the default),
     * {@code drop} where a tag remains, or {@code refuse}.
     */
    public Builder digests(String digests) {
      draft.digests = Check.oneOf("digests", digests, DIGESTS);
      return this;
    }

    /**
     * What becomes of an image that would come from elsewhere, or of a chart that cannot be read:
     * {@code enforce} (the default) refuses it, {@code warn} releases it with a warning.
     */
    public Builder audit(String audit) {
      draft.audit = Check.oneOf("audit", audit, AUDITS);
      return this;
    }

    /**
     * The cache that the images come from, such as {@code endpoint} of RegistryCache; in Java,
     * {@link CachedReleaseArgs#withCache} takes it.
     */
    @OnlyIn(Origin.PROGRAM)
    public Builder cache(CacheEndpoint cache) {
      draft.cache = cache;
      return this;
    }

    /**
     * @throws InvalidArgumentException if chart, version and repository do not belong together
     */
    public CachedReleaseArgs build() {
      if (draft.chart != null) {
        Check.value("chart", draft::source);
      }
      draft.checkNamespace();
      return Copy.of(draft, draft::clone);
    }
  }
}
