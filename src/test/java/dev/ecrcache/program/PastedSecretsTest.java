package dev.ecrcache.program;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ecrcache.Recorder;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A secret in the place of something else: what is said about it does not repeat it. */
class PastedSecretsTest {
  private static final String SECRET = "monkeybusiness42";
  private static final String LOGIN = "https://user:" + SECRET + "@ghcr.io/acme/app";
  private static final String CACHE =
      "\n  ecr-cache:cache: { upstreams: { k8s: { registry: registry.k8s.io } } }";
  private static final String TOKEN = "dckr_pat_" + SECRET + "0A";

  /** Where a secret is expected, or stands often: there, any word may be one. */
  static Stream<String> besideSecrets() {
    return Stream.of(
        credential("username: u, token: IT"),
        credential("username: IT"),
        credential("usernameSecret: IT, token: dockerHubToken"),
        credential("secretArn: IT"),
        credential("username: u, token: dockerHubToken, secretName: IT"),
        credential("username: u, token: dockerHubToken, secretNamePrefix: IT"),
        credential("username: u, token: dockerHubToken, recoveryDays: IT"),
        credential("username: u, token: dockerHubToken, accountPolicy: IT"),
        credential("username: u, IT: token"),
        credential("username: u, token: [IT]"),
        credential("username: u, token: { IT: IT }"),
        "cache: { upstreams: { hub: { registry: docker.io, credential: IT } } }",
        "cache: IT",
        "cache: { secure: IT }",
        sample("chart: sandbox/charts/nats, repository: IT"),
        sample("chart: nats, repository: 'https://user:IT @ghcr.io'"),
        sample("chart: 'https://user:a/IT@ghcr.io/a.tgz'"),
        sample("chart: 'https://ghcr.io/a.tgz?token=IT'"),
        sample("chart: 'oci://user:IT@ghcr.io/a'"),
        sample("chart: 'user:IT@ghcr.io/a.tgz'"),
        sample("values: IT"),
        "samples: IT");
  }

  /** Everywhere else, what looks like a secret is one. */
  static Stream<String> elsewhere() {
    return Stream.of(
        "cache: { upstreams: { hub: { registry: IT } } }",
        "cache: { upstreams: { IT: { registry: quay.io } } }",
        "cache: { upstreams: { k8s: { registry: quay.io, upstreamPrefix: IT } } }",
        "cache: { upstreams: { k8s: { registry: quay.io, role: IT } } }",
        repositories("template: IT"),
        repositories("tags: IT"),
        repositories("lifecycle: { imageDays: IT }"),
        repositories("encryption: { kmsKeyArn: IT }"),
        repositories("resourceTags: IT"),
        repositories("statements: [IT]"),
        repositories("statements: [{ Effect: IT, Action: 'ecr:*', Principal: '*' }]"),
        repositories("statements: [{ Sid: 'IT', Effect: Allow, Action: IT, Principal: IT }]"),
        cache("scanning: { type: IT }"),
        cache("scanning: { frequency: IT }"),
        cache("scanning: { filters: [IT] }"),
        cache("scanning: { rules: [{ frequency: IT, filters: ['*'] }] }"),
        "access: { organizationId: IT }",
        "access: { organizationalUnits: [IT] }",
        "access: { accounts: [IT] }",
        "access: { principals: [IT] }",
        "access: { repositories: IT }",
        "access: { lambda: IT }",
        "access: { statements: [{ Effect: Allow, Action: IT, Principal: IT, Condition: IT }] }",
        "cacheStack: IT",
        "cacheEndpoint: IT",
        "cacheEndpoint: { host: IT, upstreams: { k8s: registry.k8s.io }, tagsRepositories: true }",
        "cacheEndpoint: { host: 111111111111.dkr.ecr.eu-west-1.amazonaws.com,"
            + " upstreams: { k8s: IT }, tagsRepositories: true }",
        "cacheEndpoint: { host: a, upstreams: {}, tagsRepositories: IT }",
        "nodes: { roles: [IT] }",
        "nodes: { clusters: ['IT '] }",
        "nodes: { attach: IT }",
        "protection: IT",
        "other: IT",
        sample("chart: sandbox/charts/nats, version: IT"),
        sample("chart: 'IT'"),
        sample("name: IT"),
        sample("namespace: IT"),
        sample("timeoutSeconds: IT"),
        sample("digests: IT"),
        sample("audit: IT"),
        sample("allow: [IT]"),
        sample("chart: sandbox/charts/nats, values: { container: { image: { repository: IT } } }"));
  }

  static Stream<Arguments> pasted() {
    return Stream.concat(
        besideSecrets()
            .flatMap(yaml -> Stream.of(SECRET, LOGIN, TOKEN).map(it -> Arguments.of(yaml, it))),
        elsewhere().flatMap(yaml -> Stream.of(LOGIN, TOKEN).map(it -> Arguments.of(yaml, it))));
  }

  @ParameterizedTest
  @MethodSource("pasted")
  void isNotRepeated(String yaml, String secret) {
    var config =
        StackConfig.ofYaml(
            (yaml.startsWith("cache") ? "config:" : "config:" + CACHE)
                + "\n  ecr-cache:dockerHubToken: { secure: hidden }\n  ecr-cache:"
                + yaml.replace("IT", yaml.contains("'") ? secret : "'" + secret + "'"));
    var recorder = new Recorder();
    recorder.run(config, context -> App.stack(context, config.values().keySet()));

    assertFalse(recorder.told().contains(SECRET), recorder.told());
    assertFalse(secret.equals(SECRET) && recorder.told().equals("[]"), "it is not refused");
  }

  private static String credential(String keys) {
    return "cache: { upstreams: { hub: { registry: docker.io, credential: { " + keys + " } } } }";
  }

  private static String cache(String keys) {
    return "cache: { upstreams: { k8s: { registry: registry.k8s.io } }, " + keys + " }";
  }

  private static String repositories(String keys) {
    return cache("repositories: { " + keys + " }");
  }

  private static String sample(String keys) {
    return "samples: { nats: { " + keys + " } }";
  }
}
