package dev.ecrcache.cli;

import static dev.ecrcache.cli.FakeContents.IMAGE;
import static dev.ecrcache.cli.FakeContents.INDEX;
import static dev.ecrcache.cli.FakeContents.digest;
import static dev.ecrcache.cli.FakeContents.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ecr-cache findings} against an AWS that answers as a test lays down. */
class FindingsCommandTest {
  private static final String NATS = "docker-hub/library/nats";
  private static final String CVE_1 = finding("CVE-2026-1", "CRITICAL", "openssl", "3.0.1");
  private static final String CVE_2 = finding("CVE-2026-2", "LOW", "zlib", "1.2");
  private static final String ENHANCED =
      """
      "findingSeverityCounts":{"HIGH":1},"enhancedFindings":[
        {"severity":"HIGH","status":"ACTIVE","title":"CVE-2026-3 - curl","packageVulnerabilityDetails":{
          "vulnerabilityId":"CVE-2026-3","sourceUrl":"https://nvd.nist.gov/3","vulnerablePackages":[
            {"name":"curl","version":"8.1","fixedInVersion":"8.2"}]}},
        {"severity":"CRITICAL","status":"SUPPRESSED","title":"CVE-2026-4"}]
      """;

  private final FakeContents ecr = new FakeContents();

  @AfterEach
  void close() {
    ecr.close();
  }

  private static String finding(String name, String severity, String of, String version) {
    return """
        {"name":"%s","severity":"%s","uri":"https://cve/%1$s","attributes":[
          {"key":"package_name","value":"%s"},{"key":"package_version","value":"%s"}]}"""
        .formatted(name, severity, of, version);
  }

  private static String findings(String... findings) {
    return "\"findings\":[%s]".formatted(String.join(",", findings));
  }

  private void index(String amd, String amdFindings, String arm, String armFindings) {
    ecr.finding(NATS, List.of("2"), image('a', "2", INDEX, 900, 9, 1))
        .index(NATS, 'a', "linux/amd64 b", "linux/arm64 c", "unknown/unknown d")
        .scan(NATS, 'b', amd, amdFindings)
        .scan(NATS, 'c', arm, armFindings);
  }

  @Test
  void theScansOfAllPlatformsAreOneAnswer() {
    index("COMPLETE", findings(CVE_2, CVE_1), "COMPLETE", findings(CVE_1));

    ecr.run("findings", "nats:2", "--severity", "low")
        .printed(
            1,
            """
            docker.io/library/nats:2  critical 1, low 1
              critical CVE-2026-1     openssl 3.0.1, linux/amd64, linux/arm64
              low CVE-2026-2          zlib 1.2, linux/amd64
            """);
  }

