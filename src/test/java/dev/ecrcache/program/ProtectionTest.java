package dev.ecrcache.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.Recorder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What of a stack is kept from deletion; the engine hands it on from a component to its children.
 */
class ProtectionTest {
  private static final String FILE =
      """
      config:
        ecr-cache:dockerHubToken: { secure: hidden }
        ecr-cache:cache:
          upstreams:
            docker-hub: { registry: docker.io, credential: { username: acme-ci, token: dockerHubToken, accountPolicy: true } }
            k8s: { registry: registry.k8s.io }
          repositories: { resourceTags: { team: platform } }
          scanning: {}
        ecr-cache:access: {}
        ecr-cache:nodes: { roles: [nodes] }
        ecr-cache:samples: { external-dns: {} }
      """;

  static Stream<Arguments> stacks() {
    return Stream.of(
        Arguments.of("prod", "", true),
        Arguments.of("dev", "", false),
        Arguments.of("production", "", false),
        Arguments.of("prod", "  ecr-cache:protection: false", false),
        Arguments.of("prod", "  ecr-cache:protection: \"false\"", false),
        Arguments.of("dev", "  ecr-cache:protection: true", true));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void componentsAreProtected(String stack, String key, boolean kept) {
    var recorder = run(stack, key).succeeded();

    for (var component : Set.of("RegistryCache cache", "OrganizationAccess access")) {
      assertEquals(Optional.of(kept), recorder.isProtected(component), component);
      assertEquals(Optional.of(kept), recorder.isRetained(component), component);
    }
    assertEquals(Optional.of(kept), recorder.isProtected("NodePullAccess nodes"));
    assertEquals(Optional.empty(), recorder.isRetained("NodePullAccess nodes"));
    assertEquals(Optional.empty(), recorder.isProtected("SampleReleases samples"));
  }

  @Test
  void childrenInheritButThoseThatMustBeReplaceable() {
    var recorder = run("prod", "").succeeded();

    assertEquals(
        Map.of(
            "RolePolicyAttachment nodes-nodes",
            Optional.of(false),
            "SecretVersion cache-docker-hub",
            Optional.of(false)),
        recorder.children().stream()
            .filter(child -> recorder.isProtected(child).isPresent())
            .collect(Collectors.toMap(child -> child, recorder::isProtected)));
    assertEquals(
        Set.of(),
        recorder.children().stream()
            .filter(child -> recorder.isRetained(child).isPresent())
            .collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes please", "1", "\"\"", "{ a: b }", "[true]"})
  void protectionIsTrueOrFalse(String value) {
    assertEquals(
        "ecr-cache:protection: must be true or false",
        run("prod", "  ecr-cache:protection: " + value).refusal());
  }

  private static Recorder run(String stack, String key) {
    return new Recorder().named(stack).run(StackConfig.ofYaml(FILE + key).withCharts(), App::stack);
  }
}
