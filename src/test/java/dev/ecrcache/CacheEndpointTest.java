package dev.ecrcache;

import static dev.ecrcache.Recorder.HOST;
import static dev.ecrcache.Recorder.map;
import static dev.ecrcache.Recorder.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.pulumi.core.Output;
import dev.ecrcache.image.CacheRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CacheEndpointTest {
  private static final String UPSTREAM = "333333333333.dkr.ecr.eu-west-1.amazonaws.com/team";
  private static final String NOT_WHOLE =
      "ecr-cache:cacheStack: that stack's output cacheEndpoint is not whole; wanted: host (of an ECR"
          + " registry), upstreams (by prefix) and tagsRepositories";

  @Test
  void exportedEndpointIsReadBack() {
    var rules =
        List.of(
            CacheRule.of("ROOT", "docker.io"),
            CacheRule.of("k8s", "registry.k8s.io"),
            CacheRule.of("team", UPSTREAM));
    new Recorder()
        .run(
            context -> {
              var exported = CacheEndpoint.of(Output.of(HOST), rules, true).toExport();
              var read = CacheEndpoint.ofExport(value(exported), "source");
              var whole =
                  map(
                      "host",
                      HOST,
                      "upstreams",
                      map("ROOT", "docker.io", "k8s", "registry.k8s.io", "team", UPSTREAM),
                      "tagsRepositories",
                      true);
              assertEquals(whole, value(exported));
              assertEquals(whole, value(read.toExport()));
              assertEquals(
                  List.of(
                      "arn:aws:ecr:eu-west-1:111111111111:repository/*",
                      "arn:aws:ecr:eu-west-1:111111111111:repository/k8s/*",
                      "arn:aws:ecr:eu-west-1:111111111111:repository/team/*"),
                  value(read.repositoryArns()));
              // The closest rule comes first there.
              assertEquals(
                  List.of(rules.get(2), rules.get(0), rules.get(1)), value(read.images()).rules());
            });
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            null,
            "ecr-cache:cacheStack: that stack has no output cacheEndpoint; name a stack with a cache"
                + " block, and deploy it with `pulumi up` first"),
        Arguments.of(HOST, NOT_WHOLE),
        Arguments.of(Map.of(), NOT_WHOLE),
        Arguments.of(without("host"), NOT_WHOLE),
        Arguments.of(without("upstreams"), NOT_WHOLE),
        Arguments.of(without("tagsRepositories"), NOT_WHOLE),
        Arguments.of(with("host", "docker.io"), NOT_WHOLE),
        Arguments.of(with("upstreams", List.of("k8s")), NOT_WHOLE),
        Arguments.of(with("tagsRepositories", "true"), NOT_WHOLE),
        Arguments.of(
            with("upstreams", Map.of("K8s", "registry.k8s.io")),
            "ecr-cache:cacheStack: prefix 'K8s' is not lower-case letters and digits, joined by one"
                + " of . _ __ - or / (or ROOT)"),
        Arguments.of(
            with("upstreams", Map.of("hub", "hub.docker.com")),
            "ecr-cache:cacheStack: hub.docker.com is not the registry itself; write docker.io"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void exportThatIsNoEndpointIsRefused(Object exported, String message) {
    var refused =
        assertThrows(
            InvalidArgumentException.class,
            () -> CacheEndpoint.ofExport(exported, "ecr-cache:cacheStack"));
    assertEquals(message, refused.getMessage());
  }

  private static Map<String, Object> with(String key, Object value) {
    var exported =
        map("host", HOST, "upstreams", map("k8s", "registry.k8s.io"), "tagsRepositories", true);
    exported.put(key, value);
    return exported;
  }

  private static Map<String, Object> without(String key) {
    var exported = with(key, null);
    exported.remove(key);
    return exported;
  }
}
