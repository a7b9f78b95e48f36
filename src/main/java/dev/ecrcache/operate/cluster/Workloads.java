package dev.ecrcache.operate.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a pod is part of, as a person would change it. */
public final class Workloads {
  /** By kind, where its objects are. */
  private static final Map<String, String[]> KINDS =
      Map.of(
          "ReplicaSet", new String[] {"/apis/apps/v1", "replicasets"},
          "Deployment", new String[] {"/apis/apps/v1", "deployments"},
          "StatefulSet", new String[] {"/apis/apps/v1", "statefulsets"},
          "DaemonSet", new String[] {"/apis/apps/v1", "daemonsets"},
          "Job", new String[] {"/apis/batch/v1", "jobs"},
          "CronJob", new String[] {"/apis/batch/v1", "cronjobs"});

  /** Nobody writes these, if something controls them. */
  private static final Set<String> BETWEEN = Set.of("ReplicaSet", "Job");

  private final Pods pods;
  private final Consumer<String> warnings;
  private final Map<ObjectKey, Optional<ObjectKey>> controllers = new HashMap<>();

  /**
   * @param warnings is told in a line of what these credentials may not ask
   */
  public Workloads(Pods pods, Consumer<String> warnings) {
    this.pods = pods;
    this.warnings = warnings;
  }

  /**
   * What a pod's controller is part of.
   *
   * @param workload the object whose template has the image
   * @param owner what controls that in turn, such as a custom resource
   */
  public record Workload(ObjectKey workload, Optional<ObjectKey> owner) {}

  /**
   * The workloads of controllers of pods, or of pods without one; each kind is listed once at most.
   *
   * @throws ClusterRefusalException if the cluster does not answer
   */
  public Map<ObjectKey, Workload> of(Set<ObjectKey> controllersOfPods) {
    learn(controllersOfPods, BETWEEN);
    var tops = new HashMap<ObjectKey, ObjectKey>();
    for (var key : controllersOfPods) {
      tops.put(key, BETWEEN.contains(key.kind()) ? controller(key).orElse(key) : key);
    }
    learn(new HashSet<>(tops.values()), KINDS.keySet());
    var workloads = new HashMap<ObjectKey, Workload>();
    tops.forEach((key, top) -> workloads.put(key, new Workload(top, controller(top))));
    return workloads;
  }

  private Optional<ObjectKey> controller(ObjectKey key) {
    return controllers.getOrDefault(key, Optional.empty());
  }

  private void learn(Set<ObjectKey> keys, Set<String> kinds) {
    for (var kind : kinds.stream().sorted().toList()) {
      var wanted = new HashSet<ObjectKey>();
      for (var key : keys) {
        if (key.kind().equals(kind) && !controllers.containsKey(key)) {
          wanted.add(key);
        }
      }
      if (!wanted.isEmpty()) {
        list(kind, wanted);
      }
    }
  }

  private void list(String kind, Set<ObjectKey> wanted) {
    var place = KINDS.get(kind);
    try {
      pods.paths(place[0], place[1])
          .forEach(
              path ->
                  pods.cluster()
                      .each(
                          path,
                          true,
                          it -> {
                            var key = ObjectKey.of(kind, it);
                            if (wanted.contains(key)) {
                              controllers.put(key, ObjectKey.controller(it));
                            }
                          }));
    } catch (ClusterRefusalException e) {
      if (!e.isForbidden()) {
        throw e;
      }
      warnings.accept("%s; what controls a %s is not shown".formatted(e.getMessage(), kind));
    }
    wanted.forEach(it -> controllers.putIfAbsent(it, Optional.empty()));
  }
}
