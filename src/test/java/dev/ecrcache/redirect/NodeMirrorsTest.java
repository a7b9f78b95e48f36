package dev.ecrcache.redirect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole files, of a cache with a rule of each kind: that mirrors, and that cannot. */
class NodeMirrorsTest {
  private static final NodeMirrors MIRRORS =
      new NodeMirrors(
          new CachedImages(
              "222222222222.dkr.ecr.eu-west-1.amazonaws.com",
              List.of(
                  CacheRule.of("ROOT", "quay.io"),
                  CacheRule.of("k8s", "registry.k8s.io"),
                  CacheRule.of("hub", "docker.io"),
                  CacheRule.of("hub/github", "ghcr.io"),
                  CacheRule.of("ecr", "public.ecr.aws"),
                  CacheRule.of("team", "333333333333.dkr.ecr.eu-west-1.amazonaws.com"))));

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of("nodeadm.txt", (Function<NodeMirrors, String>) NodeMirrors::nodeadm),
        Arguments.of(
            "bottlerocket.toml", (Function<NodeMirrors, String>) NodeMirrors::bottlerocket),
        Arguments.of("hosts.toml", (Function<NodeMirrors, String>) NodeMirrors::hostsToml));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void aNodeAsksTheCacheFirst(String file, Function<NodeMirrors, String> form) throws IOException {
    try (var text = NodeMirrorsTest.class.getResourceAsStream(file)) {
      assertEquals(new String(text.readAllBytes(), StandardCharsets.UTF_8), form.apply(MIRRORS));
    }
  }
}
