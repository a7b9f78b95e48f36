package dev.ecrcache;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.Copy;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.bind.OnlyIn;
import dev.ecrcache.bind.Origin;
import dev.ecrcache.bind.Required;
import dev.ecrcache.gitops.ReleasedBy;
import dev.ecrcache.image.CacheRule;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Which samples to release, from which cache. */
public final class SampleReleasesArgs extends ResourceArgs implements Cloneable {
  @Import private Map<String, CachedReleaseArgs> samples = new TreeMap<>();

  // An input of each release.
  private CacheEndpoint cache;

  private SampleReleasesArgs() {}

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The same releases, from this cache.
   *
   * @throws InvalidArgumentException as {@link CachedReleaseArgs#withCache}
   */
  public SampleReleasesArgs withCache(CacheEndpoint cache) {
    return each(sample -> sample.withCache(cache));
  }

  /**
   * Checks that a cache with these rules has every image of the samples.
   *
   * @return the same arguments, which know the answer
   * @throws InvalidArgumentException as {@link CachedReleaseArgs#checkCachedBy}
   */
  public SampleReleasesArgs checkCachedBy(List<CacheRule> rules) {
    return each(sample -> sample.checkCachedBy(rules));
  }

  /** What was found and did not stop the releases, each line with the sample that it is about. */
  public List<String> warnings() {
    return samples.entrySet().stream()
        .flatMap(it -> it.getValue().warnings().stream().map(path(it.getKey(), ": ")::concat))
        .toList();
  }

  /**
   * By upstream reference, the reference of every image of the samples in the cache at a host.
   *
   * @throws InvalidArgumentException as {@link CachedReleaseArgs#checkCachedBy}
   */
  public Map<String, String> images(List<CacheRule> rules, String host) {
    var images = new TreeMap<String, String>();
    checkCachedBy(rules)
        .samples
        .values()
        .forEach(it -> images.putAll(it.audited().chart().imagesAt(host)));
    return images;
  }

  private SampleReleasesArgs each(UnaryOperator<CachedReleaseArgs> change) {
    var changed = new TreeMap<String, CachedReleaseArgs>();
    samples.forEach((name, sample) -> changed.put(name, in(path(name, ""), sample, change)));
    var args = Copy.of(this, this::clone);
    args.samples = Collections.unmodifiableMap(changed);
    return args;
  }

  private static CachedReleaseArgs in(
      String path, CachedReleaseArgs sample, UnaryOperator<CachedReleaseArgs> change) {
    try {
      return change.apply(sample);
    } catch (InvalidArgumentException e) {
      throw e.in(path);
    }
  }

  private static String path(String name, String end) {
    return "samples." + name + end;
  }

  Map<String, CachedReleaseArgs> samples() {
    return samples;
  }

  /** Builds {@link SampleReleasesArgs}. */
  public static final class Builder {
    private final SampleReleasesArgs draft = new SampleReleasesArgs();

    private Builder() {}

    /** The samples by name. */
    @Required
    public Builder samples(Map<String, CachedReleaseArgs> samples) {
      samples.forEach(this::sample);
      return this;
    }

    /**
     * One sample more: {@code nats} and {@code external-dns} have a chart of their own, for others
     * it is given. The name is that of the release unless another is given.
     */
    public Builder sample(String name, CachedReleaseArgs sample) {
      Check.required(path(name, ""), sample, "write {} for its defaults");
      draft.samples.put(name, in(path(name, ""), sample, it -> it.asSample(name)));
      return this;
    }

    /**
     * The cache that the images come from, such as {@code endpoint} of RegistryCache; in Java,
     * {@link SampleReleasesArgs#withCache} takes it.
     */
    @OnlyIn(Origin.PROGRAM)
    @Required
    public Builder cache(CacheEndpoint cache) {
      draft.cache = cache;
      return this;
    }

    /**
     * @throws InvalidArgumentException if two samples are one release
     */
    public SampleReleasesArgs build() {
      var owners = new HashMap<String, String>();
      draft.samples.forEach(
          (sample, release) -> {
            own(owners, sample, release.name(), release.namespace(), "is the release");
            if (release.by() != ReleasedBy.HELM) {
              own(owners, sample, release.name(), release.objectNamespace(), "has the objects");
            }
          });
      return draft.cache == null
          ? draft.each(UnaryOperator.identity())
          : draft.withCache(draft.cache);
    }

    private static void own(
        Map<String, String> owners, String sample, String name, String namespace, String what) {
      var owner = owners.putIfAbsent("%s of %s/%s".formatted(what, namespace, name), sample);
      Check.that(
          owner == null,
          path(sample, ".name"),
          "'%s' in the namespace %s %s of samples.%s already; choose another"
              .formatted(name, namespace, what, owner));
    }
  }
}
