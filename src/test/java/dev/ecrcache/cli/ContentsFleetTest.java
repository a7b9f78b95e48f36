package dev.ecrcache.cli;

import static dev.ecrcache.cli.FakeContents.IMAGE;
import static dev.ecrcache.cli.FakeContents.digest;
import static dev.ecrcache.cli.FakeContents.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code clean}, {@code findings}, {@code audit --unused} and {@code login} of several accounts:
 * {@code prod} and {@code team}, which have a cache, and {@code user}, which pulls from another
 * one's.
 */
class ContentsFleetTest {
  private static final String PROD = "222222222222";
  private static final String TEAM = "333333333333";
  private static final String USER = "444444444444";
  private static final String ASSUMED =
      "in eu-west-1 with the role %s: ".formatted(FakeContents.role(TEAM));

  private final FakeContents aws = new FakeContents();
  private final FakeContents prod = aws.of(PROD);
  private final FakeContents team = aws.of(TEAM);
  private final String day = LocalDate.now(ZoneOffset.UTC).minusDays(90).toString();

  @TempDir private Path folder;

  @BeforeEach
  void fleet() throws IOException {
    Files.writeString(
        folder.resolve("Pulumi.yaml"),
        "name: ecr-cache\nruntime: java\nmain: %s\n".formatted(Path.of("").toAbsolutePath()));
    stack("prod", PROD);
    stack("team", TEAM);
    stack("user", USER);
    prod.holding("k8s/pause", image('a', "1", IMAGE, 1000, 90, -1))
        .scan("k8s/pause", 'a', "COMPLETE", "\"findingSeverityCounts\":{\"HIGH\":1}")
        .with("BatchDeleteImage", "{}");
    team.holding("docker-hub/nats", image('b', "2", IMAGE, 2000, 90, -1))
        .scan("docker-hub/nats", 'b', "COMPLETE", "\"findingSeverityCounts\":{\"LOW\":1}")
        .with("BatchDeleteImage", "{}");
    aws.of(USER).rules();
  }

  private void stack(String name, String account) throws IOException {
    Files.writeString(
        folder.resolve("Pulumi.%s.yaml".formatted(name)),
        """
        config:
          aws:region: eu-west-1
          aws:assumeRole: { roleArn: "%s" }
        """
            .formatted(FakeContents.role(account)));
  }

  @AfterEach
  void close() {
    aws.close();
  }

  private Ran run(String command) {
    return aws.run(
        Stream.concat(
                Stream.of(command.split(" ")),
                Stream.of("--fleet", "*", "--project", folder.toString()))
            .toArray(String[]::new));
  }

  private String plan(String account, String image, String bytes) {
    return "%s  %s  %s  came %s  never pulled\n".formatted(account, image, bytes, day);
  }

  private String prodPlan() {
    return plan("prod", "k8s/pause:1@sha256:aaaaaaaaaaaa      ", "1.0 kB");
  }

  private String teamPlan() {
    return plan("team", "docker-hub/nats:2@sha256:bbbbbbbbbbbb", "2.0 kB");
  }

  private static String alone(String line) {
    return line.replaceAll(" +(?=  )", "");
  }

  @Test
  void thePlanShowsOfWhichAccountEachLineIs() {
    assertEquals(
        new Ran(
            0,
            prodPlan() + teamPlan(),
            """
            prod: delete 1 images of 1 repositories, up to 1.0 kB
            team: delete 1 images of 1 repositories, up to 2.0 kB
            delete 2 images of 2 repositories, up to 3.0 kB
            """),
        run("clean --not-pulled-for 30d --dry-run"));
    assertFalse(aws.aws().actions().contains("BatchDeleteImage"));
  }

  @Test
  void eachAccountDeletesItsOwn() {
    team.with(
        "BatchDeleteImage",
        """
        {"failures":[{"imageId":{"imageDigest":"%s"},"failureCode":"KmsError",
          "failureReason":"the key is disabled"}]}
        """
            .formatted(digest('b')));

    assertEquals(
        new Ran(
            1,
            prodPlan() + teamPlan(),
            """
            prod: delete 1 images of 1 repositories, up to 1.0 kB
            team: delete 1 images of 1 repositories, up to 2.0 kB
            delete 2 images of 2 repositories, up to 3.0 kB
            team: docker-hub/nats@%s: the key is disabled
            1 deleted, up to 1.0 kB, 1 failed
            """
                .formatted(digest('b'))),
        run("clean --not-pulled-for 30d --yes"));
  }

