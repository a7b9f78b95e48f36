package dev.ecrcache.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ecrcache.Recorder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks that do not go together, and secrets: each is one line, before anything is done. */
class StackFileTest {
  private static final String CACHE =
      "ecr-cache:cache: { upstreams: { k8s: { registry: registry.k8s.io } } }";
  private static final String GITLAB =
      "ecr-cache:cache: { upstreams: { gitlab: { registry: registry.gitlab.com, credential: {"
          + " secretArn: \"arn:aws:secretsmanager:%s:%s:secret:ecr-pullthroughcache/a\" } } } }";
  private static final String HOSTED = "ecr-cache:cacheStack: organization/ecr-cache/prod";
  private static final String ENDPOINT =
      "ecr-cache:cacheEndpoint: { host: 111111111111.dkr.ecr.eu-west-1.amazonaws.com,"
          + " upstreams: { k8s: registry.k8s.io }, tagsRepositories: false }";
  private static final String NODES = "ecr-cache:nodes: { roles: [nodes] }";
  private static final String NEED_CACHE =
      "need a cache to pull from; add cache, or cacheStack or cacheEndpoint to use the cache of"
          + " another stack";
  private static final String SAMPLE =
      "ecr-cache:samples: { external-dns: { chart: sandbox/charts/nats } }";
  private static final String NOT_CACHED =
      "samples.external-dns.audit: 3 images would not come from the cache: Deployment"
          + " external-dns/external-dns-box, container nats-box:"
          + " docker.io/natsio/nats-box:0.14.2 (value natsBox.container.image.repository): no"
          + " cache rule covers docker.io/natsio/nats-box; StatefulSet"
          + " external-dns/external-dns, container nats: docker.io/library/nats:2.10.12-alpine"
          + " (value container.image.repository): no cache rule covers docker.io/library/nats;"
          + " StatefulSet external-dns/external-dns, container reloader:"
          + " docker.io/natsio/nats-server-config-reloader:0.14.1 (value"
          + " reloader.image.repository): no cache rule covers"
          + " docker.io/natsio/nats-server-config-reloader; give the cache a rule, change the"
          + " value, or list under allow what may come from elsewhere";
  private static final String ENCRYPTED =
      "is encrypted as a whole; encrypt only tokens and user names, each under a key of its own";

  static Stream<Arguments> combinations() {
    return Stream.of(
        Arguments.of(
            "{}", "cache: is missing, and cacheStack and cacheEndpoint too; give one of them"),
        Arguments.of(NODES, "nodes: " + NEED_CACHE),
        Arguments.of("ecr-cache:samples: { nats: {} }", "samples: " + NEED_CACHE),
        Arguments.of(
            "ecr-cache:redirect: {}", "redirect: " + NEED_CACHE.replaceFirst("need", "needs")),
        Arguments.of(
            CACHE + "\n  ecr-cache:redirect: { kubernetes: \"1.35\" }",
            "redirect.kubernetes: v1.35.0 has no MutatingAdmissionPolicy, which came with 1.36;"
                + " choose validate: warn or deny, which tells what does not come from the cache,"
                + " or upgrade the cluster"),
        Arguments.of("ecr-cache:access: {}", "access: belongs beside cache, in one stack"),
        Arguments.of(
            HOSTED + "\n  ecr-cache:access: {}", "access: belongs beside cache, in one stack"),
        Arguments.of(
            CACHE + "\n  " + HOSTED,
            "cacheStack: cannot stand beside cache: a stack makes a cache or uses another's; remove"
                + " one"),
        Arguments.of(
            CACHE + "\n  " + ENDPOINT,
            "cacheEndpoint: cannot stand beside cache: a stack makes a cache or uses another's;"
                + " remove one"),
        Arguments.of(
            HOSTED + "\n  " + ENDPOINT,
            "cacheEndpoint: cannot stand beside cacheStack: each names the cache of another stack;"
                + " remove one"),
        Arguments.of(
            ENDPOINT + "\n  ecr-cache:access: {}", "access: belongs beside cache, in one stack"),
        Arguments.of(ENDPOINT + "\n  " + SAMPLE, NOT_CACHED),
        Arguments.of(
            CACHE + "\n  ecr-cache:access: { registryPolicy: false }",
            "access.registryPolicy: false leaves access to creation templates, and"
                + " cache.repositories makes none; choose template: prefix or root, or"
                + " registryPolicy: true"),
        Arguments.of(CACHE + "\n  " + SAMPLE, NOT_CACHED),
        Arguments.of(
            CACHE
                + "\n  aws:allowedAccountIds: [\"111111111111\"]"
                + "\n  ecr-cache:nodes: { roles: [a, \"arn:aws:iam::333333333333:role/b\"] }",
            "nodes.roles.1: lies in the account 333333333333, and the AWS provider works in"
                + " 111111111111 by aws:allowedAccountIds; they must be the same"),
        Arguments.of(
            """
            aws:region: eu-west-1
              ecr-cache:cache:
                upstreams: { k8s: { registry: registry.k8s.io } }
                repositories:
                  encryption: { kmsKeyArn: "arn:aws:kms:us-east-1:111111111111:key/k-1" }
            """,
            "cache.repositories.encryption.kmsKeyArn: lies in the Region us-east-1, and the AWS"
                + " provider works in eu-west-1 by aws:region; they must be the same"),
        Arguments.of(
            "aws:region: eu-west-1\n  " + GITLAB.formatted("us-east-1", "111111111111"),
            "cache.upstreams.gitlab.credential.secretArn: lies in the Region us-east-1, and the"
                + " AWS provider works in eu-west-1 by aws:region; they must be the same"),
        Arguments.of(
            "aws:allowedAccountIds: [\"111111111111\"]\n  "
                + GITLAB.formatted("us-east-1", "444444444444"),
            "cache.upstreams.gitlab.credential.secretArn: lies in the account 444444444444, and the"
                + " AWS provider works in 111111111111 by aws:allowedAccountIds; they must be the"
                + " same"),
        Arguments.of(
            "ecr-cache:cacheStack: \"a\\nb\"",
            "cacheStack: 'a?b' is not the full name of a stack; write organization/project/stack"),
        Arguments.of(
            CACHE + "\n  ecr-cache:samples: { app: { chart: ./none } }",
            "samples.app.chart: chart ./none: there is no such folder or archive"));
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void blocksThatDoNotGoTogetherAreRefused(String yaml, String message) {
    assertEquals("ecr-cache:" + message, refusal(yaml));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "ecr-cache/prod", "a/b/c/d", "a//c", "a/b/c d"})
  void cacheStackIsAFullName(String stack) {
    assertEquals(
        "ecr-cache:cacheStack: '%s' is not the full name of a stack; write".formatted(stack)
            + " organization/project/stack",
        refusal("ecr-cache:cacheStack: " + stack));
  }

