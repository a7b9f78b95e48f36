package dev.ecrcache.gitops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.chart.ChartSource;
import dev.ecrcache.program.StackFileText;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ReleasedByTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String REPOSITORY = "https://charts.example.com";

  @Test
  void helmNeedsNoObjects() {
    assertEquals(List.of(), objects(ReleasedBy.HELM, new ChartSource("charts/app", "", "")));
  }

  @Test
  void fluxHasARepositoryAndARelease() {
    assertObjects(
        """
            - apiVersion: source.toolkit.fluxcd.io/v1
              kind: HelmRepository
              metadata: { name: web, namespace: gitops }
              spec: { url: "https://charts.example.com", interval: 1h }
            - apiVersion: helm.toolkit.fluxcd.io/v2
              kind: HelmRelease
              metadata: { name: web, namespace: gitops }
              spec:
                interval: 10m
                timeout: 600s
                releaseName: web
                targetNamespace: apps
                storageNamespace: apps
                chart:
                  spec:
                    chart: app
                    version: 1.2.3
                    sourceRef: { kind: HelmRepository, name: web }
                install: { createNamespace: true, remediation: { retries: 3 } }
                upgrade: { remediation: { retries: 3 } }
                values: { image: { tag: "1" } }
            """,
        ReleasedBy.FLUX);
  }

  @Test
  void argoHasAnApplication() {
    assertObjects(
        """
            - apiVersion: argoproj.io/v1alpha1
              kind: Application
              metadata:
                name: web
                namespace: gitops
                finalizers: [resources-finalizer.argocd.argoproj.io]
              spec:
                project: platform
                source:
                  repoURL: https://charts.example.com
                  chart: app
                  targetRevision: 1.2.3
                  helm: { releaseName: web, valuesObject: { image: { tag: "1" } } }
                destination: { server: "https://kubernetes.default.svc", namespace: apps }
                syncPolicy:
                  automated: { prune: true }
                  syncOptions: [CreateNamespace=true]
            """,
        ReleasedBy.ARGO);
  }

  @ParameterizedTest
  @CsvSource({
    "oci://ghcr.io/acme/charts/app, 1.2.3, ghcr.io/acme/charts, 1.2.3",
    "OCI://ghcr.io/acme/app:1.2.3, '', ghcr.io/acme, 1.2.3",
    "oci://localhost:5000/app:v1.2.3-rc.1, '', localhost:5000, v1.2.3-rc.1",
    "oci://localhost:5000/app:1, 1.0.0, localhost:5000, 1.0.0",
  })
  void registryIsWrittenAsEachHasIt(String chart, String given, String registry, String version) {
    var source = new ChartSource(chart, given, "");

    var flux = objects(ReleasedBy.FLUX, source);
    assertEquals(
        StackFileText.read("{ type: oci, url: 'oci://%s', interval: 1h }".formatted(registry)),
        flux.get(0).get("spec"));
    assertEquals("app", flux.get(1).at("/spec/chart/spec/chart").textValue());
    assertEquals(version, flux.get(1).at("/spec/chart/spec/version").textValue());
    var argo = objects(ReleasedBy.ARGO, source).get(0).at("/spec/source");
    assertEquals(
        List.of(registry, "app", version),
        Stream.of("repoURL", "chart", "targetRevision")
            .map(it -> argo.get(it).textValue())
            .toList());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "HELM")
  void chartThatTheClusterCannotFetchIsRefused(ReleasedBy by) {
    var elsewhere =
        "is fetched by the cluster, which takes a name and its repository, or oci://…; give one, or"
            + " leave out by";
    var version =
        "is fetched by the cluster, for which '%s' may be many versions; give one such as 1.1.9";
    var refusals =
        Map.of(
            new ChartSource("charts/app", "", ""),
            elsewhere,
            new ChartSource("https://charts.example.com/app-1.2.3.tgz", "", ""),
            elsewhere,
            new ChartSource("oci://ghcr.io/acme/app@sha256:" + "0".repeat(64), "1.2.3", ""),
            "is fetched by the cluster by its version, not by a digest; give its version",
            new ChartSource("oci://ghcr.io/acme/app:latest", "", ""),
            version.formatted("latest"),
            new ChartSource("app", "1.2", REPOSITORY),
            version.formatted("1.2"),
            new ChartSource("app", ">=1.2.3", REPOSITORY),
            version.formatted(">=1.2.3"));
    refusals.forEach(
        (source, says) -> {
          var refused = assertThrows(IllegalArgumentException.class, () -> by.checked(source));
          assertEquals(says, refused.getMessage());
        });
  }

  private static void assertObjects(String wanted, ReleasedBy by) {
    var list = StackFileText.read("list:\n" + wanted).get("list");
    var objects = objects(by, new ChartSource("app", "1.2.3", REPOSITORY));
    assertEquals(list, JSON.valueToTree(objects));
  }

  private static List<JsonNode> objects(ReleasedBy by, ChartSource chart) {
    var release = new GitOpsRelease("web", "apps", "gitops", chart, 600, "platform");
    return by.objects(release).stream()
        .map(
            it ->
                JSON.<JsonNode>valueToTree(
                    Map.of(
                        "apiVersion",
                        it.apiVersion(),
                        "kind",
                        it.kind(),
                        "metadata",
                        it.metadata(),
                        "spec",
                        it.spec().apply(Map.of("image", Map.of("tag", "1"))))))
        .toList();
  }
}
