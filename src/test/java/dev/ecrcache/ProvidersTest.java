package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pulumi.aws.Provider;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import dev.ecrcache.image.CacheRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Components in a program of several accounts: all that they do goes to the provider they get. */
class ProvidersTest {
  private final Recorder recorder = new Recorder();

  @Test
  void cacheWorksInItsProvidersAccount() {
    var args =
        Given.k8s()
            .upstream(
                "docker-hub", Given.dockerHub(Given.unfinishedLogin().accountPolicy(true).build()))
            .upstream("team", Given.upstream("333333333333.dkr.ecr.eu-west-1.amazonaws.com"))
            .repositories(RepositoriesArgs.builder().resourceTags(Map.of("a", "b")).build())
            .scanning(ScanningArgs.builder().build())
            .build();
    run(options -> new RegistryCache("cache", args, options));

    assertEquals(14, recorder.children().size());
    assertEquals(Map.of("getCallerIdentity", "other", "getRegion", "other"), recorder.calls());
  }

  @Test
  void accessLooksUpItsProvidersOrganisation() {
    var args = OrganizationAccessArgs.builder().build().withPrefixes(List.of("k8s"));
    run(options -> new OrganizationAccess("access", args, options));

    assertEquals(1, recorder.children().size());
    assertEquals(
        Map.of("getCallerIdentity", "other", "getOrganization", "other", "getRegion", "other"),
        recorder.calls());
  }

  @Test
  void nodesBelongToTheirProvidersAccount() {
    var cache =
        CacheEndpoint.of(
            Output.of(Recorder.HOST), List.of(CacheRule.of("k8s", "registry.k8s.io")), false);
    var args = NodePullAccessArgs.builder().roles(List.of("nodes")).build().withCache(cache);
    run(options -> new NodePullAccess("nodes", args, options));

    assertEquals(2, recorder.children().size());
    assertEquals(Map.of(), recorder.calls());
  }

  private void run(Consumer<ComponentResourceOptions> component) {
    recorder.run(
        context -> {
          var other = new Provider("other", ProviderArgs.builder().region("eu-central-1").build());
          component.accept(ComponentResourceOptions.builder().providers(other).build());
        });
    var providers = new TreeMap<String, String>();
    recorder.children().forEach(child -> providers.put(child, recorder.provider(child)));
    var wanted = new TreeMap<>(providers);
    wanted.replaceAll((child, provider) -> "other");
    assertEquals(wanted, providers);
  }
}
