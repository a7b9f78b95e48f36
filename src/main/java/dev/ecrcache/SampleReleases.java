package dev.ecrcache;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.kubernetes.helm.v3.Release;
import com.pulumi.kubernetes.helm.v3.ReleaseArgs;
import com.pulumi.kubernetes.helm.v3.inputs.RepositoryOptsArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.ecrcache.chart.SampleChart;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The samples: Helm releases whose images come from the cache. */
public final class SampleReleases extends ComponentResource {
  @Export(
      name = "images",
      refs = {Map.class, String.class},
      tree = "[0,1,1]")
  private final Output<Map<String, String>> images;

  /**
   * @param name the component's name, with which its children's names begin
   * @throws InvalidArgumentException if an argument cannot work; through the outputs, if an image's
   *     registry is not cached
   */
  public SampleReleases(String name, SampleReleasesArgs args, ComponentResourceOptions options) {
    super("ecr-cache:index:SampleReleases", name, args, options);
    images =
        Output.all(
                args.samples().entrySet().stream()
                    .map(sample -> release(name, sample.getKey(), sample.getValue(), args.cache()))
                    .toList())
            .applyValue(SampleReleases::union);
    registerOutputs(Map.of("images", images));
  }

  /** By upstream reference, the cached reference of every image; both without tag. */
  public Output<Map<String, String>> images() {
    return images;
  }

  private Output<Map<String, String>> release(
      String name, String sample, SampleArgs args, CacheEndpoint cache) {
    var chart = SampleChart.ALL.get(sample);
    var moved =
        cache
            .images()
            .applyValue(images -> Check.value(sample, () -> chart.move(args.values(), images)));
    new Release(
        name + "-" + sample,
        ReleaseArgs.builder()
            .name(chart.name())
            .chart(chart.chart())
            .version(args.version().orElse(chart.version()))
            .repositoryOpts(
                RepositoryOptsArgs.builder()
                    .repo(args.repository().orElse(chart.repository()))
                    .build())
            .namespace(args.namespace().orElse(chart.namespace()))
            .createNamespace(true)
            .timeout(args.timeoutSeconds())
            .values(moved.applyValue(SampleChart.Moved::values))
            .build(),
        CustomResourceOptions.builder().parent(this).build());
    return moved.applyValue(SampleChart.Moved::images);
  }

  private static Map<String, String> union(List<Map<String, String>> all) {
    var union = new TreeMap<String, String>();
    all.forEach(union::putAll);
    return union;
  }
}
