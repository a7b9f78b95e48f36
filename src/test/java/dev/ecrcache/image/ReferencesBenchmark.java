package dev.ecrcache.image;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.testcontainers.utility.DockerImageName;

/** Reads and resolves a thousand references, and reads the same with Jib and Testcontainers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(1_000)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-Xbatch"})
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ReferencesBenchmark {
  static final CachedImages CACHE =
      new CachedImages(
          "111111111111.dkr.ecr.eu-west-1.amazonaws.com",
          List.of(
              CacheRule.of("docker-hub", "docker.io"),
              CacheRule.of("ecr", "public.ecr.aws"),
              CacheRule.of("k8s", "registry.k8s.io"),
              CacheRule.of("quay", "quay.io"),
              CacheRule.of("github", "ghcr.io")));

  private final List<String> texts = ThousandReferences.get();
  private final List<ImageReference> references =
      texts.stream().map(ImageReference::parse).toList();

  @Benchmark
  public void parse(Blackhole sink) {
    for (var text : texts) {
      sink.consume(ImageReference.parse(text));
    }
  }

  @Benchmark
  public void resolve(Blackhole sink) {
    for (var reference : references) {
      sink.consume(CACHE.resolve(reference));
    }
  }

  @Benchmark
  public void parseAndResolve(Blackhole sink) {
    for (var text : texts) {
      sink.consume(CACHE.resolve(ImageReference.parse(text)));
    }
  }

  @Benchmark
  public void jib(Blackhole sink) throws Exception {
    for (var text : texts) {
      sink.consume(com.google.cloud.tools.jib.api.ImageReference.parse(text));
    }
  }

  @Benchmark
  public void testcontainers(Blackhole sink) {
    for (var text : texts) {
      sink.consume(DockerImageName.parse(text));
    }
  }

  /** Testcontainers reads whatever it is given; this also refuses what is no reference. */
  @Benchmark
  public void testcontainersValidated(Blackhole sink) {
    for (var text : texts) {
      var name = DockerImageName.parse(text);
      name.assertValid();
      sink.consume(name);
    }
  }
}
