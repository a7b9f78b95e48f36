package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.policy.LifecyclePolicy;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;
import software.amazon.awssdk.services.ecr.model.RepositoryCreationTemplate;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;

/** Every committed stack file, deployed side by side in the accounts that it names. */
@TestInstance(Lifecycle.PER_CLASS)
class StackFilesIT {
  private static final Path STACKS = Path.of("sandbox/stacks");

  /** A workload account's nodes by their cluster, deployed by a role that is assumed. */
  private static final String CLUSTERS =
      """
      config:
        aws:region: eu-west-1
        aws:assumeRole: { roleArn: "arn:aws:iam::333333333333:role/deploy" }
        ecr-cache:cacheEndpoint:
          host: 111111111111.dkr.ecr.eu-west-1.amazonaws.com
          upstreams: { docker-hub: docker.io }
          tagsRepositories: false
        ecr-cache:nodes: { roles: [team-a-nodes], clusters: [%s] }
      """;

  private Sandbox sandbox;

  @BeforeAll
  void start(@TempDir Path folder) {
    sandbox = Sandbox.byJar(folder.resolve("state"));
  }

  @AfterAll
  void down() {
    sandbox.close();
  }

  @Test
  void s0CachesFiveUpstreamsForOneAccount() {
    sandbox.up(STACKS.resolve("S0.yaml")).succeeded();
    assertEquals(
        List.of("docker-hub", "ecr", "github", "k8s", "quay"),
        rules("222222222222").stream()
            .map(PullThroughCacheRule::ecrRepositoryPrefix)
            .sorted()
            .toList());
    assertEquals(
        List.of("ecr-pullthroughcache/docker-hub", "ecr-pullthroughcache/github"),
        secrets("222222222222"));
    // The account is the same: the committed dev stack could not stand beside it.
    sandbox.pulumi("S0", "destroy", "--yes", "--skip-preview").succeeded();
    // Secrets Manager would keep their names taken for the days of the recovery window.
    var names = List.of("ecr-pullthroughcache/docker-hub", "ecr-pullthroughcache/github");
    for (var name : names) {
      sandbox
          .client(SecretsManagerClient.builder(), "222222222222")
          .deleteSecret(request -> request.secretId(name).forceDeleteWithoutRecovery(true));
    }
    sandbox.up(Path.of("Pulumi.dev.yaml")).succeeded();
    assertEquals(5, rules("222222222222").size());
  }

  @Test
  void s1SharesDockerHubWithTheOrganisation() throws IOException {
    sandbox.up(STACKS.resolve("S1.yaml")).succeeded();
    var ecr = sandbox.client(EcrClient.builder(), "444444444444");
    assertEquals(
        "{\"username\":\"made-up-dockerHubUsername\",\"accessToken\":\"made-up-dockerHubToken\"}",
        sandbox
            .client(SecretsManagerClient.builder(), "444444444444")
            .getSecretValue(request -> request.secretId("ecr-pullthroughcache/docker-hub"))
            .secretString());
    var template = templates(ecr).get(0);
    assertEquals("ROOT", template.prefix());
    assertEquals(
        new JsonMapper()
            .readTree(LifecyclePolicy.expire(OptionalInt.empty(), OptionalInt.of(7)).toJson()),
        new JsonMapper().readTree(template.lifecyclePolicy()));
    var policy = ecr.getRegistryPolicy(request -> {}).policyText().replace(" ", "");
    assertTrue(policy.contains("\"aws:PrincipalOrgID\":\"o-ecrcache01\""), policy);
    assertTrue(policy.contains("arn:aws:ecr:eu-west-1:444444444444:repository/*"), policy);
    assertEquals(
        "BASIC",
        ecr.getRegistryScanningConfiguration(request -> {})
            .scanningConfiguration()
            .scanTypeAsString());
  }

  @Test
  void s2ServesAWorkloadAccountFromTheSharedServicesAccount() {
    var early = sandbox.up(STACKS.resolve("S2-workload.yaml"));
    assertFalse(early.exitCode() == 0, "the hosting stack is not there yet: " + early.output());

    sandbox.up(STACKS.resolve("S2-shared.yaml")).succeeded();
    var workload = sandbox.up(STACKS.resolve("S2-workload.yaml")).succeeded().output();
    assertTrue(
        workload.contains("111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/nats"),
        workload);

    var hosting = sandbox.client(EcrClient.builder(), "111111111111");
    assertEquals(
        List.of("docker-hub", "public-ecr"),
        templates(hosting).stream().map(RepositoryCreationTemplate::prefix).sorted().toList());
    var secret = secrets("111111111111").get(0);
    assertTrue(secret.startsWith("ecr-pullthroughcache/docker-hub-"), secret);
    assertTrue(
        sandbox
            .client(SecretsManagerClient.builder(), "111111111111")
            .getResourcePolicy(request -> request.secretId(secret))
            .resourcePolicy()
            .contains("arn:aws:iam::111111111111:root"));

    assertEquals(List.of(), rules("333333333333"));
    var iam = sandbox.client(IamClient.builder(), "333333333333");
    var attached =
        iam.listAttachedRolePolicies(request -> request.roleName("team-a-spot"))
            .attachedPolicies()
            .get(0);
    var version =
        iam.getPolicy(request -> request.policyArn(attached.policyArn()))
            .policy()
            .defaultVersionId();
    var document =
        URLDecoder.decode(
            iam.getPolicyVersion(
                    request -> request.policyArn(attached.policyArn()).versionId(version))
                .policyVersion()
                .document(),
            StandardCharsets.UTF_8);
    assertTrue(
        document.contains("arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"), document);

    // The account is the same: the committed prod stack could not stand beside it.
    sandbox.pulumi("S2-workload", "destroy", "--yes", "--skip-preview").succeeded();
    sandbox.pulumi("S2-shared", "destroy", "--yes", "--skip-preview").succeeded();
    sandbox.up(Path.of("Pulumi.prod.yaml")).succeeded();
    assertEquals(5, rules("111111111111").size());
  }

