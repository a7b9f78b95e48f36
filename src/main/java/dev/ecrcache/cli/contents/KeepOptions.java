package dev.ecrcache.cli.contents;

import dev.ecrcache.cli.console.InputFile;
import dev.ecrcache.cli.console.ProgressLine;
import dev.ecrcache.cli.options.StackFiles;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.operate.cluster.Cluster;
import dev.ecrcache.operate.cluster.Pods;
import dev.ecrcache.program.LocalStackFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whose images stay, whatever is selected. */
final class KeepOptions {
  @Option(
      names = "--keep-used-by",
      paramLabel = "CONTEXT",
      split = ",",
      description = "keep the images of the pods of these clusters, contexts of the kubeconfig")
  private List<String> contexts = List.of();

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "with --keep-used-by, the kubeconfig; by default that of KUBECONFIG, or ~/.kube/config")
  private Path kubeconfig;

  @Option(
      names = "--keep-stack",
      paramLabel = "FILE",
      description = "keep the images of the samples of a Pulumi stack file; repeatable")
  private List<Path> stackFiles = List.of();

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  /**
   * The images of all pods of the clusters, each once.
   *
   * @throws ParameterException if the kubeconfig has no such context
   */
  Set<String> ofPods(ProgressLine progress) {
    var images = new HashSet<String>();
    for (var context : contexts) {
      try (var cluster = Cluster.open(Optional.ofNullable(kubeconfig), Optional.of(context))) {
        var pods = new long[1];
        new Pods(cluster, List.of())
            .each(
                pod -> {
                  progress.at("pods of " + context, ++pods[0], 0);
                  for (var image : pod.images()) {
                    images.add(image.image());
                    image.imageId().ifPresent(images::add);
                  }
                });
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      }
    }
    return images;
  }

  /**
   * The images of the samples of the stack files, in a cache.
   *
   * @throws ParameterException if a file cannot be used, or a chart cannot be rendered
   */
  Stream<String> ofStacks(CachedImages cache) {
    return stackFiles.stream().flatMap(it -> ofStack(new InputFile("--keep-stack", it), cache));
  }

  private Stream<String> ofStack(InputFile file, CachedImages cache) {
    try {
      return StackFiles.read(file, stack -> images(stack, cache));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static Stream<String> images(LocalStackFile file, CachedImages cache) {
    var samples =
        file.samples()
            .orElseThrow(() -> new IllegalArgumentException("has no block ecr-cache:samples"));
    var images = samples.images(cache.rules(), cache.host());
    return Stream.concat(images.keySet().stream(), images.values().stream());
  }
}
