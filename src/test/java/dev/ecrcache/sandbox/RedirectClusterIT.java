package dev.ecrcache.sandbox;

import static dev.ecrcache.Recorder.map;
import static dev.ecrcache.sandbox.Pods.deployment;
import static dev.ecrcache.sandbox.Pods.images;
import static dev.ecrcache.sandbox.Pods.metadata;
import static dev.ecrcache.sandbox.Pods.pod;
import static dev.ecrcache.sandbox.Pods.policy;
import static dev.ecrcache.sandbox.Pods.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.ImageRedirectArgs;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.RandomReferences;
import dev.ecrcache.image.Resolution;
import dev.ecrcache.image.ThousandReferences;
import dev.ecrcache.image.Upstream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an API server makes of pods by the policies, in each version that moves images. */
@NeedsCluster
@TestInstance(Lifecycle.PER_CLASS)
@ParameterizedClass
@ValueSource(strings = {"1.36", "1.37"})
class RedirectClusterIT {
  private static final String HOST = "222222222222.dkr.ecr.eu-west-1.amazonaws.com";
  private static final String HUB = HOST + "/docker-hub/";
  private static final CachedImages CACHE =
      new CachedImages(
          HOST,
          List.of(
              CacheRule.of("docker-hub", "docker.io"),
              CacheRule.of("docker-hub/grafana", "quay.io"),
              CacheRule.of("k8s", "registry.k8s.io"),
              CacheRule.of("github", "ghcr.io"),
              CacheRule.of("eks", "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks")));

  /** A repository as long as ECR takes it, a tag and a digest. */
  private static final String LONGEST =
      "ghcr.io/%s:%s@sha256:%s".formatted("x".repeat(240), "t".repeat(128), "a".repeat(64));

  @Parameter String version;
  private Sandbox sandbox;
  private Kubernetes kubernetes;
  private List<Map<String, Object>> applied = List.of();
  private String name;
  private int names;

  @BeforeParameterizedClassInvocation
  void start(String version, @TempDir Path folder) {
    sandbox = new Sandbox(folder.resolve("state"));
    sandbox.run("kubernetes", version).succeeded();
    kubernetes = new Kubernetes(folder.resolve("state/cluster/kubeconfig"));
  }

  @AfterParameterizedClassInvocation
  void stop() {
    sandbox.close();
  }

  @AfterEach
  void remove() {
    for (int i = applied.size() - 1; i >= 0; i--) {
      kubernetes.delete(applied.get(i));
    }
    await(() -> isLeftAlone(pod("nginx")));
  }

  private boolean isLeftAlone(Map<String, Object> pod) {
    var answer = kubernetes.tryOut(pod);
    return answer.status() < 300
        && answer.warnings().isEmpty()
        && images(answer.body().at("/spec/containers")).equals(List.of("nginx"));
  }

  @ParameterizedTest
  @CsvSource({"KEEP, 4000", "DROP, 2000", "REFUSE, 2000"})
  void thousandsOfReferencesGoWhereTheCacheHasThem(Digests digests, int count) {
    redirect(ImageRedirectArgs.builder().digests(digests.name().toLowerCase(Locale.ROOT)));
    var cache = new CachedImages(HOST, CACHE.rules(), digests);
    var texts = new LinkedHashSet<>(ThousandReferences.get());
    var random = new RandomReferences(new Random(11));
    while (texts.size() < count) {
      texts.add(random.valid());
      texts.add(random.mutated());
    }
    // The server itself refuses an image without text or between spaces.
    texts.removeIf(
        text -> text.isEmpty() || !text.equals(text.trim()) || text.matches("(?s).*\\p{Cs}.*"));
    var all = List.copyOf(texts);
    var moved = 0;
    for (int i = 0; i < all.size(); i += 50) {
      var some = all.subList(i, Math.min(i + 50, all.size()));
      var expected = some.stream().map(text -> cached(cache, text)).toList();
      assertEquals(expected, moved(pod(some)));
      moved += some.size() - (int) expected.stream().filter(some::contains).count();
    }
    assertTrue(moved > count / 5, "too few to tell: " + moved);
  }

