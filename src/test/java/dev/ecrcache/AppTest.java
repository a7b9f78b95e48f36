package dev.ecrcache;

import static dev.ecrcache.Recorder.HOST;
import static dev.ecrcache.Recorder.map;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The program, run with every stack file that is committed. */
class AppTest {
  private static final Path SANDBOX = Path.of("sandbox/stacks");
  private static final Path WORKLOAD = SANDBOX.resolve("S2-workload.yaml");

  private static final Map<String, Object> HOSTED =
      map(
          "host",
          HOST,
          "upstreams",
          map("docker-hub", "docker.io", "public-ecr", "public.ecr.aws"),
          "tagsRepositories",
          false);

  /** What a stack file must become, in {@code stacks.yaml} of the test resources. */
  record Expected(Set<String> children, Set<String> outputs) {}

  static Stream<Path> stackFiles() throws IOException {
    try (var files = Files.list(SANDBOX)) {
      return Stream.concat(
          Stream.of(Path.of("Pulumi.dev.yaml"), Path.of("Pulumi.prod.yaml")),
          files.filter(file -> file.toString().endsWith(".yaml")).sorted())
          .toList()
          .stream();
    }
  }
}
