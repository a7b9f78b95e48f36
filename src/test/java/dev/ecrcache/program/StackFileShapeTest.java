package dev.ecrcache.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.Recorder;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keys, words and types that a stack file gets wrong: each is one line, before anything is done.
 */
class StackFileShapeTest {
  private static final String K8S = "k8s: { registry: registry.k8s.io }";
  private static final String TEXT =
      "must be a text; a number or word such as true needs quotes to be one";
  private static final String EMPTY = "is empty; give a value or remove the key";
  private static final String CREDENTIAL_KEYS =
      "accountPolicy, recoveryDays, secretArn, secretName, secretNamePrefix, token, username,"
          + " usernameSecret";

  static Stream<Arguments> unknownKeys() {
    return Stream.of(
        cache("upstream: {}", "upstream", "repositories, scanning, upstreams"),
        cache(
            "upstreams: { k8s: { url: a } }",
            "upstreams.k8s.url",
            "credential, officialImages, registry, role, upstreamPrefix"),
        cache(
            "upstreams: { " + K8S + " }, repositories: { templates: prefix }",
            "repositories.templates",
            "encryption, lifecycle, resourceTags, statements, tags, template"),
        cache(
            "repositories: { lifecycle: { days: 7 } }",
            "repositories.lifecycle.days",
            "imageDays, untaggedDays"),
        cache(
            "repositories: { encryption: { kmsKey: a } }",
            "repositories.encryption.kmsKey",
            "kmsKeyArn"),
        cache(
            "scanning: { filter: a }",
            "scanning.filter",
            "filters, frequency, rules, takeOver, type"),
        cache(
            "scanning: { rules: [{ filter: a }] }",
            "scanning.rules.0.filter",
            "filters, frequency"),
        block(
            "access: { organisation: o-a1b2c3d4e5 }",
            "access.organisation",
            "accounts, lambda, organization, organizationId, organizationalUnits, principals,"
                + " registryPolicy, repositories, statements, takeOver"),
        block(
            "access: { statements: [{ Effect: Allow, Actions: a }] }",
            "access.statements.0.Actions",
            "Action, Condition, Effect, NotAction, NotPrincipal, NotResource, Principal, Resource,"
                + " Sid"),
        block(
            "cacheEndpoint: { registry: a }",
            "cacheEndpoint.registry",
            "host, officialImages, tagsRepositories, upstreams"),
        block("nodes: { role: a }", "nodes.role", "attach, clusters, roles"),
        block(
            "redirect: { exclude: [a] }",
            "redirect.exclude",
            "digests, excludedLabels, excludedNamespaces, failurePolicy, kubernetes, name,"
                + " namespace, validate"),
        block(
            "samples: { nats: { timeout: 5 } }",
            "samples.nats.timeout",
            "allow, audit, by, chart, digests, kubernetes, name, namespace, objectNamespace,"
                + " project, repository, timeoutSeconds, values, version"));
  }