  @Test
  void settingsThatNoOtherFileHasSettleAtTheFirstUp(@TempDir Path folder) throws IOException {
    var file = folder.resolve("rest.yaml");
    Files.writeString(
        file,
        """
        config:
          aws:region: eu-west-1
          aws:assumeRole: { roleArn: "arn:aws:iam::333333333333:role/deploy" }
          ecr-cache:cache:
            upstreams:
              ROOT: { registry: public.ecr.aws }
              team: { registry: 111111111111.dkr.ecr.eu-west-1.amazonaws.com, upstreamPrefix: docker-hub }
              whole/shared: { registry: 111111111111.dkr.ecr.eu-west-1.amazonaws.com }
              own: { registry: 333333333333.dkr.ecr.us-east-1.amazonaws.com, role: none }
              gitlab:
                registry: registry.gitlab.com
                credential: { username: acme-ci, token: gitlabToken, secretName: ecr-pullthroughcache/gl }
            repositories:
              template: root
              tags: immutable
              encryption: { kmsKeyArn: "arn:aws:kms:eu-west-1:333333333333:key/11112222-3333-4444-5555-666677778888" }
              resourceTags: { team: a, cost-centre: "7" }
            scanning:
              type: enhanced
              frequency: continuous-scan
              filters: ["team/*", "own/*"]
              rules: [{ frequency: scan-on-push, filters: ["*"] }]
          ecr-cache:access:
            organizationId: o-a1b2c3d4e5
            organizationalUnits: [o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*]
            accounts: ["222222222222", "444444444444"]
            principals: ["arn:aws:iam::111111111111:role/deploy"]
            lambda: true
            statements:
              - Sid: AllowReplication
                Effect: Allow
                Principal: { AWS: "arn:aws:iam::222222222222:root" }
                Action: ["ecr:CreateRepository", "ecr:ReplicateImage"]
                Resource: "arn:aws:ecr:eu-west-1:333333333333:repository/*"
          ecr-cache:nodes: { roles: [team-a-nodes] }
        """);
    sandbox.up(file).succeeded();
    sandbox.up(file).changedNothing();
    sandbox.pulumi("rest", "refresh", "--yes", "--skip-preview").changedNothing();
    assertEquals(5, rules("333333333333").size());
    sandbox.pulumi("rest", "destroy", "--yes", "--skip-preview").succeeded();
    assertEquals(List.of(), rules("333333333333"));
  }

  @Test
  void rolesOfAClusterAreLookedUpAndEachAttachedOnce(@TempDir Path folder) throws IOException {
    var file = folder.resolve("clusters.yaml");
    Files.writeString(file, CLUSTERS.formatted("team-a"));
    sandbox.up(file).succeeded();
    var policy =
        sandbox.pulumi("clusters", "stack", "output", "nodePolicyArn").succeeded().output().strip();
    assertEquals(
        List.of("team-a-auto", "team-a-nodes", "team-a-pods", "team-a-spot"), holders(policy));
    sandbox.up(file).changedNothing();

    assertRefused(
        folder,
        "team-z",
        "ecr-cache:nodes.clusters.0: there is no EKS cluster 'team-z' in the stack's account and"
            + " Region; `aws eks list-clusters` names those that are");
    assertRefused(
        folder,
        "team-a-bare",
        "ecr-cache:nodes.clusters.0: the EKS cluster 'team-a-bare' has no managed node group, no"
            + " Fargate profile and no Auto Mode node role; name the roles of its nodes");
    assertEquals(
        List.of("team-a-auto", "team-a-nodes", "team-a-pods", "team-a-spot"), holders(policy));

    Files.writeString(file, CLUSTERS.replaceFirst("nodes: .*", "nodes: { attach: false }"));
    sandbox.up(file).succeeded();
    assertEquals(List.of(), holders(policy));
    sandbox.pulumi("clusters", "destroy", "--yes", "--skip-preview").succeeded();
  }

  private void assertRefused(Path folder, String cluster, String refusal) throws IOException {
    var file = folder.resolve("clusters.yaml");
    Files.writeString(file, CLUSTERS.formatted(cluster));
    var refused = sandbox.up(file);
    assertNotEquals(0, refused.exitCode(), refused.output());
    assertTrue(refused.output().contains("error: " + refusal + "\n"), refused.output());
    assertFalse(refused.output().contains("\tat "), refused.output());
  }

  private List<String> holders(String policy) {
    return sandbox
        .client(IamClient.builder(), "333333333333")
        .listEntitiesForPolicy(request -> request.policyArn(policy))
        .policyRoles()
        .stream()
        .map(PolicyRole::roleName)
        .sorted()
        .toList();
  }

  private List<PullThroughCacheRule> rules(String account) {
    return sandbox
        .client(EcrClient.builder(), account)
        .describePullThroughCacheRules(request -> {})
        .pullThroughCacheRules();
  }

  private static List<RepositoryCreationTemplate> templates(EcrClient ecr) {
    return ecr.describeRepositoryCreationTemplates(request -> {}).repositoryCreationTemplates();
  }

  private List<String> secrets(String account) {
    return sandbox
        .client(SecretsManagerClient.builder(), account)
        .listSecrets(request -> {})
        .secretList()
        .stream()
        .map(SecretListEntry::name)
        .sorted()
        .toList();
  }
}
