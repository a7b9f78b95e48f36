package dev.ecrcache;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import dev.ecrcache.bind.InvalidArgumentException;
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
   * @throws InvalidArgumentException if an argument is missing
   */
  public SampleReleases(String name, SampleReleasesArgs args, ComponentResourceOptions options) {
    super("ecr-cache:index:SampleReleases", name, args, options);
    var children = ComponentResourceOptions.builder().parent(this).build();
    images =
        Output.all(
                args.samples().entrySet().stream()
                    .map(it -> new CachedRelease(name + "-" + it.getKey(), it.getValue(), children))
                    .map(CachedRelease::images)
                    .toList())
            .applyValue(SampleReleases::union);
    registerOutputs(Map.of("images", images));
  }

  /** By upstream reference, the cached reference of every image of the samples. */
  public Output<Map<String, String>> images() {
    return images;
  }

  private static Map<String, String> union(List<Map<String, String>> all) {
    var union = new TreeMap<String, String>();
    all.forEach(union::putAll);
    return union;
  }
}
