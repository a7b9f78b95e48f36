package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ProviderResource;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.inputs.RepositoriesArgs;
import dev.ecrcache.inputs.ScanningArgs;
import dev.ecrcache.program.StackConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Components in a program of several accounts: all that one makes or asks goes to the provider that
 * it was given, and stands under it, from where it inherits its other options too.
 */
class ComponentOptionsTest {
  private static final CacheEndpoint CACHE =
      CacheEndpoint.of(
          Output.of(Recorder.HOST), List.of(CacheRule.of("k8s", "registry.k8s.io")), false);

  private final Recorder recorder = new Recorder();

  @Test
  void cacheWorksInItsProvidersAccount() {
    var login = Given.unfinishedLogin().accountPolicy(true).build();
    var args =
        Given.k8s()
            .upstream("docker-hub", Given.dockerHub(login))
            .upstream("team", Given.upstream("333333333333.dkr.ecr.eu-west-1.amazonaws.com"))
            .repositories(RepositoriesArgs.builder().resourceTags(Map.of("a", "b")).build())
            .scanning(ScanningArgs.builder().build())
            .build();
    run(options -> new RegistryCache("it", args, options));

    assertInherited("RegistryCache it", 14);
    assertEquals(Map.of("getCallerIdentity", "aws", "getRegion", "aws"), recorder.calls());
  }

  @Test
  void accessLooksUpItsProvidersOrganisation() {
    var args = OrganizationAccessArgs.builder().build().withPrefixes(List.of("k8s"));
    run(options -> new OrganizationAccess("it", args, options));

    assertInherited("OrganizationAccess it", 1);
    assertEquals(
        Map.of("getCallerIdentity", "aws", "getOrganization", "aws", "getRegion", "aws"),
        recorder.calls());
  }

  @Test
  void nodesBelongToTheirProvidersAccount() {
    var args = NodePullAccessArgs.builder().roles(List.of("a", "b")).build().withCache(CACHE);
    run(options -> new NodePullAccess("it", args, options));

    assertInherited("NodePullAccess it", 3);
    assertEquals(Map.of(), recorder.calls());
  }

  @Test
  void releaseRunsInItsProvidersCluster() {
    var args = Given.release("external-dns").build().withCache(CACHE);
    run(options -> new CachedRelease("it", args, options));

    assertInherited("CachedRelease it", 1);
  }

  @Test
  void samplesRunInTheirProvidersCluster() {
    var samples = Map.of("external-dns", Given.release("external-dns").build());
    var args = SampleReleasesArgs.builder().samples(samples).build().withCache(CACHE);
    run(options -> new SampleReleases("it", args, options));

    assertEquals("SampleReleases it", recorder.parent("CachedRelease it-external-dns"));
    assertInherited("CachedRelease it-external-dns", 1);
  }

  @Test
  void redirectBelongsToItsProvidersCluster() {
    var args = ImageRedirectArgs.builder().validate("warn").build().withCache(CACHE);
    run(options -> new ImageRedirect("it", args, options));

    assertInherited("ImageRedirect it", 5);
  }

  @Test
  void componentWhoseProviderDoesNotAnswerIsOneLine() {
    recorder.failing("no valid credential sources");
    recorder.run(
        StackConfig.NONE, context -> new RegistryCache("cache", Given.k8s().build(), null));

    assertEquals(
        "provider: does not tell its account and Region: no valid credential sources",
        recorder.lateRefusal());
  }

  @Test
  void componentRefusesRolesOfAnotherAccount() {
    var roles = List.of("arn:aws:iam::333333333333:role/nodes");
    recorder.run(
        StackConfig.NONE,
        context ->
            new NodePullAccess(
                "nodes", NodePullAccessArgs.builder().roles(roles).build().withCache(CACHE), null));

    assertEquals(
        "roles.0: lies in the account 333333333333, and the AWS provider works in 111111111111; they"
            + " must be the same",
        recorder.lateRefusal());
    assertEquals(Set.of("Policy nodes"), recorder.children());
  }

  private void run(Function<ComponentResourceOptions, ComponentResource> component) {
    recorder.run(
        context -> {
          ProviderResource aws = new com.pulumi.aws.Provider("aws");
          ProviderResource kubernetes = new com.pulumi.kubernetes.Provider("kubernetes");
          component.apply(ComponentResourceOptions.builder().providers(aws, kubernetes).build());
        });
  }

  private void assertInherited(String component, int children) {
    assertEquals(children, recorder.children().size());
    for (var child : recorder.children()) {
      assertEquals(component, recorder.parent(child), child);
      assertEquals(
          child.matches("(Release|ConfigMap|(Mutating|Validating)AdmissionPolicy(Binding)?) .*")
              ? "kubernetes"
              : "aws",
          recorder.provider(child),
          child);
    }
  }
}
