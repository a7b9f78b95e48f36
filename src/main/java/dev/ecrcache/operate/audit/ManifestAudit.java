package dev.ecrcache.operate.audit;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.overlay.RenderedImages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges the images of manifests, such as those that a chart renders to, or kubectl prints. */
public final class ManifestAudit {
  /** A controller of a controller of a pod, and one more. */
  private static final int DEPTH = 3;

  private ManifestAudit() {}

  /**
   * What the objects of manifests do not pull from the cache, in the order of the manifests.
   *
   * @param manifests documents of YAML
   * @throws IllegalArgumentException if it is not YAML
   */
  public static List<Finding> of(String manifests, CachedImages cache) {
    var controllers = RenderedImages.controllers(manifests);
    var findings = new LinkedHashMap<Finding, Integer>();
    for (var image : RenderedImages.find(manifests)) {
      if (image.role().isNeeded()) {
        var workload = workload(image.object(), controllers);
        Finding.judge(image.text(), cache)
            .map(
                verdict ->
                    new Finding(
                        workload,
                        Optional.ofNullable(controllers.get(workload)),
                        image.container(),
                        role(image.path(), image.role().word()),
                        image.text(),
                        verdict.cached(),
                        verdict.reason(),
                        0))
            .ifPresent(it -> findings.merge(it, 1, Integer::sum));
      }
    }
    return findings.entrySet().stream().map(it -> it.getKey().with(it.getValue())).toList();
  }

  /** What an object is part of, as far as the manifests tell. */
  private static String workload(String object, Map<String, String> controllers) {
    var workload = object;
    for (var i = 0; i < DEPTH && isBetween(workload) && controllers.containsKey(workload); i++) {
      workload = controllers.get(workload);
    }
    return workload;
  }

  private static boolean isBetween(String object) {
    return object.startsWith("Pod ")
        || object.startsWith("ReplicaSet ")
        || object.startsWith("Job ");
  }

  private static String role(String path, String word) {
    if (path.contains("initContainers[")) {
      return "init";
    }
    return path.contains("ephemeralContainers[") ? "ephemeral" : word;
  }
}
