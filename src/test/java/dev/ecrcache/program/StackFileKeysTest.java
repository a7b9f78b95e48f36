package dev.ecrcache.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.Recorder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of the project beside the known blocks, which only the engine's whole text shows. */
class StackFileKeysTest {
  private static final String FILE =
      """
      config:
        aws:region: eu-west-1
        ecr-cache:dockerHubToken: { secure: hidden }
        ecr-cache:cache:
          upstreams:
            hub: { registry: docker.io, credential: { username: acme-ci, token: dockerHubToken } }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"node: { roles: [a] }", "oldToken: { secure: hidden }", "Cache: {}"})
  void unknownKeyIsRefused(String further) {
    var config = StackConfig.ofYaml(FILE + "  ecr-cache:" + further);

    assertEquals(
        "ecr-cache:%s: is not a key here and no credential names it; allowed: access,"
                .formatted(further.substring(0, further.indexOf(':')))
            + " cache, cacheEndpoint, cacheStack, nodes, protection, redirect, samples",
        read(config).refusal());
  }

  @Test
  void tokensAndTheKeysOfOthersStay() {
    read(StackConfig.ofYaml(FILE + "  ecr-cached:any: a\n  kubernetes:context: dev")).succeeded();
  }

  @Test
  void textOfTheEngineIsAMap() {
    assertEquals(
        Map.of("aws:region", "eu-west-1", "ecr-cache:cache", "{\"a\":1}"),
        ConfigKeys.parse("{\"aws:region\":\"eu-west-1\",\"ecr-cache:cache\":\"{\\\"a\\\":1}\"}"));
  }

  @Test
  void textThatIsNotTheEnginesIsNoReasonToFail() {
    assertEquals(Map.of(), ConfigKeys.parse("no JSON"));
  }

  private static Recorder read(StackConfig config) {
    return new Recorder().run(config, context -> StackFile.read(context, config.values().keySet()));
  }
}
