package dev.ecrcache.operate.audit;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.operate.audit.Finding.Verdict;
import dev.ecrcache.operate.cluster.ClusterRefusalException;
import dev.ecrcache.operate.cluster.ObjectKey;
import dev.ecrcache.operate.cluster.PodImage.Role;
import dev.ecrcache.operate.cluster.Pods;
import dev.ecrcache.operate.cluster.Workloads;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * Judges the images of the pods of a cluster. What is kept grows with what is found, and not with
 * the cluster.
 */
public final class ClusterAudit {
  /** An image of what controls a pod, or of a pod that nothing controls. */
  private record Place(ObjectKey of, Role role, String container, String image) {}

  private final CachedImages cache;
  private final Map<Place, Integer> found = new HashMap<>();
  private final Map<String, Optional<Verdict>> judged = new HashMap<>();
  private int pods;

  private ClusterAudit(CachedImages cache) {
    this.cache = cache;
  }

  /**
   * What the pods of a cluster do not pull from the cache, by workload.
   *
   * @param seen is told how many pods were seen
   * @throws ClusterRefusalException if the cluster refuses, or does not answer
   */
  public static List<Finding> of(
      Pods pods, Workloads workloads, CachedImages cache, IntConsumer seen) {
    var audit = new ClusterAudit(cache);
    pods.each(
        pod -> {
          audit.add(pod);
          seen.accept(audit.pods);
        });
    return audit.findings(workloads);
  }

  private void add(Pods.Pod pod) {
    pods++;
    // A static pod is the node's: nothing but its manifest there has its image.
    var of = pod.controller().filter(it -> !it.kind().equals("Node")).orElse(pod.key());
    for (var image : pod.images()) {
      // A cluster has many pods, and few images.
      if (judged.computeIfAbsent(image.image(), it -> Finding.judge(it, cache)).isPresent()) {
        found.merge(new Place(of, image.role(), image.container(), image.image()), 1, Integer::sum);
      }
    }
  }

  private List<Finding> findings(Workloads workloads) {
    var known = workloads.of(found.keySet().stream().map(Place::of).collect(Collectors.toSet()));
    // Two ReplicaSets of a Deployment may have the same image.
    var findings = new HashMap<Finding, Integer>();
    found.forEach(
        (place, count) -> {
          var workload = known.get(place.of());
          var verdict = judged.get(place.image()).orElseThrow();
          findings.merge(
              new Finding(
                  workload.workload().toString(),
                  workload.owner().map(ObjectKey::toString),
                  place.container(),
                  place.role().word(),
                  place.image(),
                  verdict.cached(),
                  verdict.reason(),
                  0),
              count,
              Integer::sum);
        });
    return findings.entrySet().stream()
        .map(it -> it.getKey().with(it.getValue()))
        .sorted(Finding.ORDER)
        .toList();
  }
}
