package dev.ecrcache;

import static dev.ecrcache.Recorder.list;
import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.ecrcache.image.CacheRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CachedReleaseArgsTest {
  private static final List<CacheRule> K8S = List.of(CacheRule.of("k8s", "registry.k8s.io"));
  private static final String LOGIN =
      "holds a login, which Pulumi's state would hold in plain text; get the chart with `helm pull`"
          + " and give the path of its archive, or give it as oci://… and log in with `helm"
          + " registry login`";
  private static final String NO_NAME =
      "name: '%s' is not a release: up to 53 lower-case letters and digits, with dashes and dots"
          + " between them";
  private static final String NO_NAMESPACE =
      "namespace: '%s' is not a namespace: up to 63 lower-case letters, digits and dashes between"
          + " them";

  static Stream<Refusal> refusals() {
    return Stream.of(
        Refusal.of(
            "chart: is empty; give a chart such as ./charts/app",
            () -> CachedReleaseArgs.builder().chart(" ")),
        Refusal.of(
            "repository: is not a URL such as https://charts.example.com",
            () -> CachedReleaseArgs.builder().repository("nats-io.github.io")),
        Refusal.of(
            "repository: is not a URL such as https://charts.example.com",
            () -> CachedReleaseArgs.builder().repository("oci://nats-io.github.io/nats")),
        Refusal.of(
            "repository: is not a URL such as https://charts.example.com",
            () -> CachedReleaseArgs.builder().repository("https://a b")),
        Refusal.of(
            "repository: " + LOGIN,
            () -> CachedReleaseArgs.builder().repository("https://u:p@charts.example.com")),
        Refusal.of(
            "chart: " + LOGIN,
            () -> CachedReleaseArgs.builder().chart("https://charts.example.com/a.tgz?token=t")),
        Refusal.of(
            "chart: chart ./charts/app: the repository belongs to the name of a chart, and this is"
                + " none; remove one",
            () ->
                CachedReleaseArgs.builder()
                    .chart("./charts/app")
                    .repository("https://charts.example.com")
                    .build()),
        Refusal.of(
            "chart: chart oci://charts.example.com/app: the version is missing, and the newest is"
                + " another one every time; give one such as 1.1.9",
            () -> CachedReleaseArgs.builder().chart("oci://charts.example.com/app").build()),
        Refusal.of(
            "version: is empty; give a version such as 1.1.9",
            () -> CachedReleaseArgs.builder().version(" ")),
        Refusal.of(NO_NAME.formatted("App"), () -> CachedReleaseArgs.builder().name("App")),
        Refusal.of(NO_NAME.formatted("a..b"), () -> CachedReleaseArgs.builder().name("a..b")),
        Refusal.of(NO_NAME.formatted("a.-b"), () -> CachedReleaseArgs.builder().name("a.-b")),
        Refusal.of(
            NO_NAME.formatted("a".repeat(54)),
            () -> CachedReleaseArgs.builder().name("a".repeat(54))),
        Refusal.of(
            "namespace: is missing, and would be the release's name, but no namespace has a dot;"
                + " give one",
            () -> Given.release("nats").name("nats.v2").build()),
        Refusal.of(
            NO_NAMESPACE.formatted("Nats"), () -> CachedReleaseArgs.builder().namespace("Nats")),
        Refusal.of(
            NO_NAMESPACE.formatted("nats-"), () -> CachedReleaseArgs.builder().namespace("nats-")),
        Refusal.of(
            NO_NAMESPACE.formatted("n".repeat(64)),
            () -> CachedReleaseArgs.builder().namespace("n".repeat(64))),
        Refusal.of(
            "kubernetes: 'latest' is no version of Kubernetes; give one such as 1.34 or 1.34.2",
            () -> CachedReleaseArgs.builder().kubernetes("latest")),
        Refusal.of(
            "timeoutSeconds: 0 is not possible; give 1 second or more",
            () -> CachedReleaseArgs.builder().timeoutSeconds(0)),
        Refusal.of(
            "digests: 'ignore' is not known; allowed: keep, drop, refuse",
            () -> CachedReleaseArgs.builder().digests("ignore")),
        Refusal.of(
            "audit: 'off' is not known; allowed: enforce, warn",
            () -> CachedReleaseArgs.builder().audit("off")),
        Refusal.of(
            "allow.1: invalid image reference 'Gcr/Acme' at index 4: a repository name is lower"
                + " case",
            () -> CachedReleaseArgs.builder().allow(List.of("gcr.io/acme/app", "Gcr/Acme"))),
        Refusal.of(
            "values.web.0.tag: is null, which Pulumi does not hand to Helm; give a value or remove"
                + " it",
            () ->
                CachedReleaseArgs.builder().values(map("web", list(map("port", 80, "tag", null))))),
        Refusal.of(
            "name: is missing; give the name of the release",
            () ->
                CachedReleaseArgs.builder()
                    .chart("sandbox/charts/nats")
                    .build()
                    .checkCachedBy(K8S)),
        Refusal.of(
            "chart: is missing; give a folder, an archive, or a name and its repository",
            () -> CachedReleaseArgs.builder().name("app").build().checkCachedBy(K8S)),
        Refusal.of(
            "cache: is missing; give the endpoint of the cache, in Java with withCache",
            () -> Given.release("nats").build().cache()),
        Refusal.of(
            "chart: chart app 1.0.0 of http://127.0.0.1:1 cannot be fetched: Get"
                + " \"http://127.0.0.1:1/index.yaml\": dial tcp 127.0.0.1:1: connect: connection"
                + " refused; fetch it elsewhere and give the path of a folder or archive such as"
                + " ./charts/nats-1.1.9.tgz; or set audit: warn to release it unseen",
            () ->
                CachedReleaseArgs.builder()
                    .name("app")
                    .chart("app")
                    .version("1.0.0")
                    .repository("http://127.0.0.1:1")
                    .build()
                    .checkCachedBy(K8S)),
        Refusal.of(
            "audit: an image would not come from the cache: Deployment external-dns/external-dns,"
                + " container webhook: docker.io/acme/webhook:1 (value"
                + " provider.webhook.image.repository): no cache rule covers"
                + " docker.io/acme/webhook; give the cache a rule, change the value, or list under"
                + " allow what may come from elsewhere",
            () -> webhook().build().checkCachedBy(K8S)));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefused(Refusal refusal) {
    refusal.check();
  }

  @Test
  void chartIsRenderedForTheKubernetesThatIsGiven(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("Chart.yaml"),
        "{apiVersion: v2, name: app, version: 1.0.0, kubeVersion: '>=1.33'}");
    var release = CachedReleaseArgs.builder().name("app").chart(folder.toString());

    assertEquals(List.of(), release.build().checkCachedBy(K8S).warnings());
    assertEquals(List.of(), release.kubernetes("1.33").build().checkCachedBy(K8S).warnings());
    var old = release.kubernetes("1.32").build();
    Refusal.of(
            "chart: chart %s cannot be rendered: chart requires kubeVersion: >=1.33 which is"
                    .formatted(folder)
                + " incompatible with Kubernetes v1.32.0",
            () -> old.checkCachedBy(K8S))
        .check();
  }

  @Test
  void whatIsAllowedMayComeFromElsewhere() {
    var allowed = webhook().allow(List.of("acme/webhook")).build().checkCachedBy(K8S);

    assertEquals(List.of(), allowed.warnings());
    assertSame(allowed, allowed.checkCachedBy(K8S), "the chart is read twice");
  }

  @Test
  void warningIsEnoughWhereTheUserSaysSo() {
    assertEquals(
        List.of(
            "an image would not come from the cache: Deployment external-dns/external-dns,"
                + " container webhook: docker.io/acme/webhook:1 (value"
                + " provider.webhook.image.repository): no cache rule covers"
                + " docker.io/acme/webhook"),
        webhook().audit("warn").build().checkCachedBy(K8S).warnings());
  }

  private static CachedReleaseArgs.Builder webhook() {
    var image = Map.of("repository", "acme/webhook", "tag", 1);
    return Given.release("external-dns")
        .values(Map.of("provider", Map.of("webhook", Map.of("image", image))));
  }
}
