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
import dev.ecrcache.gitops.GitOpsObject;
import dev.ecrcache.gitops.GitOpsRelease;
import dev.ecrcache.gitops.ReleasedBy;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.ImageReference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Which chart to release, with which values, and what may become of its images. */
public final class CachedReleaseArgs extends ResourceArgs implements Cloneable {
  private static final List<String> DIGESTS = words(Digests.values());
  private static final List<String> AUDITS = List.of("enforce", "warn");
  private static final List<String> BY = words(ReleasedBy.values());

  @Import private String chart;
  @Import private String version;
  @Import private String repository;
  @Import private String name;
  @Import private String namespace;
  @Import private String kubernetes;
  @Import private Integer timeoutSeconds;
  @Import private Map<String, Object> values = Map.of();
  @Import private List<String> allow = List.of();
  @Import private String digests = DIGESTS.get(0);
  @Import private String audit = AUDITS.get(0);
  @Import private String by = BY.get(0);
  @Import private String objectNamespace;
  @Import private String project;
  @Import private CacheEndpoint cache;
  // Not inputs of Pulumi's: the release that they become a part of is.
  private Map<String, Object> known = Map.of();
  private ReleaseAudit audited;

  private CachedReleaseArgs() {}

  private static List<String> words(Enum<?>... values) {
    return Stream.of(values).map(it -> it.name().toLowerCase(Locale.ROOT)).toList();
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
    args.checkChart();
    args.checkNamespace();
    return args;
  }

  private void checkChart() {
    var source = Check.value("chart", this::source);
    Check.value("chart", () -> by().checked(source));
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
    return timeoutSeconds == null ? 300 : timeoutSeconds;
  }

  /** Who makes the release. */
  ReleasedBy by() {
    return ReleasedBy.valueOf(by.toUpperCase(Locale.ROOT));
  }

  /** The namespace of the objects by which somebody else makes the release. */
  String objectNamespace() {
    return objectNamespace == null ? by().namespace() : objectNamespace;
  }

  /** The objects by which somebody else makes the release; none if Pulumi does. */
  List<GitOpsObject> objects() {
    return by().objects(
            new GitOpsRelease(
                name(),
                namespace(),
                objectNamespace(),
                source(),
                timeoutSeconds(),
                project == null ? "default" : project));
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

    /** Seconds until Helm gives up on the release; 300 by default. Argo CD has no such limit. */
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
     * Who makes the release: {@code helm} (the default), which Pulumi runs; {@code flux}, by a
     * HelmRepository and a HelmRelease; or {@code argo}, by an Application of Argo CD. The last two
     * fetch the chart themselves, so that it cannot be a path.
     */
    public Builder by(String by) {
      draft.by = Check.oneOf("by", by, BY);
      return this;
    }

    /**
     * The namespace of the objects of Flux or Argo CD, which is there already; by default {@code
     * flux-system} or {@code argocd}.
     */
    public Builder objectNamespace(String objectNamespace) {
      draft.objectNamespace = ReleaseSettings.namespace("objectNamespace", objectNamespace);
      return this;
    }

    /** The project of Argo CD's Application; {@code default} by default. */
    public Builder project(String project) {
      draft.project = ReleaseSettings.project(project);
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
     * @throws InvalidArgumentException if chart, version and repository do not belong together, or
     *     if a setting is not for who makes the release
     */
    public CachedReleaseArgs build() {
      if (draft.chart != null) {
        draft.checkChart();
      }
      draft.checkNamespace();
      checkBy();
      return Copy.of(draft, draft::clone);
    }

    private void checkBy() {
      var by = draft.by();
      Check.that(
          draft.objectNamespace == null || by != ReleasedBy.HELM,
          "objectNamespace",
          "is where the objects of Flux or Argo CD are; remove it, or set by");
      Check.that(
          draft.project == null || by == ReleasedBy.ARGO,
          "project",
          "is Argo CD's; remove it, or set by: argo");
      Check.that(
          draft.timeoutSeconds == null || by != ReleasedBy.ARGO,
          "timeoutSeconds",
          "is not known to Argo CD, which has no such limit; remove it");
    }
  }
}