  @Test
  void whatIsOnePlatformsAloneAndNotScannedStaysSo() {
    index("ACTIVE", ENHANCED, "IMAGE_SIZE_EXCEEDED", "");

    ecr.run("findings", "nats:2", "--output", "json")
        .printed(
            1,
            """
            [
              {"account":"111111111111","image":"docker.io/library/nats:2","repository":"%1$s","tags":["2"],\
            "digest":"%2$s","scanned":false,"worst":"high","severities":{"high":1},"platforms":[\
            {"platform":"linux/amd64","digest":"%3$s","status":"ACTIVE","description":null,\
            "completed":null,"scanned":true,"severities":{"high":1}},\
            {"platform":"linux/arm64","digest":"%4$s","status":"IMAGE_SIZE_EXCEEDED",\
            "description":null,"completed":null,"scanned":false,"severities":{}}],\
            "findings":[{"id":"CVE-2026-3","severity":"high","packages":"curl 8.1","fixedIn":"8.2",\
            "uri":"https://nvd.nist.gov/3","platforms":["linux/amd64"]}]}
            ]
            """
                .formatted(NATS, digest('a'), digest('b'), digest('c')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COMPLETE|LOW|--severity=low|1|low 1",
        "COMPLETE|LOW|--severity=high|0|low 1",
        "COMPLETE|HIGH|--severity=high|1|high 1",
        "COMPLETE|UNTRIAGED|--severity=undefined|1|undefined 1",
        "COMPLETE|-|--severity=undefined|0|clean",
        "ACTIVE|-|--severity=high|0|clean",
        "PENDING|-|--severity=high|1|not scanned: PENDING",
        "PENDING|-|--unscanned=ignore|0|not scanned: PENDING",
        "IN_PROGRESS|-|--severity=high|1|not scanned: IN_PROGRESS",
        "FAILED|-|--severity=high|1|not scanned: FAILED",
        "UNSUPPORTED_IMAGE|-|--severity=high|1|not scanned: UNSUPPORTED_IMAGE",
        "IMAGE_SIZE_EXCEEDED|-|--severity=high|1|not scanned: IMAGE_SIZE_EXCEEDED",
        "SCAN_ELIGIBILITY_EXPIRED|LOW|--severity=high|1|"
            + "low 1; not scanned: SCAN_ELIGIBILITY_EXPIRED",
        "FINDINGS_UNAVAILABLE|-|--severity=high|1|not scanned: FINDINGS_UNAVAILABLE",
        "WORD_OF_TOMORROW|-|--severity=high|1|not scanned: WORD_OF_TOMORROW",
      })
  void severityAndScanDecideTheExitCode(
      String status, String severity, String option, int code, String verdict) {
    var counts =
        severity.equals("-") ? "" : "\"findingSeverityCounts\":{\"%s\":1}".formatted(severity);
    ecr.finding(NATS, List.of("2"), image('b', "2", IMAGE, 900, 9, 1))
        .scan(NATS, 'b', status, counts);

    ecr.run("findings", "nats:2", option)
        .printed(code, "docker.io/library/nats:2  " + verdict + "\n");
  }

  @Test
  void allImagesAreAskedForWithoutAPull() {
    ecr.holding(
            NATS,
            image('a', "2", INDEX, 900, 9, 1),
            image('b', "", IMAGE, 900, 9, 1),
            image('c', "1", IMAGE, 900, 9, 1))
        .holding("other/app", image('e', "1", IMAGE, 900, 9, 1))
        .scan(NATS, 'b', "COMPLETE", findings(CVE_2))
        .aws()
        .refusing(FakeContents.scanOf(NATS, 'c'), 400, "ScanNotFoundException", "none");

    var ran = ecr.run("findings");

    assertEquals(
        new Ran(
            1,
            """
            %1$s@%2$s  low 1
            %1$s:1%3$s  not scanned: NO_SCAN
            """
                .formatted(NATS, digest('b'), " ".repeat(digest('b').length() - 1)),
            "111111111111: indexes that were not read, since ECR would count that as pulls: 1;"
                + " their images stand by themselves, until `ecr-cache clean --exclude-pulls-of"
                + " self`\n"),
        ran);
    assertFalse(ecr.aws().actions().contains("BatchGetImage"));
  }

  @Test
  void whosePullsAreNotRecordedReadsIndexes() {
    ecr.excluded("arn:aws:iam::111111111111:role/ops/cleaner");
    ecr.holding(
            NATS,
            image('a', "2", INDEX, 900, 9, 1),
            image('b', "", IMAGE, 900, 9, 1),
            image('d', "", IMAGE, 900, 9, 1))
        .index(NATS, 'a', "linux/amd64 b", "unknown/unknown d")
        .scan(NATS, 'b', "COMPLETE", findings(CVE_2));

    ecr.run("findings").printed(0, NATS + ":2  low 1\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gcr.io/a|gcr.io is not a registry that ECR can cache (Google's registries:"
            + " containers-roadmap#1581)",
        "quay.io/a|no cache rule at 111111111111.dkr.ecr.eu-west-1.amazonaws.com covers quay.io/a",
        "222222222222.dkr.ecr.eu-west-1.amazonaws.com/a|"
            + "222222222222.dkr.ecr.eu-west-1.amazonaws.com is in another ECR registry",
        "No|invalid image reference 'No' at index 0: a repository name is lower case",
      })
  void whatCannotBeInTheCacheIsRefused(String image, String problem) {
    ecr.run("findings", image).refused("ecr-cache findings", problem);
  }

  @Test
  void aRegistryWithoutRulesIsNotClean() {
    ecr.rules();

    ecr.run("findings")
        .refused(
            "ecr-cache findings",
            "there is no pull-through cache rule in 111111111111 in eu-west-1");
  }

  @Test
  void whatWasAnsweredBeforeAwsThrottlesToTheLastAttemptIsShown() {
    ecr.holding(NATS, image('b', "1", IMAGE, 900, 9, 1))
        .holding("k8s/pause")
        .scan(NATS, 'b', "COMPLETE", findings(CVE_2))
        .refusing(
            "DescribeImages {\"repositoryName\":\"k8s/pause\",\"maxResults\":1000}",
            "ThrottlingException",
            "Rate exceeded");

    assertEquals(
        new Ran(
            2,
            NATS + ":1  low 1\n",
            "ecr-cache: ecr:DescribeImages in eu-west-1 with the usual credential chain: Rate"
                + " exceeded\n"),
        ecr.run("findings"));
    assertEquals(
        1, ecr.aws().actions().stream().filter("DescribePullThroughCacheRules"::equals).count());
  }

  @Test
  void whatWasAnsweredBeforeAwsRefusesAnImageIsShown() {
    ecr.finding(NATS, List.of("1"), image('b', "1", IMAGE, 900, 9, 1))
        .scan(NATS, 'b', "COMPLETE", findings(CVE_2))
        .refusing("DescribeImages k8s/pause", "AccessDeniedException", "not authorized");

    assertEquals(
        new Ran(
            2,
            "docker.io/library/nats:1  low 1\n",
            "ecr-cache: ecr:DescribeImages in eu-west-1 with the usual credential chain: not"
                + " authorized\n"),
        ecr.run("findings", "nats:1", "registry.k8s.io/pause:1", "nats:1-alpine"));
  }

  @Test
  void whoIsThrottledDoesNotTakeItsPullsForRecorded() {
    ecr.holding(NATS, image('a', "2", INDEX, 900, 9, 1))
        .refusing("ListPullTimeUpdateExclusions", "ThrottlingException", "Rate exceeded");

    ecr.run("findings")
        .printedError(
            "ecr-cache: ecr:ListPullTimeUpdateExclusions in eu-west-1 with the usual credential"
                + " chain: Rate exceeded\n");
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, User is not authorized to perform this",
    "ThrottlingException, Rate exceeded",
  })
  void whatAwsRefusesIsOneLine(String error, String message) {
    ecr.holding(NATS).aws().refusing("DescribeRepositories", 400, error, message);

    ecr.run("findings")
        .printedError(
            "ecr-cache: ecr:DescribeRepositories in eu-west-1 with the usual credential chain: "
                + message
                + "\n");
  }
}