  @Test
  void principalsAreShownWithTheAccountsThatNoLongerRecordTheirPulls() {
    prod.excluded("arn:aws:iam::111111111111:role/ci");
    team.with("RegisterPullTimeUpdateExclusion", "{}");
    aws.of(USER).rules().with("RegisterPullTimeUpdateExclusion", "{}");

    assertEquals(
        new Ran(
            0,
            "",
            """
            prod: nothing to do
            team: no longer record pulls of arn:aws:iam::111111111111:role/ci
            user: no longer record pulls of arn:aws:iam::111111111111:role/ci
            no longer record pulls of arn:aws:iam::111111111111:role/ci
            """),
        run("clean --exclude-pulls-of arn:aws:iam::111111111111:role/ci --yes"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DescribePullThroughCacheRules",
        "DescribeRepositories",
        "DescribeImages {\"repositoryName\":\"docker-hub/nats\",\"maxResults\":1000}"
      })
  void oneAccountThatRefusesHidesNoOther(String request) {
    team.refusing(request, "AccessDeniedException", "not authorized");
    var line =
        "ecr-cache: team: ecr:%s %snot authorized\n"
            .formatted(request.replaceAll(" .*", ""), ASSUMED);

    assertEquals(
        new Ran(
            1,
            alone(prodPlan()),
            line
                + """
                prod: delete 1 images of 1 repositories, up to 1.0 kB
                delete 1 images of 1 repositories, up to 1.0 kB
                1 deleted, up to 1.0 kB
                """),
        run("clean --not-pulled-for 30d --yes"));
    assertEquals(new Ran(1, "prod  k8s/pause:1  high 1\n", line), run("findings"));
    assertEquals(
        new Ran(
            1,
            "prod  k8s/pause  never pulled, came %s  1 images  1.0 kB  USD 0.00\n".formatted(day),
            line + "1 repositories, 1 images, up to 1.0 kB and USD 0.00 a month\n"),
        run("audit --unused 30d"));
  }

  @Test
  void anAccountThatRefusesMakesTheExitCodeOneThoughTheOthersAreFine() {
    aws.aws()
        .refusing(
            "AssumeRole RoleArn=" + FakeContents.role(TEAM), 403, "AccessDenied", "not authorized");
    var line = "ecr-cache: team: sts:AssumeRole %snot authorized\n".formatted(ASSUMED);

    assertEquals(
        new Ran(1, "prod  k8s/pause:1  high 1\n", line), run("findings --severity critical"));
    assertEquals(new Ran(1, "", line), run("audit --unused 200d"));
    assertEquals(
        new Ran(1, "", line + "prod: nothing to do\nnothing to do\n"),
        run("clean --not-pulled-for 200d --yes"));
  }

  @Test
  void aRefusalWhileImagesAreDeletedEndsNoOther() {
    prod.refusing("BatchDeleteImage", "AccessDeniedException", "not authorized");

    var ran = run("clean --not-pulled-for 30d --yes --output json");

    assertEquals(1, ran.code());
    assertEquals(
        List.of("prod refused", "team deleted"),
        ran.out()
            .lines()
            .filter(it -> it.contains("\"account\""))
            .map(it -> it.replaceAll(".*\"account\":\"(\\w+)\".*\"result\":\"(\\w+)\".*", "$1 $2"))
            .toList(),
        ran.out());
    assertEquals(
        """
        prod: delete 1 images of 1 repositories, up to 1.0 kB
        team: delete 1 images of 1 repositories, up to 2.0 kB
        delete 2 images of 2 repositories, up to 3.0 kB
        ecr-cache: prod: ecr:BatchDeleteImage in eu-west-1 with the role %s: not authorized
        1 deleted, up to 2.0 kB, 1 left, since AWS refused
        """
            .formatted(FakeContents.role(PROD)),
        ran.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clean --not-pulled-for 30d --yes", "findings", "audit --unused 30d"})
  void whereAllThatMayHaveACacheRefuseNothingIsKnown(String command) {
    for (var account : List.of(PROD, TEAM)) {
      var request = "AssumeRole RoleArn=" + FakeContents.role(account);
      aws.aws().refusing(request, 403, "AccessDenied", "not authorized");
    }

    var ran = run(command);

    assertEquals(2, ran.code(), ran.err());
    assertEquals("", ran.out());
    assertTrue(ran.err().lines().allMatch(it -> it.endsWith(": not authorized")), ran.err());
    assertEquals(2, ran.err().lines().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "registry.k8s.io/pause:1 | 1 | team  registry.k8s.io/pause:1  not scanned: is not in the"
            + " cache;prod  registry.k8s.io/pause:1  high 1",
        "quay.io/a | 2 | ",
      })
  void anImageIsAskedForInEachCache(String image, int code, String lines) {
    prod.finding("k8s/pause", List.of("1"), image('a', "1", IMAGE, 1000, 90, -1));
    team.refusing("DescribeImages", "RepositoryNotFoundException", "none");

    var ran = run("findings " + image);

    assertEquals(code, ran.code(), ran.err());
    assertEquals(
        lines == null ? List.of() : Stream.of(lines.split(";")).sorted().toList(),
        ran.out().lines().sorted().toList());
  }

  @Test
  void aRepositoryThatIsNamedIsOfOneCache() {
    team.rules("hub", "registry-1.docker.io");

    assertEquals(alone(prodPlan()), run("clean --repository k8s/pause --dry-run").out());
    run("clean --repository quay/a --dry-run")
        .refused(
            "ecr-cache clean",
            "--repository quay/a: is not below a prefix of the cache of prod in eu-west-1:"
                + " docker-hub, k8s; team in eu-west-1: hub");
  }

  @Test
  void registriesOfAccountsThatAnswerAreLoggedInTo() {
    aws.aws()
        .refusing(
            "AssumeRole RoleArn=" + FakeContents.role(TEAM), 403, "AccessDenied", "not authorized");

    var ran = run("login");

    assertEquals(1, ran.code());
    assertEquals(
        "ecr-cache: team: sts:AssumeRole %snot authorized\n".formatted(ASSUMED), ran.err());
    assertEquals(
        List.of(PROD, USER),
        ran.out()
            .lines()
            .filter(it -> it.startsWith("docker "))
            .map(it -> it.replaceAll(".* ([0-9]{12})\\.dkr.*", "$1"))
            .toList());
  }
}
