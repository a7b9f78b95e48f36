package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** {@code findings}, {@code audit --unused} and {@code clean} on the emulated ECR. */
@TestInstance(Lifecycle.PER_CLASS)
class ContentsIT {
  private static final String ACCOUNT = "222222222222";
  private static final String TEAM = "333333333333";
  private static final String GONE = "444444444444";
  private static final String PAUSE = "k8s/pause";
  private static final String SANDBOX =
      "set -euo pipefail; for part in common tools aws; do source sandbox/lib/$part.sh; done; ";
  private static final String CONTENTS =
      """
      {"account": "%s", "region": "eu-west-1", "repositories": [
        {"name": "k8s/pause", "created": 90, "images": [
          {"tags": ["3.9"], "pushed": 80, "pulled": 40, "platforms": {
            "linux/amd64": {"size": 100, "scan": {"status": "COMPLETE", "findings": [{"name": "CVE-2026-1", "severity": "HIGH"}]}},
            "linux/arm64": {"size": 200, "scan": {"status": "COMPLETE", "findings": [{"name": "CVE-2026-1", "severity": "HIGH"}]}}}},
          {"tags": ["3.10"], "pushed": 60, "pulled": 1, "platforms": {
            "linux/amd64": {"size": 300, "scan": {"status": "COMPLETE", "findings": []}},
            "linux/arm64": {"size": 400, "scan": {"status": "IMAGE_SIZE_EXCEEDED"}}},
           "referrers": {"application/vnd.dev.cosign.simplesigning.v1+json": {}}}]},
        {"name": "k8s/old", "created": 90, "images": [{"tags": ["1"], "pushed": 80, "size": 5000}]},
        {"name": "team/app", "created": 90, "images": [{"tags": ["1"], "pushed": 80}]}]}
      """;