  @Test
  void everyPartOfAPodIsMoved() {
    redirect(ImageRedirectArgs.builder());
    var pod = pod("NGINX.example.com/x", "nginx", "docker.io:443/a", "INDEX.docker.io/nginx:1");
    spec(pod)
        .put(
            "initContainers",
            List.of(map("name", "i", "image", "busybox", "restartPolicy", "Always")));
    spec(pod).put("volumes", List.of(map("name", "v", "image", map("reference", "ghcr.io/a/b:1"))));

    var made = kubernetes.tryOut(pod).succeeded().body().get("spec");
    assertEquals(
        List.of(
            "NGINX.example.com/x",
            HUB + "library/nginx",
            "docker.io:443/a",
            HUB + "library/nginx:1"),
        images(made.get("containers")));
    assertEquals(List.of(HUB + "library/busybox"), images(made.get("initContainers")));
    assertEquals(HOST + "/github/a/b:1", made.at("/volumes/0/image/reference").textValue());
    assertEquals("IfNotPresent", made.at("/containers/3/imagePullPolicy").textValue());
  }

  @Test
  void whatRunsAPodDoesNotMatter() {
    redirect(ImageRedirectArgs.builder());
    var pod = pod("nginx");
    spec(pod).put("os", map("name", "windows"));
    spec(pod).put("schedulerName", "fargate-scheduler");

    assertEquals(List.of(HUB + "library/nginx"), moved(pod));
  }

  @Test
  void whatAPodHasAlreadyStaysAndOnlyNewImagesMove() {
    var pod = pod("nginx:1", "busybox");
    metadata(pod).put("name", "old");
    kubernetes.create(pod).succeeded();
    redirect(ImageRedirectArgs.builder());
    var path = "/api/v1/namespaces/default/pods/old";

    var labelled =
        kubernetes.patch(path, map("metadata", map("labels", map("a", "b")))).succeeded();
    assertEquals(List.of("nginx:1", "busybox"), images(labelled.body().at("/spec/containers")));
    var changed = map("spec", map("containers", List.of(map("name", "c0", "image", "nginx:2"))));
    assertEquals(
        List.of(HUB + "library/nginx:2", "busybox"),
        images(kubernetes.strategicPatch(path, changed).succeeded().body().at("/spec/containers")));
    for (var name : List.of("one", "two")) {
      var debug = map("name", name, "image", "alpine");
      kubernetes
          .strategicPatch(
              path + "/ephemeralcontainers",
              map("spec", map("ephemeralContainers", List.of(debug))))
          .succeeded();
    }
    assertEquals(
        List.of(HUB + "library/alpine", HUB + "library/alpine"),
        images(kubernetes.get(path).body().at("/spec/ephemeralContainers")));
    kubernetes.delete(pod);
  }

  @Test
  void sidecarsThatOthersPutInAreMovedToo() {
    redirect(ImageRedirectArgs.builder());
    var policy =
        policy(
            "MutatingAdmissionPolicy",
            "zz-sidecar",
            map(
                "reinvocationPolicy",
                "Never",
                "matchConstraints",
                map(
                    "resourceRules",
                    List.of(
                        map(
                            "apiGroups", List.of(""),
                            "apiVersions", List.of("v1"),
                            "operations", List.of("CREATE"),
                            "resources", List.of("pods")))),
                "mutations",
                List.of(
                    map(
                        "patchType",
                        "ApplyConfiguration",
                        "applyConfiguration",
                        map(
                            "expression",
                            "Object{spec: Object.spec{containers:"
                                + " [Object.spec.containers{name: 'side', image: 'envoy'}]}}")))));
    var binding =
        policy("MutatingAdmissionPolicyBinding", "zz-sidecar", map("policyName", "zz-sidecar"));
    kubernetes.create(policy).succeeded();
    kubernetes.create(binding).succeeded();
    try {
      await(() -> moved(pod("nginx")).contains(HUB + "library/envoy"));
      assertTrue(moved(pod("nginx")).contains(HUB + "library/nginx"));
    } finally {
      kubernetes.delete(binding);
      kubernetes.delete(policy);
      await(() -> moved(pod("nginx")).size() == 1);
    }
  }