  static Stream<Arguments> tokens() {
    var path = "ecr-cache:cache.upstreams.hub.credential.token: ";
    var noKey =
        path
            + "is not the name of a config key that is set; set one, as with `pulumi config set"
            + " --secret dockerHubToken`, and write token: dockerHubToken";
    return Stream.of(
        Arguments.of("dockerHubToken", "", noKey),
        Arguments.of("monkeybusiness42", "", noKey),
        Arguments.of(
            "dockerHubToken",
            "ecr-cache:dockerHubToken: hidden",
            path
                + "names the config key dockerHubToken, which is stored in plain text; run"
                + " `pulumi config set --secret dockerHubToken`"),
        Arguments.of("dckr_pat_AbCdEfGhIjKlMnOpQrStUvWxYz0", "", noKey),
        Arguments.of("ghp_0123456789abcdefghijklmnopqrstuvwxyz", "", noKey),
        Arguments.of("glpat-AbCdEf12345678901234", "", noKey),
        Arguments.of("a1b2c3d4-0000-4000-8000-0123456789ab", "", noKey),
        Arguments.of("''", "", noKey),
        Arguments.of(
            "nodes",
            "",
            path
                + "names the block nodes; set one, as with `pulumi config set --secret"
                + " dockerHubToken`, and write token: dockerHubToken"));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void tokenMustBeASecretUnderAKeyOfItsOwn(String token, String further, String message) {
    assertEquals(message, refusal(hub(token) + "\n  " + further));
  }

  @Test
  void tokenInPlaceOfItsKeyIsNotRepeated() {
    var token = "glpat-AbCdEf12345678901234";
    var recorder = new Recorder();
    recorder.run(config(hub(token)), App::stack);

    assertFalse(recorder.told().contains(token), recorder.told());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cache: { upstreams: { hub: { credential: { token: { secure: hidden } } } } }",
        "cache: { secure: hidden }",
        "access: { organizationId: { secure: hidden } }",
        "cacheStack: { secure: hidden }",
        "cacheEndpoint: { secure: hidden }",
        "nodes: { roles: [{ secure: hidden }] }",
        "samples: { nats: { values: { password: { secure: hidden } } } }",
      })
  void secretBlockIsRefused(String yaml) {
    var key = yaml.substring(0, yaml.indexOf(':'));

    assertEquals("ecr-cache:%s: %s".formatted(key, ENCRYPTED), refusal("ecr-cache:" + yaml));
  }

  private static String hub(String token) {
    return "ecr-cache:cache: { upstreams: { hub: { registry: docker.io,"
        + " credential: { username: acme-ci, token: "
        + token
        + " } } } }";
  }

  private static String refusal(String yaml) {
    return new Recorder().run(config(yaml), App::stack).refusal();
  }

  private static StackConfig config(String yaml) {
    return StackConfig.ofYaml("config:\n  " + yaml);
  }
}
