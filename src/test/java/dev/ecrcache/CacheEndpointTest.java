package dev.ecrcache;

import static dev.ecrcache.Recorder.HOST;
import static dev.ecrcache.Recorder.map;
import static dev.ecrcache.Recorder.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.pulumi.core.Output;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.CacheRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CacheEndpointTest {
  private static final String UPSTREAM = "333333333333.dkr.ecr.eu-west-1.amazonaws.com/team";
  private static final String OUTPUT = "ecr-cache:cacheStack: that stack's output cacheEndpoint";
  private static final String MISSING_HOST =
      ".host: is missing; it is the host of an ECR registry, such as"
          + " 111111111111.dkr.ecr.eu-west-1.amazonaws.com";
  private static final String MISSING_UPSTREAMS =
      ".upstreams: are missing; they are the upstream registries by prefix, such as docker-hub:"
          + " docker.io";

  @Test
  void officialImagesAreExportedWhereThereAreSome() {
    var rules =
        List.of(
            CacheRule.of("k8s", "registry.k8s.io"),
            CacheRule.of("pub", "public.ecr.aws").withOfficialImages());
    new Recorder()
        .run(
            context -> {
              var exported = CacheEndpoint.of(Output.of(HOST), rules, false).toExport();
              var read = CacheEndpoint.ofExport(value(exported), "source");
              assertEquals(List.of("pub"), value(exported).get("officialImages"));
              assertEquals(value(exported), value(read.toExport()));
              assertEquals(rules, read.rules());
            });
    Refusal.of(
            "officialImages: 'hub' is no prefix of public.ecr.aws",
            () ->
                CacheEndpoint.builder()
                    .host(HOST)
                    .upstreams(Map.of("hub", "docker.io"))
                    .tagsRepositories(false)
                    .officialImages(List.of("hub"))
                    .build())
        .check();
  }

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
        Arguments.of(HOST, OUTPUT + " is not a block of keys"),
        Arguments.of(Map.of(), OUTPUT + MISSING_HOST),
        Arguments.of(without("host"), OUTPUT + MISSING_HOST),
        Arguments.of(with("host", null), OUTPUT + MISSING_HOST),
        Arguments.of(with("host", 5), OUTPUT + ".host: must be a text"),
        Arguments.of(
            with("host", "docker.io"),
            OUTPUT
                + ".host: 'docker.io' is not the host of an ECR registry, such as"
                + " 111111111111.dkr.ecr.eu-west-1.amazonaws.com"),
        Arguments.of(without("upstreams"), OUTPUT + MISSING_UPSTREAMS),
        Arguments.of(with("upstreams", Map.of()), OUTPUT + MISSING_UPSTREAMS),
        Arguments.of(
            with("upstreams", List.of("k8s")), OUTPUT + ".upstreams: must be a block of keys"),
        Arguments.of(
            with("upstreams", Map.of("k8s", 5)),
            OUTPUT + ".upstreams.k8s: must be a registry, such as docker.io"),
        Arguments.of(
            without("tagsRepositories"),
            OUTPUT
                + ".tagsRepositories: is missing; it is true where creation templates tag"
                + " repositories, else false"),
        Arguments.of(
            with("tagsRepositories", "true"), OUTPUT + ".tagsRepositories: must be true or false"),
        Arguments.of(
            with("upstreams", Map.of("K8s", "registry.k8s.io")),
            OUTPUT
                + ".upstreams.K8s: prefix 'K8s' is not lower-case letters and digits, joined by one"
                + " of . _ - or / (or ROOT)"),
        Arguments.of(
            with("upstreams", Map.of("hub", "hub.docker.com")),
            OUTPUT + ".upstreams.hub: hub.docker.com is not the registry itself; write docker.io"));
  }

  @Test
  void whatALaterVersionExportsBesideIsLeftAlone() {
    var read = CacheEndpoint.ofExport(with("later", List.of(1)), "source");

    assertEquals(Optional.of(HOST), read.plainHost());
    assertEquals(List.of(CacheRule.of("k8s", "registry.k8s.io")), read.rules());
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