  @Test
  void sidecarsOfAWebhookAreMovedToo(@TempDir Path folder) {
    redirect(ImageRedirectArgs.builder());
    var patch =
        List.of(
            map(
                "op", "add",
                "path", "/spec/containers/-",
                "value", map("name", "side", "image", "envoy")),
            map(
                "op",
                "add",
                "path",
                "/spec/initContainers",
                "value",
                List.of(map("name", "mesh", "image", "ghcr.io/a/b:1", "restartPolicy", "Always"))));
    try (var webhook = new AdmissionWebhook(folder, kubernetes, "Never", patch)) {
      awaitCallOf(webhook);
      var made = kubernetes.tryOut(pod("nginx")).succeeded().body().get("spec");
      assertEquals(
          List.of(HUB + "library/nginx", HUB + "library/envoy"), images(made.get("containers")));
      assertEquals(List.of(HOST + "/github/a/b:1"), images(made.get("initContainers")));
    }
  }

  @ParameterizedTest
  @CsvSource({"Never, 1, true", "IfNeeded, 2, false"})
  void whatAWebhookPutsBackIsMovedAgainOrTold(
      String reinvocationPolicy, int calls, boolean moved, @TempDir Path folder) {
    redirect(ImageRedirectArgs.builder().validate("warn"));
    await(() -> !kubernetes.tryOut(pod("gcr.io/a/b")).warnings().isEmpty());
    var patch = List.of(map("op", "replace", "path", "/spec/containers/0/image", "value", "nginx"));
    try (var webhook = new AdmissionWebhook(folder, kubernetes, reinvocationPolicy, patch)) {
      awaitCallOf(webhook);
      var before = webhook.calls();
      var answer = kubernetes.tryOut(pod("nginx")).succeeded();
      assertEquals(calls, webhook.calls() - before);
      assertEquals(
          List.of(moved ? HUB + "library/nginx" : "nginx"),
          images(answer.body().at("/spec/containers")));
      assertEquals(moved ? List.of() : List.of(warning("nginx")), answer.warnings());
    }
  }

  private void awaitCallOf(AdmissionWebhook webhook) {
    await(
        () -> {
          kubernetes.tryOut(pod("nginx")).succeeded();
          return webhook.calls() > 0;
        });
  }

  @Test
  void whoIsLeftOutIsLeftAlone() {
    for (var namespace : List.of(map("name", "quiet"), map("name", "off", "labels", off()))) {
      kubernetes.create(map("apiVersion", "v1", "kind", "Namespace", "metadata", namespace));
    }
    redirect(ImageRedirectArgs.builder().excludedNamespaces(List.of("quiet")));

    for (var namespace : List.of("quiet", "off")) {
      var pod = pod("nginx");
      metadata(pod).put("namespace", namespace);
      await(() -> isLeftAlone(pod));
    }
    var labelled = pod("nginx");
    metadata(labelled).put("labels", off());
    assertEquals(List.of("nginx"), moved(labelled));
    var mirror = pod("nginx");
    metadata(mirror).put("annotations", map("kubernetes.io/config.mirror", "x"));
    spec(mirror).put("nodeName", "node");
    assertEquals(List.of("nginx"), moved(mirror));
  }

  @Test
  void aThousandContainersAreMovedAndFewerOfTheLongestImages() {
    redirect(ImageRedirectArgs.builder());
    var usual = "registry.k8s.io/team/application:v1.27.3-alpine";
    assertEquals(
        Collections.nCopies(1_000, cached(CACHE, usual)),
        moved(pod(Collections.nCopies(1_000, usual))));
    assertEquals(
        Collections.nCopies(200, cached(CACHE, LONGEST)),
        moved(pod(Collections.nCopies(200, LONGEST))));
    var beyond = Collections.nCopies(1_000, LONGEST);
    assertEquals(beyond, moved(pod(beyond)));
  }

  @Test
  void whatCostsMoreIsRefusedWhereThatWasAskedFor() {
    redirect(ImageRedirectArgs.builder().failurePolicy("Fail"));

    var refused = kubernetes.tryOut(pod(Collections.nCopies(1_000, LONGEST)));
    assertEquals(403, refused.status());
    assertEquals(
        "composited variable \"cached\" fails to evaluate: operation cancelled: actual cost limit exceeded",
        refused.body().at("/message").textValue().replaceFirst("(?s).* resulted in error: ", ""));
  }

