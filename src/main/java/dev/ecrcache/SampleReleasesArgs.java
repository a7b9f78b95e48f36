package dev.ecrcache;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.chart.SampleChart;
import dev.ecrcache.image.CacheRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which samples to release, from which cache. */
public final class SampleReleasesArgs extends ResourceArgs {
  @Import private final Map<String, SampleArgs> samples;
  @Import private final CacheEndpoint cache;

  private SampleReleasesArgs(Map<String, SampleArgs> samples, CacheEndpoint cache) {
    this.samples = samples;
    this.cache = cache;
  }

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The same releases, from this cache.
   *
   * @throws InvalidArgumentException if the cache has not every image of the samples; the message
   *     names the image and its registry
   */
  public SampleReleasesArgs withCache(CacheEndpoint cache) {
    return new SampleReleasesArgs(checkCachedBy(cache.rules()).samples, cache);
  }

  /**
   * Checks that a cache with these rules has every image of the samples.
   *
   * @return these arguments
   * @throws InvalidArgumentException if it has not; the message names the image and its registry
   */
  public SampleReleasesArgs checkCachedBy(List<CacheRule> rules) {
    samples.forEach(
        (name, sample) ->
            SampleChart.ALL
                .get(name)
                .uncached(sample.values(), rules)
                .ifPresent(
                    reason -> {
                      throw new InvalidArgumentException("samples." + name, reason);
                    }));
    return this;
  }

  Map<String, SampleArgs> samples() {
    return samples;
  }

  CacheEndpoint cache() {
    return Check.required("cache", cache, "give the cache's endpoint with withCache");
  }

  /** Builds {@link SampleReleasesArgs}. */
  public static final class Builder {
    private final Map<String, SampleArgs> samples = new TreeMap<>();

    private Builder() {}

    /** The samples by name, {@code nats} and {@code external-dns}; only these are released. */
    public Builder samples(Map<String, SampleArgs> samples) {
      samples.forEach(this::sample);
      return this;
    }

    /** One sample more. */
    public Builder sample(String name, SampleArgs sample) {
      var argument = "samples." + name;
      Check.that(
          SampleChart.ALL.containsKey(name),
          argument,
          "is not a sample; allowed: " + String.join(", ", SampleChart.ALL.keySet()));
      samples.put(name, Check.required(argument, sample, "write {} for its defaults"));
      return this;
    }

    /** The samples' settings. */
    public SampleReleasesArgs build() {
      return new SampleReleasesArgs(samples, null);
    }
  }
}
