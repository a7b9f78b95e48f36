package dev.ecrcache.operate.cluster;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The context of a kubeconfig that tells cluster and credentials.
 *
 * @param name what it is called
 * @param config what it holds, for fabric8's client
 */
record ClusterContext(String name, Config config) {
  /**
   * One of a kubeconfig.
   *
   * @param kubeconfig the file; by default those of {@code KUBECONFIG}, the user's, or what a pod
   *     has of its own cluster
   * @param context its name; by default the current one
   * @throws IllegalArgumentException if there is no such context
   */
  static ClusterContext of(Optional<Path> kubeconfig, Optional<String> context) {
    var file = kubeconfig.map(Path::toString).orElse("the kubeconfig");
    Config config;
    try {
      config =
          kubeconfig.isPresent()
              ? Config.fromKubeconfig(context.orElse(null), readable(kubeconfig.get()).toFile())
              : Config.autoConfigure(context.orElse(null));
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(file + ": cannot be read as a kubeconfig", e);
    }
    var contexts = config.getContexts().stream().map(it -> it.getName()).sorted().toList();
    if (context.isPresent() && !contexts.contains(context.get())) {
      throw new IllegalArgumentException(
          "%s has no context '%s'; there are: %s"
              .formatted(file, context.get(), String.join(", ", contexts)));
    }
    var current = config.getCurrentContext();
    if (current == null && (kubeconfig.isPresent() || config.getAutoOAuthToken() == null)) {
      throw new IllegalArgumentException(
          contexts.isEmpty()
              ? file + " names no cluster; give --kubeconfig or set KUBECONFIG"
              : "%s has no current context; give --context, one of: %s"
                  .formatted(file, String.join(", ", contexts)));
    }
    return new ClusterContext(current == null ? "this cluster" : current.getName(), config);
  }

  private static Path readable(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "%s: %s".formatted(file, Files.exists(file) ? "cannot be read" : "does not exist"));
    }
    return file;
  }
}
