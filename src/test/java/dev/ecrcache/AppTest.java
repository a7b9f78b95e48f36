package dev.ecrcache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AppTest {
  static Stream<Path> stackFiles() throws IOException {
    return Stream.concat(
        Stream.of(Path.of("Pulumi.dev.yaml"), Path.of("Pulumi.prod.yaml")),
        Files.list(Path.of("sandbox/stacks")).sorted());
  }

  @ParameterizedTest
  @MethodSource("stackFiles")
  void everyCommittedStackFileIsAProgram(Path file) throws IOException {
    var recorder =
        new Recorder(
                "eu-west-1",
                Recorder.map(
                    "cacheEndpoint",
                    Recorder.map(
                        "host",
                        Recorder.HOST,
                        "upstreams",
                        Recorder.map("docker-hub", "docker.io"),
                        "tagsRepositories",
                        false)))
            .run(StackConfig.ofFile(file), App::stack);
    recorder.succeeded();
  }
}
