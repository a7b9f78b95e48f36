package dev.ecrcache.operate.cluster;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The pods of a cluster.
 *
 * @param cluster the cluster
 * @param namespaces theirs; all if none is given
 */
public record Pods(Cluster cluster, List<String> namespaces) {
  /** Those that have ended pull nothing any more. */
  private static final String RUNNING =
      "fieldSelector=" + Cluster.encoded("status.phase!=Succeeded,status.phase!=Failed");

  /**
   * A pod that runs, or is about to.
   *
   * @param key names it
   * @param controller what controls it
   * @param images all that its node pulls for it
   */
  public record Pod(ObjectKey key, Optional<ObjectKey> controller, List<PodImage> images) {}

  /**
   * Hands on each pod.
   *
   * @throws ClusterRefusalException if the cluster refuses, or does not answer
   */
  public void each(Consumer<Pod> pod) {
    paths("/api/v1", "pods")
        .forEach(
            path ->
                cluster.each(
                    path + "?" + RUNNING,
                    false,
                    it ->
                        pod.accept(
                            new Pod(
                                ObjectKey.of("Pod", it),
                                ObjectKey.controller(it),
                                PodImage.of(it)))));
  }

  /** Where the objects of a kind are. */
  Stream<String> paths(String group, String plural) {
    return namespaces.isEmpty()
        ? Stream.of("%s/%s".formatted(group, plural))
        : namespaces.stream()
            .map(it -> "%s/namespaces/%s/%s".formatted(group, Cluster.encoded(it), plural));
  }
}
