package dev.ecrcache.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.aws.secretsmanager.SecretVersionArgs;
import com.pulumi.provider.internal.models.ConstructRequest;
import com.pulumi.provider.internal.models.ConstructResponse;
import com.pulumi.provider.internal.properties.PropertyValue;
import com.pulumi.provider.internal.properties.PropertyValue.ValueType;
import com.pulumi.resources.ComponentResourceOptions;
import dev.ecrcache.Document;
import dev.ecrcache.Recorder;
import dev.ecrcache.program.StackFileText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Components of programs in other languages are those of the same arguments in Java. */
class ComponentsTest {
  private static final String HUB =
      """
      upstreams:
        docker-hub:
          registry: docker.io
          credential: {username: acme-ci, token: {secret: made-up-token}}
      """;
  private static final String CACHE =
      """
      cache:
        host: %s
        upstreams: {k8s: registry.k8s.io, docker-hub: docker.io}
        tagsRepositories: false
      """
          .formatted(Recorder.HOST);

  private final Recorder recorder = new Recorder();

  @Test
  void cacheIsMadeWithAllThatBelongsToIt() {
    var state = make("RegistryCache", HUB + "scanning: {type: enhanced}").getState();

    assertEquals(
        Set.of(
            "PullThroughCacheRule it-docker-hub",
            "RegistryScanningConfiguration it",
            "Secret it-docker-hub",
            "SecretVersion it-docker-hub"),
        recorder.children());
    assertEquals(Recorder.HOST, state.get("host").getStringValue());
    assertEquals(
        Map.of(
            "host",
            Recorder.HOST,
            "tagsRepositories",
            false,
            "upstreams",
            Map.of("docker-hub", "docker.io")),
        PropertyTree.of(state.get("endpoint").getObjectValue()).plain());
    assertEquals(
        Set.of("dockerLogin", "endpoint", "host", "imagePrefixes", "registryId", "repositoryArns"),
        state.keySet());
  }

  @Test
  void secretStaysSecret() {
    make("RegistryCache", HUB);

    var version = recorder.args("SecretVersion it-docker-hub", SecretVersionArgs.class);
    assertTrue(Recorder.isSecret(version.secretString().orElseThrow()));
  }

  @Test
  void policyOfRepositoriesIsThatOfTheAccess() {
    var policy =
        make(
                "OrganizationAccess",
                "{prefixes: [docker-hub], organizationId: o-a1b2c3d4e5, repositories: cached}")
            .getState()
            .get("repositoryPolicy")
            .getStringValue();
    assertEquals(Set.of("RegistryPolicy it"), recorder.children());
    var other = new Recorder();
    make(
        other,
        "RegistryCache",
        Inputs.of(
            """
            upstreams: {k8s: {registry: registry.k8s.io}}
            repositories: {}
            repositoryPolicy: '%s'
            """
                .formatted(policy)));

    assertEquals(policy, other.inputs("RepositoryCreationTemplate it-k8s").get("repositoryPolicy"));
  }

  @Test
  void nodesPullFromTheCacheThatIsGiven() {
    var state = make("NodePullAccess", CACHE + "roles: [dev-nodes]").getState();

    assertEquals(Set.of("Policy it", "RolePolicyAttachment it-dev-nodes"), recorder.children());
    assertEquals(Set.of("policyArn", "policyDocument"), state.keySet());
  }

  @Test
  void podsAreRedirectedToTheCacheThatIsGiven() {
    var state = make("ImageRedirect", CACHE + "excludedNamespaces: [a]").getState();

    assertEquals(
        Set.of(
            "ConfigMap it-rules",
            "MutatingAdmissionPolicy it-policy",
            "MutatingAdmissionPolicyBinding it-binding"),
        recorder.children());
    assertEquals(Set.of("rules"), state.keySet());
  }

  @Test
  void theRedirectInTheTextIsOneOfThese() {
    var yaml = Document.of("docs/library.md").find("(?s)```yaml\n(.*?)```").get(0);
    var redirect = StackFileText.read(yaml).at("/resources/redirect");
    assertEquals("ecr-cache:ImageRedirect", redirect.get("type").textValue());
    make("ImageRedirect", redirect.get("properties").toString());

    assertTrue(recorder.children().contains("ValidatingAdmissionPolicy it-validation"));
  }

