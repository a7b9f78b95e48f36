package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The life of one stack on the real engine and the real AWS provider, step by step. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class LifecycleIT {
  private static final String ACCOUNT = "222222222222";
  private static final Path DEMO = Path.of("sandbox/stacks/demo.yaml");

  private Path folder;
  private Sandbox sandbox;
  private EcrClient ecr;
  private IamClient iam;
  private SecretsManagerClient secrets;
  private Sandbox.Run up;

  @BeforeAll
  void up(@TempDir Path folder) {
    this.folder = folder;
    sandbox = new Sandbox(folder.resolve("state"));
    up = sandbox.up(DEMO).succeeded();
    ecr = sandbox.client(EcrClient.builder(), ACCOUNT);
    iam = sandbox.client(IamClient.builder(), ACCOUNT);
    secrets = sandbox.client(SecretsManagerClient.builder(), ACCOUNT);
  }

  @AfterAll
  void down() {
    sandbox.close();
  }

  @Test
  @Order(1)
  void upMakesTheRulesAndEcrFindsThemValid() {
    var urls = new TreeMap<String, String>();
    for (var rule : rules()) {
      urls.put(rule.ecrRepositoryPrefix(), rule.upstreamRegistryUrl());
      assertTrue(
          ecr.validatePullThroughCacheRule(
                  request -> request.ecrRepositoryPrefix(rule.ecrRepositoryPrefix()))
              .isValid(),
          rule.ecrRepositoryPrefix());
    }
    assertEquals(
        "{docker-hub=registry-1.docker.io, ecr=public.ecr.aws, github=ghcr.io,"
            + " k8s=registry.k8s.io, quay=quay.io}",
        urls.toString());
  }

  @Test
  @Order(2)
  void upPrintsTheTreeAndTheOutputs() {
    for (var line :
        List.of(
            "ecr-cache:index:RegistryCache",
            "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
            "222222222222.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/",
            "222222222222.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/natsio/nats-box",
            "222222222222.dkr.ecr.eu-west-1.amazonaws.com/quay/prometheus/prometheus:v2.51.2",
            "docker login --username AWS")) {
      assertTrue(up.output().contains(line), () -> line + " is not in " + up.output());
    }
  }

  @Test
  @Order(3)
  void theFirstPullCreatesTheRepositoryAsTheTemplateSays() {
    var pulled =
        ecr.batchGetImage(
            request ->
                request
                    .repositoryName("docker-hub/library/nats")
                    .imageIds(ImageIdentifier.builder().imageTag("2.10").build()));
    assertEquals(1, pulled.images().size(), pulled.failures()::toString);
    var repository =
        ecr.describeRepositories(request -> request.repositoryNames("docker-hub/library/nats"))
            .repositories()
            .get(0);
    assertEquals("MUTABLE", repository.imageTagMutabilityAsString());
    assertEquals(
        "platform",
        ecr.listTagsForResource(request -> request.resourceArn(repository.repositoryArn()))
            .tags()
            .get(0)
            .value());
    assertTrue(
        ecr.getRepositoryPolicy(request -> request.repositoryName("docker-hub/library/nats"))
            .policyText()
            .contains("o-ecrcache01"));
    ecr.deleteRepository(request -> request.repositoryName("docker-hub/library/nats").force(true));
  }

  @Test
  @Order(4)
  void upAgainChangesNothing() {
    sandbox.up(DEMO).changedNothing();
  }

  @Test
  @Order(5)
  void tokensAreNowhereInPlainText() {
    var written = sandbox.everythingWritten();
    assertNotEquals("", written);
    for (var token : List.of("made-up-dockerHubToken", "made-up-githubToken")) {
      assertFalse(written.contains(token), token + " is in the state");
      assertFalse(up.output().contains(token), token + " is in the output");
    }
    assertEquals(
        "{\"username\":\"acme-ci\",\"accessToken\":\"made-up-dockerHubToken\"}",
        secrets
            .getSecretValue(request -> request.secretId("ecr-pullthroughcache/docker-hub"))
            .secretString());
  }

  @Test
  @Order(6)
  void oneChangedSettingUpdatesItsResourceOnly() throws IOException {
    var changed = folder.resolve("demo.yaml");
    Files.writeString(
        changed, Files.readString(DEMO).replace("filters: [\"*\"]", "filters: [\"k8s/*\"]"));
    var update = sandbox.up(changed).succeeded().output();
    assertEquals(
        List.of(
            "ecr-cache:index:RegistryCache cache updating",
            "aws:ecr:RegistryScanningConfiguration cache updating"),
        update
            .lines()
            .filter(line -> line.startsWith(" ~ ") && line.contains(" updating"))
            .map(line -> line.substring(3, line.indexOf(" (")).strip())
            .toList(),
        update);
    assertEquals(
        "k8s/*",
        ecr.getRegistryScanningConfiguration(request -> {})
            .scanningConfiguration()
            .rules()
            .get(0)
            .repositoryFilters()
            .get(0)
            .filter());
  }

  @Test
  @Order(7)
  void aRefusedStackFileIsOneLineAndChangesNothing() throws IOException {
    var wrong = folder.resolve("wrong/demo.yaml");
    Files.createDirectories(wrong.getParent());
    Files.writeString(
        wrong, Files.readString(DEMO).replace("registry: quay.io", "registry: gcr.io"));
    var refused = sandbox.up(wrong);
    assertNotEquals(0, refused.exitCode());
    assertTrue(
        refused.output().contains("ecr-cache:cache.upstreams.quay.registry: gcr.io "),
        refused.output());
    assertFalse(refused.output().contains("\tat "), refused.output());
    assertEquals(5, rules().size());
  }

  @Test
  @Order(8)
  void anImageFromElsewhereStopsThePreview() throws IOException {
    var wrong = folder.resolve("elsewhere/demo.yaml");
    Files.createDirectories(wrong.getParent());
    Files.writeString(
        wrong,
        Files.readString(DEMO)
            .replace("digests: drop", "values: { migrate: { image: \"gcr.io/acme/migrate:1\" } }"));
    sandbox.up(wrong);
    var refused = sandbox.pulumi("demo", "preview");
    assertNotEquals(0, refused.exitCode());
    assertTrue(
        refused
            .output()
            .contains(
                "ecr-cache:samples.shop.audit: an image would not come from the cache: Job"
                    + " shop/shop-migrate, container migrate: gcr.io/acme/migrate:1 (value"
                    + " migrate.image): gcr.io "),
        refused.output());
    assertFalse(refused.output().contains("\tat "), refused.output());
  }

  @Test
  @Order(9)
  void destroyLeavesNothing() {
    sandbox.pulumi("demo", "destroy", "--yes", "--skip-preview").succeeded();
    assertEquals(List.of(), rules());
    assertEquals(
        List.of(), ecr.describeRepositoryCreationTemplates(r -> {}).repositoryCreationTemplates());
    assertEquals(List.of(), secrets.listSecrets(request -> {}).secretList());
    assertEquals(
        List.of(), iam.listPolicies(request -> request.scope(PolicyScopeType.LOCAL)).policies());
    assertEquals(
        List.of(),
        iam.listAttachedRolePolicies(request -> request.roleName("dev-nodes")).attachedPolicies());
    assertEquals(
        List.of("OrganizationAccountAccessRole", "deploy", "dev-nodes", "dev-spot"),
        iam.listRoles().roles().stream().map(role -> role.roleName()).sorted().toList());
  }

  private List<PullThroughCacheRule> rules() {
    return ecr.describePullThroughCacheRules(request -> {}).pullThroughCacheRules();
  }
}
