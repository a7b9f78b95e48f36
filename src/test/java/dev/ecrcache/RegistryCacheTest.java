package dev.ecrcache;

import static dev.ecrcache.Recorder.HOST;
import static dev.ecrcache.Recorder.list;
import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pulumi.resources.ComponentResourceOptions;
import dev.ecrcache.inputs.ScanningArgs;
import dev.ecrcache.inputs.ScanningRuleArgs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryCacheTest {
  private final Recorder recorder = new Recorder();

  @Test
  void rulesAloneNeedNothingElse() {
    run(Given.k8s().upstream("ecr", Given.upstream("public.ecr.aws")));

    assertEquals(
        Set.of("PullThroughCacheRule cache-ecr", "PullThroughCacheRule cache-k8s"),
        recorder.children());
    assertEquals(
        map("ecrRepositoryPrefix", "ecr", "upstreamRegistryUrl", "public.ecr.aws"),
        recorder.inputs("PullThroughCacheRule cache-ecr"));
    assertEquals(
        map("ecrRepositoryPrefix", "k8s", "upstreamRegistryUrl", "registry.k8s.io"),
        recorder.inputs("PullThroughCacheRule cache-k8s"));
    assertEquals(Set.of(), recorder.dependsOn("PullThroughCacheRule cache-k8s"));
  }

  @ParameterizedTest
  @CsvSource({
    "basic, scan-on-push, BASIC, SCAN_ON_PUSH",
    "enhanced, scan-on-push, ENHANCED, SCAN_ON_PUSH",
    "enhanced, continuous-scan, ENHANCED, CONTINUOUS_SCAN",
  })
  void registryIsScanned(String type, String frequency, String scanType, String scanFrequency) {
    run(
        Given.k8s()
            .scanning(
                ScanningArgs.builder()
                    .type(type)
                    .frequency(frequency)
                    .filters(List.of("k8s/*", "team*"))
                    .build()));

    assertEquals(
        Set.of("PullThroughCacheRule cache-k8s", "RegistryScanningConfiguration cache"),
        recorder.children());
    assertEquals(
        map(
            "scanType",
            scanType,
            "rules",
            list(
                map(
                    "scanFrequency",
                    scanFrequency,
                    "repositoryFilters",
                    list(
                        map("filter", "k8s/*", "filterType", "WILDCARD"),
                        map("filter", "team*", "filterType", "WILDCARD"))))),
        recorder.inputs("RegistryScanningConfiguration cache"));
  }

  @Test
  void scanningIsBasicOnPushOfEverythingByDefault() {
    run(Given.k8s().scanning(ScanningArgs.builder().build()));

    assertEquals(
        map(
            "scanType",
            "BASIC",
            "rules",
            list(
                map(
                    "scanFrequency",
                    "SCAN_ON_PUSH",
                    "repositoryFilters",
                    list(map("filter", "*", "filterType", "WILDCARD"))))),
        recorder.inputs("RegistryScanningConfiguration cache"));
  }

  @Test
  void furtherRuleComesBehindOurs() {
    var mine =
        ScanningRuleArgs.builder().frequency("continuous-scan").filters(List.of("team/*")).build();
    run(Given.k8s().scanning(ScanningArgs.builder().type("enhanced").rules(List.of(mine)).build()));

    assertEquals(
        map(
            "scanType",
            "ENHANCED",
            "rules",
            list(
                map(
                    "scanFrequency",
                    "SCAN_ON_PUSH",
                    "repositoryFilters",
                    list(map("filter", "*", "filterType", "WILDCARD"))),
                map(
                    "scanFrequency",
                    "CONTINUOUS_SCAN",
                    "repositoryFilters",
                    list(map("filter", "team/*", "filterType", "WILDCARD"))))),
        recorder.inputs("RegistryScanningConfiguration cache"));
  }

  @Test
  void outputsSayWhereImagesAre() {
    recorder.run(
        context -> {
          var cache =
              new RegistryCache(
                  "cache",
                  Given.k8s().upstream("ROOT", Given.upstream("quay.io")).build(),
                  ComponentResourceOptions.Empty);
          context.export("registryId", cache.registryId());
          context.export("host", cache.host());
          context.export("imagePrefixes", cache.imagePrefixes());
          context.export("repositoryArns", cache.repositoryArns());
          context.export("dockerLogin", cache.dockerLogin());
          context.export("endpoint", cache.endpoint().toExport());
        });

    assertEquals(
        Map.of(
            "registryId",
            "111111111111",
            "host",
            HOST,
            "imagePrefixes",
            Map.of("ROOT", HOST + "/", "k8s", HOST + "/k8s/"),
            "repositoryArns",
            List.of(
                "arn:aws:ecr:eu-west-1:111111111111:repository/*",
                "arn:aws:ecr:eu-west-1:111111111111:repository/k8s/*"),
            "dockerLogin",
            "aws ecr get-login-password --region eu-west-1 | docker login --username AWS"
                + " --password-stdin "
                + HOST,
            "endpoint",
            Map.of(
                "host",
                HOST,
                "upstreams",
                Map.of("ROOT", "quay.io", "k8s", "registry.k8s.io"),
                "tagsRepositories",
                false)),
        recorder.outputs());
  }

  @Test
  void hostAndArnsFollowThePartition() {
    var china = new Recorder("cn-north-1", Map.of());
    china.run(
        context -> {
          var cache = new RegistryCache("cache", Given.k8s().build(), null);
          context.export("host", cache.host());
          context.export("repositoryArns", cache.repositoryArns());
        });

    assertEquals(
        Map.of(
            "host",
            "111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn",
            "repositoryArns",
            List.of("arn:aws-cn:ecr:cn-north-1:111111111111:repository/k8s/*")),
        china.outputs());
  }

  @Test
  void rootRuleHasTheWholeRegistry() {
    run(RegistryCacheArgs.builder().upstream("ROOT", Given.upstream("quay.io")));

    assertEquals(
        map("ecrRepositoryPrefix", "ROOT", "upstreamRegistryUrl", "quay.io"),
        recorder.inputs("PullThroughCacheRule cache-ROOT"));
  }

  @Test
  void namesBeginWithThatOfTheComponent() {
    recorder.run(
        context -> {
          new RegistryCache("cache", Given.k8s().build(), null);
          new RegistryCache("other", Given.k8s().build(), null);
        });

    assertEquals(
        Set.of("PullThroughCacheRule cache-k8s", "PullThroughCacheRule other-k8s"),
        recorder.children());
    assertEquals("RegistryCache other", recorder.parent("PullThroughCacheRule other-k8s"));
  }

  private void run(RegistryCacheArgs.Builder args) {
    recorder.run(context -> new RegistryCache("cache", args.build(), null));
  }
}