  @ParameterizedTest
  @MethodSource("unknownKeys")
  void unknownKeyIsNamedWithTheAllowedOnes(String yaml, String path, String allowed) {
    assertRefused(yaml, "ecr-cache:%s: is not a key here; allowed: %s".formatted(path, allowed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"user: a", "monkeybusiness42: token", "a: { b: monkeybusiness42 }"})
  void whatMayBeASecretIsNotRepeatedAsAKey(String further) {
    assertRefused(
        "cache: { upstreams: { hub: { registry: docker.io, credential: { username: a, "
            + further
            + " } } } }",
        "ecr-cache:cache.upstreams.hub.credential: has a key that is none here; allowed: "
            + CREDENTIAL_KEYS);
  }

  static Stream<Arguments> wrongTypes() {
    return Stream.of(
        cache("upstreams: { k8s: { registry: 5 } }", "upstreams.k8s.registry", TEXT),
        cache("upstreams: { k8s: { registry: 1.10 } }", "upstreams.k8s.registry", TEXT),
        cache("upstreams: { k8s: { registry: true } }", "upstreams.k8s.registry", TEXT),
        cache("upstreams: { k8s: { registry: [a] } }", "upstreams.k8s.registry", TEXT),
        cache("upstreams: { k8s: { registry: {} } }", "upstreams.k8s.registry", TEXT),
        cache("repositories: { template: false }", "repositories.template", TEXT),
        cache("repositories: { resourceTags: { a: 1 } }", "repositories.resourceTags.a", TEXT),
        cache("scanning: { filters: [a, 5] }", "scanning.filters.1", TEXT),
        cache(
            "upstreams: { hub: { credential: { token: 12345 } } }",
            "upstreams.hub.credential.token",
            TEXT),
        cache(
            "upstreams: { hub: { credential: { token: { a: b } } } }",
            "upstreams.hub.credential.token",
            TEXT),
        recoveryDays("\"7\""),
        recoveryDays("seven"),
        recoveryDays("7.5"),
        recoveryDays("true"),
        recoveryDays("[7]"),
        recoveryDays("99999999999"),
        block("samples: { nats: { kubernetes: 1.30 } }", "samples.nats.kubernetes", TEXT),
        block(
            "samples: { nats: { timeoutSeconds: \"600\" } }",
            "samples.nats.timeoutSeconds",
            "must be a whole number"),
        block(
            "access: { registryPolicy: \"true\" }",
            "access.registryPolicy",
            "must be true or false"),
        block(
            "access: { registryPolicy: yes please }",
            "access.registryPolicy",
            "must be true or false"),
        block("access: { registryPolicy: 1 }", "access.registryPolicy", "must be true or false"),
        block(
            "access: { organization: o-a1b2c3d4e5 }",
            "access.organization",
            "must be true or false"),
        block("access: { lambda: \"true\" }", "access.lambda", "must be true or false"),
        block("access: { accounts: \"555555555555\" }", "access.accounts", "must be a list"),
        block("access: { accounts: [555555555555] }", "access.accounts.0", TEXT),
        block("access: { statements: {} }", "access.statements", "must be a list"),
        block("cacheEndpoint: { host: 5 }", "cacheEndpoint.host", TEXT),
        block(
            "cacheEndpoint: { upstreams: [k8s] }",
            "cacheEndpoint.upstreams",
            "must be a block of keys"),
        block("cacheEndpoint: { upstreams: { k8s: 5 } }", "cacheEndpoint.upstreams.k8s", TEXT),
        block(
            "cacheEndpoint: { tagsRepositories: \"true\" }",
            "cacheEndpoint.tagsRepositories",
            "must be true or false"),
        block("cacheEndpoint: prod", "cacheEndpoint", "must be a block of keys"),
        block("nodes: { roles: dev-nodes }", "nodes.roles", "must be a list"),
        block("nodes: { clusters: dev }", "nodes.clusters", "must be a list"),
        block("nodes: { attach: \"false\" }", "nodes.attach", "must be true or false"),
        cache("scanning: { filters: a }", "scanning.filters", "must be a list"),
        cache("upstreams: [k8s]", "upstreams", "must be a block of keys"),
        cache("upstreams: { k8s: registry.k8s.io }", "upstreams.k8s", "must be a block of keys"),
        cache("repositories: prefix", "repositories", "must be a block of keys"),
        cache(
            "repositories: { resourceTags: a }",
            "repositories.resourceTags",
            "must be a block of keys"),
        cache(
            "repositories: { lifecycle: 7 }", "repositories.lifecycle", "must be a block of keys"),
        block("cache: docker.io", "cache", "must be a block of keys"),
        block("cache: [docker.io]", "cache", "must be a block of keys"),
        block("cache: 5", "cache", "must be a block of keys"),
        block("access: true", "access", "must be a block of keys"),
        block("nodes: [dev-nodes]", "nodes", "must be a block of keys"),
        block("samples: [nats]", "samples", "must be a block of keys"),
        block("samples: { nats: 1.1.9 }", "samples.nats", "must be a block of keys"),
        block(
            "samples: { nats: { values: [] } }", "samples.nats.values", "must be a block of keys"));
  }

  static Stream<Arguments> emptyValues() {
    return Stream.of(
        block("cache:", "cache", EMPTY),
        block("cache: \"\"", "cache", EMPTY),
        block("access:", "access", EMPTY),
        block("cacheEndpoint:", "cacheEndpoint", EMPTY),
        block("cacheEndpoint: { host: }", "cacheEndpoint.host", EMPTY),
        block(
            "cacheEndpoint: { upstreams: { k8s: } }",
            "cacheEndpoint.upstreams.k8s",
            "must be a registry, such as docker.io"),
        block("nodes:", "nodes", EMPTY),
        block("samples:", "samples", EMPTY),
        block("samples: { nats: }", "samples.nats", "is missing; write {} for its defaults"),
        block("samples: { nats: { values: } }", "samples.nats.values", EMPTY),
        block("nodes: { roles: }", "nodes.roles", EMPTY),
        block("access: { registryPolicy: }", "access.registryPolicy", EMPTY),
        cache("upstreams:", "upstreams", EMPTY),
        cache(
            "upstreams: { k8s: }",
            "upstreams.k8s",
            "is missing; give its registry, such as registry: docker.io"),
        cache("upstreams: { k8s: { registry: } }", "upstreams.k8s.registry", EMPTY),
        cache(
            "upstreams: { hub: { credential: { token: } } }",
            "upstreams.hub.credential.token",
            EMPTY),
        cache(
            "upstreams: { hub: { credential: { recoveryDays: } } }",
            "upstreams.hub.credential.recoveryDays",
            EMPTY),
        cache("repositories: { lifecycle: }", "repositories.lifecycle", EMPTY));
  }

  /** What builders refuse, on their own or as they build, seen from the stack file. */
  static Stream<Arguments> wordsAndSettings() {
    return Stream.of(
        cache(
            "repositories: { template: prefixes }",
            "repositories.template",
            "'prefixes' is not known; allowed: prefix, root, none"),
        cache(
            "scanning: { type: basic, frequency: continuous-scan }",
            "scanning.frequency",
            "continuous-scan belongs to enhanced scanning; basic takes scan-on-push"),
        cache(
            "upstreams: { " + K8S + ", k8s/x.y: { registry: quay.io } }",
            "upstreams.k8s/x.y",
            "lies under the prefix 'k8s', so the two rules claim the same repositories; rename"
                + " one"),
        cache(
            "upstreams: { a.b: { registry: quay.io, role: mine } }",
            "upstreams.a.b.role",
            "'mine' is not known; allowed: create, none, or the ARN of a role"),
        cache(
            "upstreams: { hub: { registry: docker.io } }",
            "upstreams.hub.credential",
            "is missing; ECR caches docker.io with a login only, public images too: give username"
                + " and token, or secretArn"),
        block(
            "cacheEndpoint: { host: docker.io }",
            "cacheEndpoint.host",
            "'docker.io' is not the host of an ECR registry, such as"
                + " 111111111111.dkr.ecr.eu-west-1.amazonaws.com"),
        block(
            "cacheEndpoint: { upstreams: { hub: hub.docker.com } }",
            "cacheEndpoint.upstreams.hub",
            "hub.docker.com is not the registry itself; write docker.io"),
        block(
            "cacheEndpoint: { host: 111111111111.dkr.ecr.eu-west-1.amazonaws.com }",
            "cacheEndpoint.upstreams",
            "are missing; they are the upstream registries by prefix, such as docker-hub:"
                + " docker.io"),
        block(
            "nodes: { roles: [a b] }",
            "nodes.roles.0",
            "'a b' is neither the name nor the ARN of an IAM role"),
        block(
            "nodes: { clusters: [dev, a b] }",
            "nodes.clusters.1",
            "'a b' is not the name of an EKS cluster: up to 100 letters, digits, dashes and"
                + " underscores"),
        block(
            "nodes: { attach: false, clusters: [dev] }",
            "nodes.attach",
            "false leaves attachments to others, and roles or clusters say what to attach to;"
                + " remove one"),
        block(
            "access: { accounts: [\"555555555555\", \"5\"] }",
            "access.accounts.1",
            "'5' is not an AWS account id of 12 digits"),
        block(
            "access: { organization: false }",
            "access.organization",
            "false leaves nobody who may pull; give organizationalUnits, accounts or principals"),
        block(
            "access: { statements: [{ Effect: allow }] }",
            "access.statements.0.Effect",
            "must be Allow or Deny"),
        block(
            "samples: { redis: {} }",
            "samples.redis.chart",
            "is missing; give a folder, an archive, an oci:// reference, or a name and its"
                + " repository; only external-dns and nats have one of their own"),
        block(
            "samples: { nats: { namespace: Nats } }",
            "samples.nats.namespace",
            "'Nats' is not a namespace: up to 63 lower-case letters, digits and dashes between"
                + " them"));
  }

  @ParameterizedTest
  @MethodSource({"wrongTypes", "emptyValues", "wordsAndSettings"})
  void wrongValueIsNamedByItsPath(String yaml, String path, String problem) {
    assertRefused(yaml, "ecr-cache:%s: %s".formatted(path, problem));
  }

  private static void assertRefused(String yaml, String message) {
    var config = StackConfig.ofYaml("config:\n  ecr-cache:" + yaml);

    assertEquals(message, new Recorder().run(config, App::stack).refusal());
  }

  private static Arguments cache(String yaml, String path, String expected) {
    return block("cache: { " + yaml + " }", "cache." + path, expected);
  }

  private static Arguments recoveryDays(String value) {
    return cache(
        "upstreams: { hub: { credential: { recoveryDays: " + value + " } } }",
        "upstreams.hub.credential.recoveryDays",
        "must be a whole number");
  }

  private static Arguments block(String yaml, String path, String expected) {
    return Arguments.of(yaml, path, expected);
  }
}
