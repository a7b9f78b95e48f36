package dev.ecrcache.cli;

import static dev.ecrcache.FakeCluster.object;
import static dev.ecrcache.cli.FakeContents.IMAGE;
import static dev.ecrcache.cli.FakeContents.INDEX;
import static dev.ecrcache.cli.FakeContents.digest;
import static dev.ecrcache.cli.FakeContents.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.FakeCluster;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.operate.AwsSession;
import dev.ecrcache.operate.Progress;
import dev.ecrcache.operate.contents.Cleaning;
import dev.ecrcache.operate.contents.CleaningPlan;
import dev.ecrcache.operate.contents.Contents;
import dev.ecrcache.operate.contents.Selection;
import dev.ecrcache.operate.contents.UsedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecr.EcrClient;

/** {@code ecr-cache clean} against an AWS that answers as a test lays down. */
class CleanCommandTest {
  private static final String NATS = "docker-hub/library/nats";
  private static final String COUNTS =
      "111111111111: indexes that stay were not read, since ECR would count that as pulls: it keeps"
          + " what they name. --exclude-pulls-of self makes the next plan exact\n";

  private final FakeContents ecr = new FakeContents();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    ecr.close();
  }

  private Ran clean(String... args) {
    var all = new String[args.length + 1];
    all[0] = "clean";
    System.arraycopy(args, 0, all, 1, args.length);
    return ecr.run(all);
  }

  /** The letters of the digests that a dry run would delete. */
  private String planned(String... args) {
    var ran =
        clean(
            IntStream.range(0, args.length + 3)
                .mapToObj(
                    at ->
                        at < args.length
                            ? args[at]
                            : List.of("--dry-run", "--output", "json").get(at - args.length))
                .toArray(String[]::new));
    assertEquals(0, ran.code(), ran.err());
    return ran.out()
        .lines()
        .filter(it -> it.contains("\"digest\":\"sha256:"))
        .map(it -> it.replaceAll(".*\"digest\":\"sha256:(.).*", "$1"))
        .collect(Collectors.joining());
  }

  private void kinds() {
    ecr.holding(
            NATS,
            image('a', "old", IMAGE, 1000, 90, 40),
            image('b', "never", IMAGE, 2000, 90, -1),
            image('c', "used", IMAGE, 3000, 90, 1),
            image('d', "new", IMAGE, 4000, 5, -1),
            image('e', "", IMAGE, 5000, 60, 10))
        .holding("k8s/pause", image('f', "3", IMAGE, 6000, 50, 40))
        .holding("other/app", image('1', "1", IMAGE, 7000, 400, -1));
  }

  @ParameterizedTest
  @CsvSource({
    "--not-pulled-for 30d, abf",
    "--not-pulled-for 1w, abef",
    "--older-than 55d, abce",
    "--older-than 55d --not-pulled-for 30d, ab",
    "--untagged, e",
    "--untagged --not-pulled-for 30d, ''",
    "--repository k8s/*, f",
    "--repository docker-hub/library/nats --not-pulled-for 30d, ab",
    "--repository *nats --untagged, e",
    "--repository other/* --not-pulled-for 30d, ''",
    "--pushed-before 2020-01-31, ''",
    "--delete-empty, ''",
  })
  void allThatIsGivenMustHold(String options, String expected) {
    kinds();

    assertEquals(expected, planned(options.split(" ")));
  }

  @Test
  void whatGoesAndHowMuchIsShownFirst() {
    kinds();
    var today = LocalDate.now(ZoneOffset.UTC);

    assertEquals(
        new Ran(
            0,
            """
            %1$s:never@sha256:bbbbbbbbbbbb  2.0 kB  came %2$s  never pulled
            """
                .formatted(NATS, today.minusDays(90)),
            "delete 1 images of 1 repositories, up to 2.0 kB\n"),
        clean("--not-pulled-for", "60d", "--dry-run"));
    assertFalse(ecr.aws().actions().contains("BatchDeleteImage"));
  }

  @Test
  void whatIsConfirmedIsDeletedInLotsAndFailuresAreTold() {
    var images =
        IntStream.range(0, 150)
            .mapToObj(
                at ->
                    image('a', "t" + at, IMAGE, 10, 90, 40)
                        .replace(digest('a'), "sha256:%064x".formatted(at)))
            .toArray(String[]::new);
    ecr.holding(NATS, images)
        .aws()
        .with(
            "BatchDeleteImage",
            """
            {"failures":[{"imageId":{"imageDigest":"sha256:%064x"},"failureCode":"KmsError",
              "failureReason":"the key is disabled"}]}
            """
                .formatted(1));

    var ran = clean("--not-pulled-for", "30d", "--yes");

    assertEquals(1, ran.code());
    assertEquals(
        """
        delete 150 images of 1 repositories, up to 1.5 kB
        %s@sha256:%064x: the key is disabled
        149 deleted, up to 1.5 kB, 1 failed
        """
            .formatted(NATS, 1),
        ran.err());
    assertEquals(2, ecr.aws().actions().stream().filter("BatchDeleteImage"::equals).count());
  }

  @Test
  void imagesOfAnIndexThatStaysStayAndEcrIsTheJudgeWhereItIsNotRead() {
    ecr.holding(
            NATS,
            image('a', "2", INDEX, 900, 90, 1),
            image('b', "", IMAGE, 500, 90, -1),
            image('c', "", IMAGE, 400, 90, -1))
        .aws()
        .with(
            "BatchDeleteImage",
            """
            {"failures":[{"imageId":{"imageDigest":"%s"},"failureReason":"it is named",
              "failureCode":"ImageReferencedByManifestList"}]}
            """
                .formatted(digest('b')));

    var ran = clean("--not-pulled-for", "30d", "--yes", "--output", "json");

    assertEquals(0, ran.code());
    assertEquals(
        COUNTS
            + "delete up to 2 images of 1 repositories, up to 900 B\n"
            + "1 deleted, up to 400 B, 1 kept, named by an index that stays\n",
        ran.err());
    assertTrue(
        ran.out().contains("\"ifUnnamed\":true,\"result\":\"named\",\"problem\":\"it is named\""));
    assertFalse(ecr.aws().actions().contains("BatchGetImage"));
  }

  @Test
  void whosePullsAreNotRecordedReadsIndexes() {
    ecr.excluded("arn:aws:iam::111111111111:role/cleaner");
    ecr.holding(
            NATS,
            image('a', "2", INDEX, 900, 90, 1),
            image('b', "", IMAGE, 500, 90, -1),
            image('c', "", IMAGE, 400, 90, -1))
        .index(NATS, 'a', "linux/amd64 b");

    assertEquals("c", planned("--not-pulled-for", "30d"));
  }

  @Test
  void indexesGoBeforeTheirImagesAndSignaturesLast() {
    var signature = image('0', "sha256-%s.sig".formatted("c".repeat(64)), IMAGE, 1, 90, 1);
    var attestation =
        image('1', "", IMAGE, 1, 1, -1)
            .replace(
                "\"imageTags\"",
                "\"subjectManifestDigest\":\"%s\",\"imageTags\"".formatted(digest('c')));
    ecr.holding(
        NATS,
        signature,
        attestation,
        image('b', "", IMAGE, 500, 90, -1),
        image('c', "2", INDEX, 900, 90, 40),
        image('d', "sha256-%s.sig".formatted("e".repeat(64)), IMAGE, 1, 90, 40),
        image('e', "3", IMAGE, 1, 90, 1));

    assertEquals("cb01", planned("--not-pulled-for", "30d"));
  }

  @Test
  void whatPodsAndChartsUseStays() throws Exception {
    ecr.holding(
        NATS,
        image('a', "1", IMAGE, 1, 90, 40),
        image('b', "2", IMAGE, 1, 90, 40),
        image('c', "", IMAGE, 1, 90, 40),
        image('d', "latest", IMAGE, 1, 90, 40),
        image('e', "5", IMAGE, 1, 90, 40));
    var status =
        ",\"status\":{\"containerStatuses\":[{\"name\":\"c\",\"imageID\":\"docker-pullable://%s/%s@%s\"}]}"
            .formatted(Ran.HOST, NATS, digest('c'));
    var spec = ",\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"%s\"}]}%s";
    try (var cluster = new FakeCluster()) {
      cluster.with(
          "/api/v1/pods",
          object("a", "p", "", spec.formatted(Ran.HOST + "/" + NATS + ":1", status)),
          object("a", "q", "", spec.formatted("nats", "")),
          object("a", "r", "", spec.formatted("No image", "")));
      var kubeconfig = cluster.kubeconfig(folder).toString();

      assertEquals(
          "be",
          planned("--not-pulled-for", "30d", "--kubeconfig", kubeconfig, "--keep-used-by", "prod"));
      clean("--untagged", "--dry-run", "--kubeconfig", kubeconfig, "--keep-used-by", "team")
          .refused("ecr-cache clean", kubeconfig + " has no context 'team'; there are: dev, prod");
      clean("--untagged", "--yes", "--kubeconfig", kubeconfig, "--keep-used-by", "dev")
          .printedError("ecr-cache: /api/v1/pods of dev: cannot be reached (ConnectException)\n");
    }
    var chart = Files.createDirectories(folder.resolve("chart/templates")).getParent();
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    Files.writeString(chart.resolve("values.yaml"), "image: nats:2\n");
    Files.writeString(
        chart.resolve("templates/pod.yaml"),
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: \"{{ .Values.image }}\"}]}\n");
    var stack = folder.resolve("Pulumi.dev.yaml");
    Files.writeString(
        stack, "config:\n  ecr-cache:samples:\n    shop: {chart: %s}\n".formatted(chart));

    assertEquals("acde", planned("--not-pulled-for", "30d", "--keep-stack", stack.toString()));
  }

  @Test
  void whatChangedSinceThePlanIsLeft() {
    ecr.holding(
        NATS,
        image('a', "1", IMAGE, 1, 90, 40),
        image('b', "2", IMAGE, 1, 90, 40),
        image('c', "3", IMAGE, 1, 90, 40),
        image('d', "4", IMAGE, 1, 90, 40));
    ecr.aws().with("BatchDeleteImage", "{}");
    var session =
        AwsSession.open(
            Optional.empty(), Optional.of("eu-west-1"), Optional.of(ecr.aws().endpoint()));
    try (var client = session.client(EcrClient.builder())) {
      var contents = new Contents(session, client);
      var registry = new EcrRegistry("111111111111", "eu-west-1");
      var plans =
          CleaningPlan.of(
              contents,
              List.of(NATS),
              new Selection(
                  Optional.of(Instant.now().minus(Duration.ofDays(30))), Optional.empty(), false),
              UsedImages.of(List.of(), new CachedImages(registry.host(), List.of()), registry),
              false,
              true,
              Progress.NONE);
      ecr.holding(
          NATS,
          image('a', "1", IMAGE, 1, 90, 0),
          image('b', "stable", IMAGE, 1, 90, 40),
          image('d', "4", IMAGE, 1, 90, 41));

      assertEquals(
          """
          %1$s changed was pulled or pushed meanwhile
          %2$s changed has other tags meanwhile
          %3$s gone is gone
          %4$s deleted -
          repository changed it is not empty
          """
              .formatted(digest('a'), digest('b'), digest('c'), digest('d')),
          new Cleaning(contents)
              .run(plans, List.of(), Progress.NONE).stream()
                  .map(
                      it ->
                          "%s %s %s\n"
                              .formatted(
                                  it.digest().orElse("repository"),
                                  it.result().word(),
                                  it.problem().orElse("-")))
                  .collect(Collectors.joining()));
    }
  }

  @Test
  void callsAreBoundedByRepositoriesAndLots() {
    kinds();
    ecr.aws().with("BatchDeleteImage", "{}");

    assertEquals(0, clean("--not-pulled-for", "30d", "--yes").code());

    var calls =
        ecr.aws().actions().stream()
            .collect(Collectors.groupingBy(it -> it, Collectors.counting()));
    // Two repositories below a prefix, each looked at for the plan and again before its only lot.
    assertEquals(4, calls.get("DescribeImages"));
    assertEquals(2, calls.get("BatchDeleteImage"));
    assertEquals(1, calls.get("DescribeRepositories"));
    assertEquals(1, calls.get("DescribePullThroughCacheRules"));
  }

  @Test
  void whatAwsRefusesEndsIt() {
    kinds();
    ecr.aws().refusing("BatchDeleteImage", 400, "AccessDeniedException", "not authorized");

    var ran = clean("--not-pulled-for", "60d", "--yes");

    assertEquals(2, ran.code());
    assertEquals(
        """
        delete 1 images of 1 repositories, up to 2.0 kB
        0 deleted, up to 0 B, 1 left, since AWS refused
        ecr-cache: ecr:BatchDeleteImage in eu-west-1 with the usual credential chain: not authorized
        """,
        ran.err());
  }

  @Test
  void whatWasDeletedBeforeAwsThrottlesToTheLastAttemptIsTold() {
    kinds();
    ecr.aws()
        .with("BatchDeleteImage {\"repositoryName\":\"%s\"".formatted(NATS), "{}")
        .refusing(
            "BatchDeleteImage {\"repositoryName\":\"k8s/pause\"",
            429,
            "TooManyRequestsException",
            "Rate exceeded");

    var ran = clean("--not-pulled-for", "30d", "--yes", "--output", "json");

    assertEquals(2, ran.code());
    assertEquals(
        """
        delete 3 images of 2 repositories, up to 9.0 kB
        2 deleted, up to 3.0 kB, 1 left, since AWS refused
        ecr-cache: ecr:BatchDeleteImage in eu-west-1 with the usual credential chain: Rate exceeded
        """,
        ran.err());
    assertEquals(
        List.of("a deleted", "b deleted", "f refused"),
        ran.out()
            .lines()
            .filter(it -> it.contains("sha256:"))
            .map(it -> it.replaceAll(".*sha256:(.).*\"result\":\"([a-z]+)\".*", "$1 $2"))
            .toList(),
        ran.out());
    assertEquals(
        4,
        ecr.aws().actions().stream().filter("BatchDeleteImage"::equals).count(),
        "what is throttled is asked for three times");
  }

  @Test
  void whoMayNotExcludePullsDeletesNothing() {
    kinds();
    ecr.refusing("RegisterPullTimeUpdateExclusion", "AccessDeniedException", "not authorized");

    var ran =
        clean("--not-pulled-for", "60d", "--exclude-pulls-of", "self", "--yes", "--output", "json");

    assertEquals(2, ran.code());
    assertTrue(ran.out().endsWith("not authorized\"}\n]\n"), ran.out());
    assertEquals(
        """
        delete 1 images of 1 repositories, up to 2.0 kB; no longer record pulls of \
        arn:aws:iam::111111111111:role/cleaner
        0 deleted, up to 0 B, 1 left, since AWS refused
        ecr-cache: ecr:RegisterPullTimeUpdateExclusion in eu-west-1 with the usual credential chain: \
        not authorized
        """,
        ran.err());
    assertFalse(ecr.aws().actions().contains("BatchDeleteImage"));
  }

  @Test
  void anEmptyRepositoryGoesIfThatIsAskedFor() {
    ecr.holding(NATS, image('a', "1", IMAGE, 1, 90, 40))
        .holding("k8s/empty")
        .aws()
        .with("BatchDeleteImage", "{}")
        .with("DeleteRepository", "{}");

    assertEquals(
        new Ran(
            0,
            "",
            """
            delete 1 images of 1 repositories, up to 1 B; delete 2 repositories
            3 deleted, up to 1 B
            """),
        new Ran(0, "", clean("--not-pulled-for", "30d", "--delete-empty", "--yes").err()));
    assertEquals(
        List.of("DeleteRepository", "DeleteRepository"),
        ecr.aws().actions().stream().filter("DeleteRepository"::equals).toList());
  }

  @Test
  void principalsWhosePullsAreNoLongerRecordedAreShownFirst() {
    ecr.excluded("arn:aws:iam::111111111111:role/ops/cleaner");
    ecr.aws().with("RegisterPullTimeUpdateExclusion", "{}");

    var ran = clean("--exclude-pulls-of", "self,inspector", "--yes");

    assertEquals(
        new Ran(
            0,
            "",
            "no longer record pulls of arn:aws:iam::111111111111:role/aws-service-role/"
                + "inspector2.amazonaws.com/AWSServiceRoleForAmazonInspector2\n"),
        ran);
    assertTrue(ecr.aws().actions().contains("RegisterPullTimeUpdateExclusion"));
  }

  @Test
  void inspectorsScansAreSaidToCount() {
    ecr.holding(NATS)
        .aws()
        .with(
            "GetRegistryScanningConfiguration",
            "{\"scanningConfiguration\":{\"scanType\":\"ENHANCED\"}}");

    assertEquals(
        """
        111111111111: Amazon Inspector scans this registry, and ECR counts its scans as pulls. \
        --exclude-pulls-of inspector ends that
        nothing to do
        """,
        clean("--not-pulled-for", "30d", "--dry-run").err());
  }

  @Test
  void aRuleForRootIsNoLicence() {
    ecr.rules("ROOT", "registry.k8s.io", "docker-hub", "registry-1.docker.io");
    kinds();

    assertEquals("ab", planned("--not-pulled-for", "30d"));
    assertEquals("1", planned("--not-pulled-for", "30d", "--repository", "other/app"));
    assertEquals("", planned("--not-pulled-for", "30d", "--repository", "other/*"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--dry-run|nothing is selected; give --not-pulled-for, --older-than, --pushed-before,"
            + " --untagged, --repository or --delete-empty",
        "--untagged|there is no terminal to ask on; give --yes",
        "--not-pulled-for 30|Invalid value for option '--not-pulled-for': '30' is no span of time such"
            + " as 30d, 12h or 4w",
        "--untagged --dry-run --repository other/app|--repository other/app: is not below a prefix of"
            + " the cache of 111111111111 in eu-west-1: docker-hub, k8s",
        "--yes --exclude-pulls-of me|--exclude-pulls-of me: is neither inspector, self, nor the ARN of"
            + " a role or user",
        "--untagged --yes --keep-stack nowhere.yaml|--keep-stack nowhere.yaml: does not exist",
      })
  void wrongUsageIsRefused(String options, String problem) {
    clean(options.split(" ")).refused("ecr-cache clean", problem);
  }
}
