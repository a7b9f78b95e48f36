package dev.ecrcache.overlay;

import dev.ecrcache.chart.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Makes the overlay of a values file of 5,000 lines, and loads the file with SnakeYAML. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-Xbatch"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class OverlayBenchmark {
  private final String text = LongValues.text();
  private Path file;
  private Map<String, Object> values;

  @Setup
  public void write() throws IOException {
    file = Files.writeString(Files.createTempFile("values", ".yaml"), text);
    values = Chart.valuesOf(file);
  }

  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
  }

  @Benchmark
  public Object snakeYaml() {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }

  @Benchmark
  public Overlay overlay() {
    return Overlay.of(values, Caches.CACHE);
  }

  @Benchmark
  public Overlay loadAndOverlay() {
    return Overlay.of(Chart.valuesOf(file), Caches.CACHE);
  }
}
