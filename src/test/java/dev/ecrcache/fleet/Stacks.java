package dev.ecrcache.fleet;

import dev.ecrcache.program.LocalStackFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Stacks for tests. */
final class Stacks {
  private Stacks() {}

  static FleetStack of(String name, String config) {
    var yaml = "config:\n" + config.indent(2);
    return FleetStack.of(
        name, LocalStackFile.parse(yaml.getBytes(StandardCharsets.UTF_8)), "ecr-cache");
  }

  static FleetStack hosting(String name) {
    return of(name, "ecr-cache:cache: { upstreams: { k8s: { registry: registry.k8s.io } } }");
  }

  static FleetStack workload(String name, String host) {
    return of(name, "ecr-cache:cacheStack: acme/ecr-cache/%s".formatted(host));
  }

  /** The hosting stack {@code prod}, and workloads of these names. */
  static List<FleetStack> prodAnd(String... workloads) {
    return Stream.concat(
            Stream.of(workloads).map(name -> workload(name, "prod")), Stream.of(hosting("prod")))
        .toList();
  }
}