  @Test
  void releasesTakeTheirImagesFromTheCacheThatIsGiven() {
    var images =
        make(
                "SampleReleases",
                CACHE + "samples: {external-dns: {chart: sandbox/charts/external-dns}}")
            .getState()
            .get("images")
            .getObjectValue();

    assertEquals(Set.of("Release it-external-dns"), recorder.children());
    assertEquals(1, images.size());
    make("CachedRelease", CACHE + "name: dns\nchart: sandbox/charts/external-dns");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CachedRelease | {name: dns, %s} | it: an image would",
        "SampleReleases | {samples: {dns: {%s}}} | it: samples.dns: an image would",
      })
  void whatIsReleasedInSpiteOfTheAuditIsAWarning(String component, String text, String begin) {
    var inputs = new HashMap<>(Inputs.of(CACHE.replace("k8s: registry.k8s.io, ", "")));
    var release = "chart: sandbox/charts/external-dns, audit: warn";
    inputs.putAll(Inputs.of(text.formatted(release)));
    make(recorder, component, inputs);

    assertEquals(1, recorder.warnings().size());
    assertTrue(recorder.warnings().get(0).startsWith(begin), recorder.warnings().get(0));
  }

  @Test
  void componentComesAfterWhatItsPlainValuesCameFrom() {
    make("NodePullAccess", CACHE + "roles: [dev-nodes]");
    assertEquals(Set.of(), recorder.dependsOn("NodePullAccess it"));
    var other = new Recorder();
    make(other, "NodePullAccess", Inputs.of(CACHE + "roles: [{output: dev-nodes}]"));

    assertEquals(1, other.dependsOn("NodePullAccess it").size());
  }

  @Test
  void structureThatAPreviewDoesNotKnowIsLeftToTheUpdate() {
    recorder.previewing();
    var state = make("NodePullAccess", CACHE + "roles: [unknown]").getState();

    assertEquals(Set.of(), recorder.children());
    assertEquals(
        Map.of("policyArn", ValueType.COMPUTED, "policyDocument", ValueType.COMPUTED),
        Map.of(
            "policyArn", state.get("policyArn").getType(),
            "policyDocument", state.get("policyDocument").getType()));
    assertEquals(
        List.of(
            "it.roles.0 is not known before an update makes what it comes from, and decides which"
                + " resources there are: this preview shows none of them"),
        recorder.warnings());
  }

  @Test
  void whatAnOutputTakesMayBeUnknown() {
    recorder.previewing();
    make("RegistryCache", HUB.replace("{secret: made-up-token}", "{secret: unknown}"));

    assertTrue(recorder.children().contains("PullThroughCacheRule it-docker-hub"));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refusal("RegistryCache", "{}", "upstreams: are missing; give one or more, such as k8s"),
        refusal(
            "RegistryCache",
            "{upstream: {}}",
            "upstream: is not a key here; allowed: repositories, repositoryPolicy, scanning,"
                + " upstreams"),
        refusal(
            "RegistryCache",
            "{upstreams: {hub: {registry: docker.io, credential: {username: {secret: me}, token: t}}}}",
            "upstreams.hub.credential.username: is a secret, which would be seen in plain text"
                + " here; give it as usernameSecret"),
        refusal(
            "RegistryCache",
            "{upstreams: {hub: {secret: {registry: docker.io}}}}",
            "upstreams.hub.registry: is a secret, which would be seen in plain text here; give"
                + " what is none"),
        refusal(
            "RegistryCache",
            "{upstreams: {hub: {registry: docker.io, credential: {username: me, token: 5}}}}",
            "upstreams.hub.credential.token: must be a text; a number or word such as true needs"
                + " quotes to be one"),
        refusal(
            "RegistryCache",
            "{upstreams: {hub: {output: {registry: docker.example}}}}",
            "upstreams.hub.registry: docker.example is not a registry that ECR can cache"),
        refusal(
            "NodePullAccess", "{roles: [a]}", "cache: is missing; give the endpoint of the cache"),
        refusal("NodePullAccess", "{clusters: [a]}", "clusters: is not a key here"),
        refusal("OrganizationAccess", "{takeOver: true}", "takeOver: is not a key here"));
  }

  private static Arguments refusal(String component, String inputs, String line) {
    return Arguments.of(component, inputs, "it." + line);
  }

  @ParameterizedTest
  @MethodSource
  void refused(String component, String inputs, String begin) {
    var line = new AtomicReference<String>();
    recorder.run(
        context -> {
          try {
            new Components().construct(request(component, Inputs.of(inputs))).join();
          } catch (CompletionException e) {
            line.set(Failure.line(e));
          }
        });

    assertTrue(line.get().startsWith(begin), line.get());
    assertEquals(1, line.get().lines().count());
    assertEquals(Set.of(), recorder.children());
  }

  private ConstructResponse make(String component, String inputs) {
    return make(recorder, component, Inputs.of(inputs));
  }

  private static ConstructResponse make(
      Recorder recorder, String component, Map<String, PropertyValue> inputs) {
    var made = new AtomicReference<ConstructResponse>();
    recorder.run(
        context -> made.set(new Components().construct(request(component, inputs)).join()));
    return made.get();
  }

  private static ConstructRequest request(String component, Map<String, PropertyValue> inputs) {
    return new ConstructRequest(
        "ecr-cache:index:" + component, "it", inputs, ComponentResourceOptions.builder().build());
  }
}
