package dev.ecrcache;

import static dev.ecrcache.Recorder.HOST;
import static dev.ecrcache.Recorder.list;
import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pulumi.core.Output;
import dev.ecrcache.image.CacheRule;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CachedReleaseTest {
  private static final List<CacheRule> RULES =
      List.of(
          CacheRule.of("docker-hub", "docker.io"),
          CacheRule.of("k8s", "registry.k8s.io"),
          CacheRule.of("quay", "quay.io"));

  private Recorder recorder;

  @Test
  void everyImageOfTheChartIsMoved() {
    run(Given.release("nats").build());

    assertEquals(Set.of("Release app"), recorder.children());
    assertEquals(
        map(
            "name",
            "nats",
            "chart",
            "sandbox/charts/nats",
            "namespace",
            "nats",
            "createNamespace",
            true,
            "timeout",
            300.0,
            "values",
            Given.natsFromDockerHub(),
            // Pulumi's own, in every release.
            "compat",
            "true"),
        recorder.inputs("Release app"));
    assertEquals(
        map(
            "docker.io/library/nats:2.10.12-alpine",
            HOST + "/docker-hub/library/nats:2.10.12-alpine",
            "docker.io/natsio/nats-box:0.14.2",
            HOST + "/docker-hub/natsio/nats-box:0.14.2",
            "docker.io/natsio/nats-server-config-reloader:0.14.1",
            HOST + "/docker-hub/natsio/nats-server-config-reloader:0.14.1"),
        recorder.outputs().get("images"));
  }

  @Test
  void everySettingIsTheUsers() {
    run(
        Given.release("external-dns")
            .version("1.15.0")
            .name("dns")
            .namespace("dns-system")
            .timeoutSeconds(600)
            .values(
                map(
                    "domainFilters",
                    list("dev.example.com"),
                    "registry",
                    "txt",
                    "image",
                    map("repository", "quay.io/acme/external-dns", "tag", "v1")))
            .build());

    assertEquals(
        map(
            "name",
            "dns",
            "chart",
            "sandbox/charts/external-dns",
            "namespace",
            "dns-system",
            "createNamespace",
            true,
            "timeout",
            600.0,
            "values",
            map(
                "domainFilters",
                list("dev.example.com"),
                "registry",
                "txt",
                "image",
                map("repository", HOST + "/quay/acme/external-dns", "tag", "v1")),
            "version",
            "1.15.0",
            "compat",
            "true"),
        recorder.inputs("Release app"));
    assertEquals(
        map("quay.io/acme/external-dns:v1", HOST + "/quay/acme/external-dns:v1"),
        recorder.outputs().get("images"));
  }

  @Test
  void imageOfAnotherEcrRegistryIsLeftAlone() {
    var image = "602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/external-dns";
    run(
        Given.release("external-dns")
            .values(map("image", map("repository", image, "tag", "v1")))
            .build());

    assertEquals(
        map("image", map("repository", image, "tag", "v1")),
        recorder.inputs("Release app").get("values"));
    assertEquals(Map.of(), recorder.outputs().get("images"));
  }

  @Test
  void numbersOfEverySizeAreCarried() {
    var numbers = map("port", 8080, "bytes", 10_737_418_240L, "share", new BigDecimal("0.10"));
    run(Given.release("external-dns").values(map("limits", list(numbers, "1.10"))).build());

    assertEquals(
        list(map("port", 8080.0, "bytes", 10_737_418_240.0, "share", 0.1), "1.10"),
        ((Map<?, ?>) recorder.inputs("Release app").get("values")).get("limits"));
  }

  @Test
  void fluxAndArgoHaveTheValuesThatHelmHas() throws IOException {
    try (var repository = served()) {
      var release = CachedReleaseArgs.builder().name("app").chart("nats").version("1.1.9");
      release.repository(repository.url()).namespace("queue");
      run(release.build());
      var values = recorder.inputs("Release app").get("values");
      assertEquals(Given.natsFromDockerHub(), values);

      run(release.by("flux").objectNamespace("gitops").build());
      assertEquals(Set.of("HelmRelease app", "HelmRepository app-repository"), recorder.children());
      assertEquals(Set.of("HelmRepository app-repository"), recorder.dependsOn("HelmRelease app"));
      assertEquals(
          map("name", "app", "namespace", "gitops"),
          recorder.inputs("HelmRelease app").get("metadata"));
      assertEquals(
          map("url", repository.url(), "interval", "1h"),
          recorder.inputs("HelmRepository app-repository").get("spec"));
      var spec = (Map<?, ?>) recorder.inputs("HelmRelease app").get("spec");
      assertEquals(values, spec.get("values"));
      assertEquals("300s", spec.get("timeout"));
      assertEquals("queue", spec.get("targetNamespace"));

      run(release.by("argo").project("platform").build());
      assertEquals(Set.of("Application app"), recorder.children());
      var application = (Map<?, ?>) recorder.inputs("Application app").get("spec");
      var helm = (Map<?, ?>) ((Map<?, ?>) application.get("source")).get("helm");
      assertEquals(map("releaseName", "app", "valuesObject", values), helm);
      assertEquals("platform", application.get("project"));
      assertEquals(
          HOST + "/docker-hub/natsio/nats-box:0.14.2",
          ((Map<?, ?>) recorder.outputs().get("images")).get("docker.io/natsio/nats-box:0.14.2"));
    }
  }

  private static ChartRepository served() throws IOException {
    return new ChartRepository().serve(Path.of("sandbox/charts/nats"), "nats", "1.1.9");
  }

  private void run(CachedReleaseArgs args) {
    recorder = new Recorder();
    recorder.run(
        context -> {
          var cache = CacheEndpoint.of(Output.of(HOST), RULES, false);
          context.export("images", new CachedRelease("app", args.withCache(cache), null).images());
        });
  }
}
