package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.Context;
import com.pulumi.resources.ComponentResourceOptions;
import dev.ecrcache.inputs.CredentialArgs;
import dev.ecrcache.inputs.LifecycleArgs;
import dev.ecrcache.inputs.RepositoriesArgs;
import dev.ecrcache.inputs.UpstreamArgs;
import dev.ecrcache.program.App;
import dev.ecrcache.program.StackConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whoever follows the README gets what it says. */
class ReadmeTest {
  private static final Document README = Document.of("README.md");

  @Test
  void theStackFileInTheTextIsAProgram() {
    var file = README.blocks("yaml").get(0);
    new Recorder(
            "eu-west-1",
            Map.of(
                "cacheEndpoint",
                Map.of(
                    "host",
                    Recorder.HOST,
                    "upstreams",
                    Map.of("docker-hub", "docker.io"),
                    "tagsRepositories",
                    false)))
        .run(StackConfig.ofYaml(file).withCharts(), App::stack)
        .succeeded();
  }

  @Test
  void theCoordinatesAreThoseOfThePom() {
    var coordinates = README.find("(?s)<dependency>\n(.*?)</dependency>").get(0);
    assertTrue(Document.of("pom.xml").text().contains(coordinates), coordinates);
  }

  @Test
  void theYamlIsThatOfTheExample() {
    var resources = README.find("(?s)```yaml\nresources:\n(.*?)```").get(0);
    assertTrue(Document.of("examples/yaml/Pulumi.yaml").text().contains(resources), resources);
  }

  @Test
  void theLibraryExampleIsThisProgram() {
    var example =
        README
            .blocks("java")
            .get(0)
            .replace("./charts/", "sandbox/charts/")
            .indent(4)
            .replaceAll("(?m)^ +$", "");
    var source = Document.of("src/test/java/dev/ecrcache/ReadmeTest.java").text();
    assertTrue(source.contains(example), "the example is not the body of the method library below");
    var recorder =
        new Recorder()
            .run(
                new StackConfig(
                    Map.of("ecr-cache:dockerHubToken", "made-up"),
                    Set.of("ecr-cache:dockerHubToken")),
                ReadmeTest::library)
            .succeeded();
    assertEquals(
        Set.of(
            "ConfigMap redirect-rules",
            "MutatingAdmissionPolicy redirect-policy",
            "MutatingAdmissionPolicyBinding redirect-binding",
            "Policy nodes",
            "PullThroughCacheRule cache-docker-hub",
            "PullThroughCacheRule cache-k8s",
            "RegistryPolicy access",
            "Release nats",
            "Release samples-external-dns",
            "RepositoryCreationTemplate cache-docker-hub",
            "RepositoryCreationTemplate cache-k8s",
            "RolePolicyAttachment nodes-dev-nodes",
            "Secret cache-docker-hub",
            "SecretVersion cache-docker-hub"),
        recorder.children());
  }

  private static void library(Context context) {
    var options = ComponentResourceOptions.Empty;
    var settings =
        RegistryCacheArgs.builder()
            .upstream("k8s", UpstreamArgs.builder().registry("registry.k8s.io").build())
            .upstream(
                "docker-hub",
                UpstreamArgs.builder()
                    .registry("docker.io")
                    .credential(
                        CredentialArgs.builder()
                            .username("acme-ci")
                            .token(context.config().requireSecret("dockerHubToken"))
                            .build())
                    .build())
            .repositories(
                RepositoriesArgs.builder()
                    .lifecycle(LifecycleArgs.builder().untaggedDays(7).build())
                    .build())
            .build();
    // Every principal of the organisation may pull, by the policies of registry and repositories.
    var access =
        new OrganizationAccess(
            "access", OrganizationAccessArgs.builder().build().withCache(settings), options);
    var cache = new RegistryCache("cache", settings.withAccess(access), options, context);
    // A policy for node roles of the account.
    new NodePullAccess(
        "nodes",
        NodePullAccessArgs.builder()
            .roles(List.of("dev-nodes"))
            .build()
            .withCache(cache.endpoint()),
        options);
    // A Helm release, refused if one of its images would come from elsewhere; and several at once.
    new CachedRelease(
        "nats",
        CachedReleaseArgs.builder()
            .name("nats")
            .chart("sandbox/charts/nats")
            .build()
            .withCache(cache.endpoint()),
        options);
    new SampleReleases(
        "samples",
        SampleReleasesArgs.builder()
            .sample(
                "external-dns",
                CachedReleaseArgs.builder().chart("sandbox/charts/external-dns").build())
            .build()
            .withCache(cache.endpoint()),
        options);
    // Every other pod of the cluster, by an admission policy.
    new ImageRedirect(
        "redirect", ImageRedirectArgs.builder().build().withCache(cache.endpoint()), options);
    context.export("imagePrefixes", cache.imagePrefixes());
  }
}
