package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.pulumi.core.Output;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.inputs.CredentialArgs;
import dev.ecrcache.inputs.EncryptionArgs;
import dev.ecrcache.inputs.LifecycleArgs;
import dev.ecrcache.inputs.RepositoriesArgs;
import dev.ecrcache.inputs.ScanningArgs;
import dev.ecrcache.inputs.ScanningRuleArgs;
import dev.ecrcache.inputs.UpstreamArgs;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A builder may be used on: what it built already stays as it was. */
class BuildersTest {
  /**
   * @param build the builder's last word
   * @param more gives the same builder something else
   */
  private record Use<B>(B builder, Supplier<ResourceArgs> build, Runnable more) {
    @Override
    public String toString() {
      return builder.getClass().getDeclaringClass().getSimpleName();
    }
  }

  static Stream<Use<?>> uses() {
    var cache = RegistryCacheArgs.builder().upstream("k8s", upstream("registry.k8s.io"));
    var access = OrganizationAccessArgs.builder();
    var nodes = NodePullAccessArgs.builder().roles(List.of("one"));
    var redirect = ImageRedirectArgs.builder();
    var release = CachedReleaseArgs.builder().chart("./one").name("one");
    var samples = SampleReleasesArgs.builder().sample("one", release.build());
    var endpoint =
        CacheEndpoint.builder()
            .host("111111111111.dkr.ecr.eu-west-1.amazonaws.com")
            .upstreams(Map.of("k8s", "registry.k8s.io"))
            .tagsRepositories(true);
    var credential = CredentialArgs.builder().username("one").token(Output.of("t"));
    var encryption = EncryptionArgs.builder().kmsKeyArn(key("one"));
    var lifecycle = LifecycleArgs.builder().imageDays(1);
    var repositories = RepositoriesArgs.builder().resourceTags(Map.of("one", "1"));
    var scanning = ScanningArgs.builder();
    var rule = ScanningRuleArgs.builder();
    var upstream = UpstreamArgs.builder().registry("registry.k8s.io");
    return Stream.of(
        new Use<>(cache, cache::build, () -> cache.upstream("quay", upstream("quay.io"))),
        new Use<>(access, access::build, () -> access.accounts(List.of("111111111111"))),
        new Use<>(nodes, nodes::build, () -> nodes.roles(List.of("two"))),
        new Use<>(redirect, redirect::build, () -> redirect.name("two")),
        new Use<>(release, release::build, () -> release.values(Map.of("two", 2))),
        new Use<>(
            samples,
            samples::build,
            () -> samples.sample("nats", CachedReleaseArgs.builder().build())),
        new Use<>(endpoint, endpoint::build, () -> endpoint.upstreams(Map.of("quay", "quay.io"))),
        new Use<>(credential, credential::build, () -> credential.username("two")),
        new Use<>(encryption, encryption::build, () -> encryption.kmsKeyArn(key("two"))),
        new Use<>(lifecycle, lifecycle::build, () -> lifecycle.untaggedDays(2)),
        new Use<>(
            repositories,
            repositories::build,
            () -> repositories.tags("immutable").resourceTags(Map.of("two", "2"))),
        new Use<>(scanning, scanning::build, () -> scanning.filters(List.of("two"))),
        new Use<>(rule, rule::build, () -> rule.filters(List.of("two"))),
        new Use<>(upstream, upstream::build, () -> upstream.registry("quay.io")));
  }

  @ParameterizedTest
  @MethodSource("uses")
  void whatABuilderIsGivenLaterChangesNothingThatItBuilt(Use<?> use) throws Exception {
    var built = use.build().get();
    var before = fields(built);

    use.more().run();

    assertEquals(before, fields(built));
    assertNotEquals(before, fields(use.build().get()));
  }

  private static Map<String, String> fields(ResourceArgs args) throws IllegalAccessException {
    var fields = new TreeMap<String, String>();
    for (Field field : args.getClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        fields.put(field.getName(), String.valueOf(field.get(args)));
      }
    }
    return fields;
  }

  private static UpstreamArgs upstream(String registry) {
    return UpstreamArgs.builder().registry(registry).build();
  }

  private static String key(String id) {
    return "arn:aws:kms:eu-west-1:111111111111:key/" + id;
  }
}