  @Test
  void fiftyRulesOfOneRegistryFitIntoTheBudgetTooAsLongAsTheyCanBe() {
    var rules =
        IntStream.range(10, 60)
            .mapToObj(
                i -> new CacheRule("p".repeat(28) + i, Upstream.of("quay.io"), "u".repeat(28) + i))
            .toList();
    var cache = new CachedImages(HOST, rules);
    apply(ImageRedirectArgs.builder(), cache);
    var image = "quay.io/" + "u".repeat(28) + "59/" + "x".repeat(220) + ":" + "t".repeat(128);
    var pod = pod(Collections.nCopies(100, image));
    await(() -> moved(pod).equals(Collections.nCopies(100, cached(cache, image))));
  }

  @Test
  void withoutRulesPodsStartWithTheirOwnImages() {
    redirect(ImageRedirectArgs.builder());
    kubernetes.delete(applied.get(0)).succeeded();

    await(() -> isLeftAlone(pod("nginx")));
  }

  @Test
  void orAreRefusedWhereThatWasAskedFor() {
    redirect(ImageRedirectArgs.builder().failurePolicy("Fail"));
    kubernetes.delete(applied.get(0)).succeeded();

    await(() -> kubernetes.tryOut(pod("nginx")).status() == 403);
  }

  @Test
  void deploymentsKeepTheirImagesAndAreWarnedOfWhatIsNotMoved() {
    redirect(ImageRedirectArgs.builder().validate("warn"));

    await(() -> !kubernetes.tryOut(deployment("gcr.io/a/b")).warnings().isEmpty());
    var answer = kubernetes.tryOut(deployment("nginx", "gcr.io/a/b")).succeeded();
    assertEquals(
        List.of("nginx", "gcr.io/a/b"), images(answer.body().at("/spec/template/spec/containers")));
    assertEquals(List.of(warning("gcr.io/a/b")), answer.warnings());
    assertEquals(List.of(), kubernetes.tryOut(deployment("nginx")).succeeded().warnings());
    assertEquals(List.of(), kubernetes.tryOut(pod("nginx")).succeeded().warnings());
  }

  @Test
  void whatOlderClustersCannotMoveIsRefusedWithItsPlaceInTheCache() {
    apply(ImageRedirectArgs.builder().kubernetes("1.34").validate("deny"), CACHE);

    await(() -> kubernetes.tryOut(pod("nginx")).status() == 422);
    assertEquals(
        "not from the cache: nginx (cached: %slibrary/nginx), gcr.io/a/b".formatted(HUB),
        kubernetes
            .tryOut(pod("nginx", HUB + "library/x", "gcr.io/a/b"))
            .body()
            .at("/message")
            .textValue()
            .replaceFirst(".*denied request: ", ""));
    kubernetes.tryOut(pod(HUB + "library/nginx")).succeeded();
  }

  private void redirect(ImageRedirectArgs.Builder args) {
    apply(args, CACHE);
    await(
        () -> {
          var answer = kubernetes.tryOut(pod("nginx"));
          return answer.status() < 300
              && images(answer.body().at("/spec/containers"))
                  .equals(List.of(HUB + "library/nginx"));
        });
  }

  /** Under a name of its own: the server forgets policies of another test a moment late. */
  private void apply(ImageRedirectArgs.Builder args, CachedImages cache) {
    name = "redirect-" + names++;
    applied = args.name(name).build().redirect().manifests(cache);
    applied.forEach(object -> kubernetes.create(object).succeeded());
  }

  private String warning(String image) {
    return "299 - \"Validation failed for ValidatingAdmissionPolicy '%1$s' with binding '%1$s': not from the cache: %2$s\""
        .formatted(name, image);
  }

  private static String cached(CachedImages cache, String text) {
    try {
      return cache.resolve(ImageReference.parse(text)) instanceof Resolution.Cached cached
          ? cached.image().toString()
          : text;
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private List<String> moved(Map<String, Object> pod) {
    return images(kubernetes.tryOut(pod).succeeded().body().at("/spec/containers"));
  }

  private static Map<String, Object> off() {
    return map("ecr-cache.dev/redirect", "off");
  }

  /** The server takes up a policy a moment after it is there. */
  private static void await(BooleanSupplier moment) {
    try {
      for (int i = 0; i < 900 && !moment.getAsBoolean(); i++) {
        Thread.sleep(100);
      }
      assertTrue(moment.getAsBoolean());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
