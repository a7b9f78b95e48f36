package dev.ecrcache.cli;

import static dev.ecrcache.FakeCluster.object;
import static dev.ecrcache.cli.FakeContents.IMAGE;
import static dev.ecrcache.cli.FakeContents.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.FakeCluster;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ecr-cache audit} against a cluster and an AWS that answer as a test lays down. */
class AuditCommandTest {
  private static final String HOST = Ran.HOST;
  private static final String GCR =
      "gcr.io is not a registry that ECR can cache (Google's registries: containers-roadmap#1581)";
  private static final String PODS = "/api/v1/pods";

  private final FakeCluster cluster = new FakeCluster();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    cluster.close();
  }

  private static String pod(String name, String controller, String spec) {
    return object("shop", name, controller, ",\"spec\":{%s}".formatted(spec));
  }

  private static String containers(String image) {
    return "\"containers\":[{\"name\":\"main\",\"image\":\"%s\"}]".formatted(image);
  }

  private Ran audit(String... args) {
    var given =
        List.of(
            "audit",
            "--kubeconfig",
            cluster.kubeconfig(folder).toString(),
            "--registry",
            HOST,
            "--upstream",
            "docker-hub=docker.io");
    return Ran.with("", Stream.concat(given.stream(), Stream.of(args)).toArray(String[]::new));
  }

  @Test
  void podsAreToldByWhatAPersonWouldChange() {
    cluster
        .with(
            PODS,
            pod("web-1", "ReplicaSet web-abc", containers("nginx:1")),
            pod("web-2", "ReplicaSet web-abc", containers("nginx:1")),
            pod("web-3", "ReplicaSet web-def", containers("nginx:1")),
            pod("night-1-x", "Job night-1", containers("gcr.io/acme/report:3")),
            pod("prometheus-0", "StatefulSet prometheus", containers("prom/prometheus:v3")),
            pod("alone", "", containers("busybox")),
            pod("cached", "", containers(HOST + "/docker-hub/library/nginx:1")),
            pod("own", "", containers("333333333333.dkr.ecr.eu-west-1.amazonaws.com/app:1")))
        .with(
            "/apis/apps/v1/replicasets",
            object("shop", "web-abc", "Deployment web", ""),
            object("other", "web-abc", "Deployment another", ""),
            object("shop", "web-def", "Deployment web", ""))
        .with("/apis/apps/v1/deployments", object("shop", "web", "", ""))
        .with("/apis/batch/v1/jobs", object("shop", "night-1", "CronJob night", ""))
        .with("/apis/batch/v1/cronjobs", object("shop", "night", "", ""))
        .with("/apis/apps/v1/statefulsets", object("shop", "prometheus", "Prometheus main", ""));

    audit()
        .printed(
            1,
            """
            CronJob shop/night                                  main  gcr.io/acme/report:3  not cached: %2$s
            Deployment shop/web                                 main  nginx:1               -> %1$s/docker-hub/library/nginx:1
            Pod shop/alone                                      main  busybox               -> %1$s/docker-hub/library/busybox
            StatefulSet shop/prometheus (Prometheus shop/main)  main  prom/prometheus:v3    -> %1$s/docker-hub/prom/prometheus:v3
            """
                .formatted(HOST, GCR));
    assertTrue(cluster.requests().stream().allMatch(it -> it.endsWith(" Bearer token-of-auditor")));
  }

  @Test
  void everythingThatANodePullsForAPodIsSeen() {
    cluster.with(
        PODS,
        pod(
            "p",
            "",
            """
            "initContainers":[{"name":"a","image":"a:1"}],"containers":[{"name":"b","image":"b:1"}],
            "ephemeralContainers":[{"name":"c","image":"c:1"}],
            "volumes":[{"name":"d","image":{"reference":"d:1"}},{"name":"e","emptyDir":{}}]
            """));

    audit("--output", "json")
        .printed(
            1,
            Stream.of("b container", "c ephemeral", "a init", "d volume")
                .map(it -> it.split(" "))
                .map(
                    it ->
                        """
                          {"workload":"Pod shop/p","owner":null,"container":"%1$s","role":"%2$s","image":"%1$s:1",\
                        "cached":"%3$s/docker-hub/library/%1$s:1","reason":null,"pods":1}"""
                            .formatted(it[0], it[1], HOST))
                .reduce((some, more) -> some + ",\n" + more)
                .map(it -> "[\n" + it + "\n]\n")
                .orElseThrow());
  }

  @Test
  void aLargeClusterComesInPagesThatMayExpire() {
    cluster
        .with(PODS, 1201, at -> pod("web-" + at, "ReplicaSet web", containers("nginx:1")))
        .with("/apis/apps/v1/replicasets")
        .expiring();

    audit("--output", "json")
        .printed(
            1,
            """
            [
              {"workload":"ReplicaSet shop/web","owner":null,"container":"main","role":"container","image":"nginx:1",\
            "cached":"%s/docker-hub/library/nginx:1","reason":null,"pods":1201}
            ]
            """
                .formatted(HOST));
    var query = "?fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed&limit=500";
    var asked = new ArrayList<String>();
    for (var token : List.of("", "&continue=from500", "&continue=from500", "&continue=from1000")) {
      asked.add(PODS + query + token + " Bearer token-of-auditor");
    }
    asked.add("/apis/apps/v1/replicasets?limit=500 Bearer token-of-auditor");
    assertEquals(asked, cluster.requests());
  }

  @Test
  void namespacesAreAskedOneByOneAndWhatControlsMayBeHidden() {
    cluster
        .with("/api/v1/namespaces/shop/pods", pod("w", "ReplicaSet web", containers("nginx:1")))
        .with("/api/v1/namespaces/bank/pods")
        .forbidding(
            "/apis/apps/v1/namespaces/bank/replicasets", "replicasets.apps is forbidden: no")
        .with("/apis/apps/v1/namespaces/shop/replicasets");

    assertEquals(
        new Ran(
            1,
            "ReplicaSet shop/web  main  nginx:1  -> %s/docker-hub/library/nginx:1\n"
                .formatted(HOST),
            "ecr-cache: /apis/apps/v1/namespaces/bank/replicasets of prod: answers 403:"
                + " replicasets.apps is forbidden: no; what controls a ReplicaSet is not shown\n"),
        audit("--namespace", "bank,shop"));
  }

  @Test
  void allFromTheCacheIsFine() {
    cluster.with(PODS, pod("p", "", containers(HOST + "/docker-hub/library/nginx:1")));

    audit().printed(0, "");
  }

  @Test
  void whatTheClusterRefusesIsOneLine() {
    cluster.forbidding(PODS, "pods is forbidden: User cannot list");

    audit()
        .printedError(
            "ecr-cache: /api/v1/pods of prod: answers 403: pods is forbidden: User cannot list\n");
    audit("--context", "dev")
        .printedError("ecr-cache: /api/v1/pods of dev: cannot be reached (ConnectException)\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "audit x|'x' is not -, which stands for manifests on standard input",
        "audit --kubeconfig nowhere|nowhere: does not exist",
        "audit --kubeconfig pom.xml|pom.xml: cannot be read as a kubeconfig",
        "audit --unused 30|Invalid value for option '--unused': '30' is no span of time such as"
            + " 30d, 12h or 4w",
        "audit --unused 30d --context a|"
            + "--unused looks at a registry; leave out - and the options of a cluster",
        "audit --unused 30d --price -1|--price -1.0: is no price of a GB in a month in USD",
      })
  void wrongUsageIsRefused(String args, String problem) {
    Ran.with("", args.split(" ")).refused("ecr-cache audit", problem);
  }

  @Test
  void aContextThatIsNotThereIsNamed() {
    var file = cluster.kubeconfig(folder);

    audit("--context", "team")
        .refused("ecr-cache audit", file + " has no context 'team'; there are: dev, prod");
  }

  @Test
  void manifestsAreJudgedByTheRulesOfTheRegistry() {
    var manifests =
        """
        apiVersion: v1
        kind: List
        items:
        - {kind: Pod, metadata: {name: a, namespace: shop, ownerReferences: [{kind: ReplicaSet, name: r, controller: true}]},
           spec: {initContainers: [{name: i, image: busybox}], containers: [{name: c, image: gcr.io/a/b}]}}
        - {kind: Pod, metadata: {name: b, namespace: shop, ownerReferences: [{kind: ReplicaSet, name: r, controller: true}]},
           spec: {containers: [{name: c, image: gcr.io/a/b}]}}
        - {kind: ReplicaSet, metadata: {name: r, namespace: shop, ownerReferences: [{kind: Deployment, name: web, controller: true}]}}
        """;
    try (var ecr = new FakeContents()) {
      ecr.runWith(manifests, "audit", "-")
          .printed(
              1,
              """
              Deployment shop/web  i (init)  busybox     -> %s/docker-hub/library/busybox
              Deployment shop/web  c         gcr.io/a/b  not cached: %s
              """
                  .formatted(HOST, GCR));
      ecr.runWith("a: [", "audit", "-")
          .refused(
              "ecr-cache audit",
              "the manifests: broken YAML in line 1: expected the node content, but found"
                  + " '<stream end>'");
    }
  }

  @Test
  void repositoriesThatNobodyPullsFromAreToldWithTheirPrice() {
    try (var ecr = new FakeContents()) {
      ecr.holding(
              "docker-hub/old",
              image('a', "1", IMAGE, 2_000_000_000L, 90, 40),
              image('b', "2", IMAGE, 500_000_000L, 80, -1))
          .holding("docker-hub/never", image('a', "1", IMAGE, 1_000_000, 31, -1))
          .holding("docker-hub/used", image('a', "1", IMAGE, 9_000_000, 90, 1))
          .holding("docker-hub/new", image('a', "1", IMAGE, 9_000_000, 1, -1))
          .holding("docker-hub/empty")
          .holding("other/old", image('a', "1", IMAGE, 9_000_000, 90, 80));

      var ran = ecr.run("audit", "--unused", "30d", "--price", "0.2");

      var day = LocalDate.now(ZoneOffset.UTC);
      assertEquals(
          new Ran(
              1,
              """
              docker-hub/old    last pulled %s         2 images  2.5 GB  USD 0.50
              docker-hub/never  never pulled, came %s  1 images  1.0 MB  USD 0.00
              docker-hub/empty  empty                          0 images  0 B     USD 0.00
              """
                  .formatted(day.minusDays(40), day.minusDays(31)),
              "3 repositories, 3 images, up to 2.5 GB and USD 0.50 a month\n"),
          ran);
      ecr.rules();
      ecr.run("audit", "--unused", "30d")
          .refused(
              "ecr-cache audit",
              "there is no pull-through cache rule in 111111111111 in eu-west-1");
    }
  }
}