  private Path state;
  private EmulatedAws aws;
  private EcrClient ecr;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    state = folder;
    sandbox("emulator_python; aws_start");
    aws = new EmulatedAws(state.resolve("aws.port"));
    System.setProperty("aws.accessKeyId", "AKIAECRC" + ACCOUNT);
    System.setProperty("aws.secretAccessKey", "test");
    ecr = aws.client(EcrClient.builder(), ACCOUNT);
    ecr.createPullThroughCacheRule(
        it -> it.ecrRepositoryPrefix("k8s").upstreamRegistryUrl("registry.k8s.io"));
  }

  @AfterAll
  void stop() throws IOException, InterruptedException {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    ecr.close();
    sandbox("aws_stop");
  }

  @BeforeEach
  void fill() {
    aws.contents(CONTENTS.formatted(ACCOUNT));
    ecr.listPullTimeUpdateExclusions(it -> {})
        .pullTimeUpdateExclusions()
        .forEach(arn -> ecr.deregisterPullTimeUpdateExclusion(it -> it.principalArn(arn)));
  }

  private void sandbox(String commands) throws IOException, InterruptedException {
    var builder = new ProcessBuilder("bash", "-c", SANDBOX + commands);
    builder.environment().put("ECR_CACHE_SANDBOX_STATE", state.toString());
    builder.environment().put("BASH_ENV", "");
    var log = state.resolve("log").toFile();
    var code = builder.redirectErrorStream(true).redirectOutput(log).start().waitFor();
    assertEquals(0, code, () -> log + ": cannot " + commands);
  }

  private Ran run(String... args) {
    return Ran.with(
        "",
        Stream.concat(
                Stream.of(args),
                Stream.of("--region", "eu-west-1", "--endpoint-url", aws.endpoint().toString()))
            .toArray(String[]::new));
  }

  private long images(String repository) {
    return ecr.describeImagesPaginator(it -> it.repositoryName(repository)).imageDetails().stream()
        .count();
  }

  private ImageDetail image(String tag) {
    return ecr.describeImages(
            it ->
                it.repositoryName(PAUSE).imageIds(ImageIdentifier.builder().imageTag(tag).build()))
        .imageDetails()
        .get(0);
  }

  @Test
  void findingsFollowAnIndexAndShowWhatWasNotScanned() {
    run("findings", "registry.k8s.io/pause:3.9", "registry.k8s.io/pause:3.10")
        .printed(
            1,
            """
            registry.k8s.io/pause:3.9   high 1
              high CVE-2026-1           linux/amd64, linux/arm64
            registry.k8s.io/pause:3.10  not scanned: linux/arm64 IMAGE_SIZE_EXCEEDED
            """);
  }

  @Test
  void whatLooksAtAllImagesDoesNotPullThem() {
    var before = List.of(image("3.9"), image("3.10"));

    var findings = run("findings", "--unscanned", "ignore");
    run("audit", "--unused", "30d");
    run("clean", "--not-pulled-for", "30d", "--dry-run");

    assertEquals(1, findings.code());
    assertTrue(findings.err().contains("indexes that were not read"), findings.err());
    assertEquals(before, List.of(image("3.9"), image("3.10")));
  }

  @Test
  void whatNobodyPullsIsTold() {
    assertEquals(
        List.of("k8s/old"),
        run("audit", "--unused", "30d").out().lines().map(it -> it.split(" ")[0]).toList());
  }

  @Test
  void ecrKeepsTheImagesOfAnIndexThatStays() {
    var ran = run("clean", "--not-pulled-for", "30d", "--delete-empty", "--yes");

    assertEquals(0, ran.code(), ran.err());
    assertTrue(ran.err().contains("2 kept, named by an index that stays"), ran.err());
    // The index, its two images, and what is signed.
    assertEquals(4, images(PAUSE));
    assertEquals(
        List.of("k8s/pause", "team/app"),
        ecr.describeRepositories(it -> {}).repositories().stream()
            .map(it -> it.repositoryName())
            .sorted()
            .toList());
    run("findings", "registry.k8s.io/pause:3.9")
        .printed(1, "registry.k8s.io/pause:3.9  not scanned: is not in the cache\n");
  }

  @Test
  void whosePullsAreNotRecordedSeesTheWholePlan() throws IOException {
    assertEquals(0, run("clean", "--exclude-pulls-of", "self", "--yes").code());
    var before = image("3.10");

    var ran = run("clean", "--not-pulled-for", "30d", "--yes", "--output", "json");

    assertEquals(0, ran.code(), ran.err());
    var results = new JsonMapper().readTree(ran.out());
    assertEquals(
        "deleted deleted deleted deleted",
        results.findValuesAsText("result").stream().collect(Collectors.joining(" ")),
        ran.out());
    assertEquals(before, image("3.10"));
    assertEquals(4, images(PAUSE));
    var findings = run("findings", "--unscanned", "ignore");
    findings.printed(0, "k8s/pause:3.10  not scanned: linux/arm64 IMAGE_SIZE_EXCEEDED\n");
  }

  @Test
  void throttlingIsWaitedOutAndDenialIsOneLine() {
    aws.faults(
        "[{\"service\": \"ecr\", \"action\": \"DescribeImages\", \"fault\": \"throttle\", \"times\": 2}]");
    assertEquals(1, run("audit", "--unused", "30d").code());

    aws.faults(
        """
        [{"service": "ecr", "action": "DescribeImageScanFindings", "fault": "throttle",
          "containing": "k8s/old"}]
        """);
    var findings = run("findings", "--unscanned", "ignore");
    assertEquals(2, findings.code());
    assertTrue(findings.out().contains("high 1"), findings.out());
    assertTrue(
        findings.err().contains("ecr-cache: ecr:DescribeImageScanFindings in eu-west-1 with the"),
        findings.err());

    aws.faults("[{\"service\": \"ecr\", \"action\": \"BatchDeleteImage\", \"fault\": \"deny\"}]");
    var ran = run("clean", "--not-pulled-for", "30d", "--yes");
    aws.faults("[]");
    assertEquals(2, ran.code());
    assertTrue(
        ran.err()
            .lines()
            .reduce((some, last) -> last)
            .orElse("")
            .startsWith("ecr-cache: ecr:BatchDeleteImage in eu-west-1 with the usual"),
        ran.err());
    assertEquals(7, images(PAUSE));
  }

  @Test
  void eachAccountOfAFleetIsCleanedAndOneThatRefusesEndsNoOther(@TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("Pulumi.yaml"),
        "name: ecr-cache\nruntime: java\nmain: %s\n".formatted(Path.of("").toAbsolutePath()));
    for (var account : List.of(ACCOUNT, TEAM, GONE)) {
      Files.writeString(
          folder.resolve("Pulumi.of-%c.yaml".formatted(account.charAt(0))),
          """
          config:
            aws:region: eu-west-1
            aws:assumeRole: { roleArn: "arn:aws:iam::%s:role/deploy" }
          """
              .formatted(account));
    }
    aws.faults(
        """
        [{"service": "sts", "action": "AssumeRole", "fault": "deny", "containing": "%s"}]
        """
            .formatted(GONE));
    aws.contents(CONTENTS.formatted(TEAM));
    try (var team = aws.client(EcrClient.builder(), TEAM)) {
      team.createPullThroughCacheRule(
          it -> it.ecrRepositoryPrefix("k8s").upstreamRegistryUrl("registry.k8s.io"));
      var fleet = " --fleet of-* --project " + folder;
      var clean = "clean --repository k8s/old --older-than 30d";

      var plan = run((clean + " --dry-run" + fleet).split(" "));

      assertEquals(1, plan.code(), plan.err());
      assertEquals(List.of("of-2 k8s/old", "of-3 k8s/old"), accounts(plan), plan.out());
      var errors = plan.err().lines().toList();
      assertTrue(errors.get(0).startsWith("ecr-cache: of-4: sts:AssumeRole in eu-west-1"));
      assertEquals(
          List.of(
              "of-2: delete 1 images of 1 repositories, up to 5.2 kB",
              "of-3: delete 1 images of 1 repositories, up to 5.2 kB",
              "delete 2 images of 2 repositories, up to 10.4 kB"),
          errors.subList(1, errors.size()));
      assertEquals(
          List.of("of-2 k8s/old", "of-3 k8s/old"),
          accounts(run(("audit --unused 30d" + fleet).split(" "))));

      assertEquals(1, run((clean + " --yes" + fleet).split(" ")).code());
      assertEquals(0, images("k8s/old"));
      assertEquals(
          List.of(), team.describeImages(it -> it.repositoryName("k8s/old")).imageDetails());
      var findings = run(("findings --output json" + fleet).split(" "));
      assertEquals(1, findings.code(), findings.err());
      assertEquals(
          Set.of("of-2", "of-3"),
          Set.copyOf(new JsonMapper().readTree(findings.out()).findValuesAsText("account")));
    } finally {
      aws.faults("[]");
    }
  }

  /** Account and repository of each line. */
  private static List<String> accounts(Ran ran) {
    return ran.out().lines().map(it -> it.replaceAll("^(\\S+) +([a-z0-9/]+).*", "$1 $2")).toList();
  }
}
