package dev.ecrcache.cli.contents;

import dev.ecrcache.operate.cluster.Cluster;
import dev.ecrcache.operate.cluster.Pods;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which cluster, and which of its namespaces. */
final class ClusterOptions {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "the kubeconfig; by default that of KUBECONFIG, or ~/.kube/config")
  private Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "the context of the kubeconfig; by default its current one")
  private String context;

  @Option(
      names = "--namespace",
      paramLabel = "NAMES",
      split = ",",
      description = "namespaces; all by default")
  private List<String> namespaces = List.of();

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  boolean isGiven() {
    return kubeconfig != null || context != null || !namespaces.isEmpty();
  }

  /**
   * The cluster, which whoever asks for it closes.
   *
   * @throws ParameterException if the kubeconfig names none
   */
  Cluster open() {
    try {
      return Cluster.open(Optional.ofNullable(kubeconfig), Optional.ofNullable(context));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  Pods pods(Cluster cluster) {
    return new Pods(cluster, namespaces);
  }
}
