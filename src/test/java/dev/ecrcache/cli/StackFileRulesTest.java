package dev.ecrcache.cli;

import static dev.ecrcache.cli.Ran.HOST;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of {@code --stack-file}. */
class StackFileRulesTest {
  private static final String AWS =
      "aws:region: eu-west-1\n  aws:allowedAccountIds: [\"111111111111\"]\n  ";
  private static final String BEGIN =
      "ecr-cache:cache: { upstreams: { hub: { registry: docker.io, credential: { username: acme-ci,"
          + " token: ";
  private static final String END = " } } } }";
  private static final String HUB = BEGIN + "dockerHubToken" + END;
  private static final String ENDPOINT =
      "ecr-cache:cacheEndpoint: { host: %s, upstreams: { hub: docker.io }, tagsRepositories: true }"
          .formatted(HOST);
  private static final String TOKEN = "ecr-cache:cache.upstreams.hub.credential.token: ";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("Pulumi.test.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ecr-cache:cache: { upstreams: { pub: { registry: public.ecr.aws, officialImages: true } } }",
        "ecr-cache:cacheEndpoint: { host: 111111111111.dkr.ecr.eu-west-1.amazonaws.com, upstreams: {"
            + " pub: public.ecr.aws }, tagsRepositories: false, officialImages: [pub] }"
      })
  void officialImagesMayComeFromEcrPublic(String block) throws IOException {
    Files.writeString(file, "config:\n  " + AWS + block + "\n");

    Ran.image("--stack-file", file.toString(), "nats:2")
        .printed(0, "nats:2  -> %s/pub/docker/library/nats:2\n".formatted(HOST));
  }

  @ParameterizedTest
  @CsvSource({
    "Pulumi.dev.yaml, 222222222222, docker-hub",
    "Pulumi.prod.yaml, 111111111111, docker-hub",
    "sandbox/stacks/S0.yaml, 222222222222, docker-hub",
    "sandbox/stacks/S1.yaml, 444444444444, docker-hub",
    "sandbox/stacks/S2-shared.yaml, 111111111111, docker-hub",
  })
  void committedStackFileNeedsNoSecrets(String path, String account, String prefix) {
    Ran.image("nats", "--stack-file", path)
        .printed(
            0,
            "nats  -> %s.dkr.ecr.eu-west-1.amazonaws.com/%s/library/nats\n"
                .formatted(account, prefix));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        AWS + HUB,
        AWS + HUB + "\n  ecr-cache:dockerHubToken: { secure: v1:abc }",
        "aws:region: eu-west-1\n  aws:allowedAccountIds: '[\"111111111111\"]'\n  " + HUB,
        "aws:region: eu-west-1\n  aws:allowedAccountIds: [111111111111]\n  " + HUB,
        AWS
            + "ecr-cache:cache: '{\"upstreams\":{\"hub\":{\"registry\":\"docker.io\",\"credential\":"
            + "{\"username\":\"a\",\"token\":\"hubToken\"}}}}'",
        AWS
            + "other:any: &hub { registry: docker.io, credential: { username: a, token: hubToken } }"
            + "\n  ecr-cache:cache: { upstreams: { hub: *hub } }",
      })
  void hostFollowsFromAccountAndRegion(String config) throws IOException {
    write(config);

    run().printed(0, "nats  -> %s/hub/library/nats\n".formatted(HOST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HUB,
        AWS + HUB,
        "aws:region: eu-west-1\n  " + HUB,
        "aws:allowedAccountIds: [\"111111111111\", \"222222222222\"]\n  " + HUB,
      })
  void registryMayBeGiven(String config) throws IOException {
    write(config);

    run("--registry", HOST).printed(0, "nats  -> %s/hub/library/nats\n".formatted(HOST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ host: %s, upstreams: { hub: docker.io }, tagsRepositories: true }",
        "'{\"host\":\"%s\",\"upstreams\":{\"hub\":\"docker.io\"},\"tagsRepositories\":true}'",
      })
  void workloadPullsFromTheRegistryOfItsEndpoint(String endpoint) throws IOException {
    write(
        "aws:region: eu-central-1\n  aws:allowedAccountIds: [\"333333333333\"]\n "
            + " ecr-cache:cacheEndpoint: "
            + endpoint.formatted(HOST));

    run().printed(0, "nats  -> %s/hub/library/nats\n".formatted(HOST));
  }

  @Test
  void registryMayBeAnotherHostOfTheStacksOwn() throws IOException {
    write(AWS + HUB);
    var dualStack = "111111111111.dkr-ecr.eu-west-1.on.aws";

    run("--registry", dualStack).printed(0, "nats  -> %s/hub/library/nats\n".formatted(dualStack));
  }

  @ParameterizedTest
  @ValueSource(strings = {AWS + HUB, "aws:region: eu-west-1\n  ENDPOINT"})
  void registryOfAnotherAccountIsRefused(String config) throws IOException {
    write(config.replace("ENDPOINT", ENDPOINT));
    var other = "222222222222.dkr.ecr.eu-west-1.amazonaws.com";

    run("--registry", other)
        .refused(
            "--stack-file %s: has the registry %s, and --registry is %s; remove --registry"
                .formatted(file, HOST, other));
  }

  static Stream<Arguments> wrong() {
    var noHost =
        "does not name one account and the Region (aws:allowedAccountIds, aws:region); add"
            + " --registry";
    var noCache =
        "has neither block ecr-cache:cache nor ecr-cache:cacheEndpoint; give the file of a stack that"
            + " has one";
    return Stream.of(
        Arguments.of(HUB, noHost),
        Arguments.of("aws:region: eu-west-1\n  " + HUB, noHost),
        Arguments.of("aws:region: eu-west-1\n  aws:allowedAccountIds: []\n  " + HUB, noHost),
        Arguments.of("aws:allowedAccountIds: [\"111111111111\"]\n  " + HUB, noHost),
        Arguments.of(
            "aws:region: a\n  aws:allowedAccountIds: [\"111111111111\"]\n  " + HUB,
            "'a' is not an AWS Region such as eu-west-1"),
        Arguments.of(
            "aws:allowedAccountIds: a\n  " + HUB,
            "aws:allowedAccountIds is not a list of accounts"),
        Arguments.of(AWS + "ecr-cache:cacheStack: a/b/c", noCache),
        Arguments.of("ecr-cache:cacheStack: a/b/c", noCache),
        Arguments.of("a: &a { b: *a }", "is nested more than 100 deep, or contains itself"),
        Arguments.of(
            "a: [", "broken YAML in line 3: expected the node content, but found '<stream end>'"),
        Arguments.of("a: 1\n  a: 2", "broken YAML in line 3: found duplicate key a"),
        Arguments.of(
            AWS + HUB + "\n  ecr-cache:nodse: {}",
            "ecr-cache:nodse: is not a key here and no credential names it; allowed: access, cache,"
                + " cacheEndpoint, cacheStack, nodes, protection, redirect, samples"),
        Arguments.of(
            ENDPOINT + "\n  ecr-cache:token: { secure: v1:abc }",
            "ecr-cache:token: is not a key here and no credential names it; allowed: access, cache,"
                + " cacheEndpoint, cacheStack, nodes, protection, redirect, samples"),
        Arguments.of(
            "ecr-cache:cacheEndpoint: { host: a }",
            "ecr-cache:cacheEndpoint.host: 'a' is not the host of an ECR registry, such as"
                + " 111111111111.dkr.ecr.eu-west-1.amazonaws.com"),
        Arguments.of(
            AWS + "ecr-cache:cache: { upstreams: { k8s: { url: a } } }",
            "ecr-cache:cache.upstreams.k8s.url: is not a key here; allowed: credential,"
                + " officialImages, registry, role, upstreamPrefix"),
        Arguments.of(
            AWS + "ecr-cache:cache: { secure: v1:abc }",
            "ecr-cache:cache: is encrypted as a whole; encrypt only tokens and user names, each"
                + " under a key of its own"),
        Arguments.of(
            AWS + "ecr-cache:cache:", "ecr-cache:cache: is empty; give a value or remove the key"),
        Arguments.of(
            AWS + HUB + "\n  ecr-cache:dockerHubToken: abc",
            TOKEN
                + "names the config key dockerHubToken, which is stored in plain text; run `pulumi"
                + " config set --secret dockerHubToken`"),
        Arguments.of(
            AWS + BEGIN + "dckr_pat_AbCdEfGhIjKlMnOpQrStUvWxYz0" + END,
            TOKEN
                + "is not the name of a config key that is set; set one, as with `pulumi config set"
                + " --secret dockerHubToken`, and write token: dockerHubToken"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongFileIsRefused(String config, String problem) throws IOException {
    write(config);

    run().refused("--stack-file %s: %s".formatted(file, problem));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "[]", "config: []", "cache: {}"})
  void fileWithoutConfigIsRefused(String text) throws IOException {
    Files.writeString(file, text);

    run().refused("--stack-file %s: is no stack file: it has no block config".formatted(file));
  }

  @Test
  void missingFileIsRefused() {
    run().refused("--stack-file %s: does not exist".formatted(file));
  }

  private void write(String config) throws IOException {
    Files.writeString(file, "config:\n  " + config + "\n");
  }

  private Ran run(String... further) {
    var args = Stream.of(new String[] {"nats", "--stack-file", file.toString()}, further);
    return Ran.image(args.flatMap(Stream::of).toArray(String[]::new));
  }
}
