package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.chart.SampleChart;
import dev.ecrcache.program.App;
import dev.ecrcache.program.StackConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * docs/stack-file.md names what the program takes and gives, and shows what it refuses. Its tables
 * of keys are written: see StackFileReferenceTest.
 */
class StackFileDocumentTest {
  private static final Document STACK_FILE = Document.of("docs/stack-file.md");

  @Test
  void theBlocksAreThoseOfTheProgram() {
    assertEquals(
        Set.of(
            "access",
            "cache",
            "cacheEndpoint",
            "cacheStack",
            "nodes",
            "protection",
            "redirect",
            "samples"),
        Set.copyOf(STACK_FILE.before("## What is refused").find("(?m)^\\| \\[?`([A-Za-z]+)`")));
  }

  @Test
  void theChartsAreThoseOfTheSamples() {
    var samples = STACK_FILE.section("## `samples`").text();
    SampleChart.ALL.forEach(
        (name, chart) ->
            assertTrue(
                samples.contains("`" + name + ": {}`") && samples.contains(chart.version())));
  }

  @Test
  void theOutputsAreThoseOfTheStacks() throws IOException {
    var outputs = new TreeSet<String>();
    for (var stack : Set.of("dev", "prod")) {
      var recorder = new Recorder();
      recorder
          .run(StackConfig.ofFile(Path.of("Pulumi." + stack + ".yaml")), App::stack)
          .succeeded();
      outputs.addAll(recorder.outputs().keySet());
    }
    assertEquals(
        outputs, new TreeSet<>(STACK_FILE.section("## Outputs").find("(?m)^\\| `([^`]+)` ")));
  }

  @Test
  void theEndpointInTheTextIsAProgram() {
    var file = STACK_FILE.blocks("yaml").get(0);
    new Recorder().run(StackConfig.ofYaml(file), App::stack).succeeded();
  }

  @Test
  void theRefusalInTheTextIsTheProgramsOwn() throws IOException {
    var config = StackConfig.ofFile(Path.of("Pulumi.dev.yaml"));
    config.values().remove("ecr-cache:dockerHubToken");
    var refused = new Recorder().run(config, App::stack).refusal();
    assertTrue(STACK_FILE.text().contains("error: " + refused), refused);
  }
}
