package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ScanType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The doctor finds nothing in a stack as it was deployed, and each thing that is then broken; IAM's
 * simulator is that of sandbox/iam.
 */
class DoctorIT {
  private static final String ACCOUNT = "222222222222";
  private static final Path JAR = Path.of("target/ecr-cache.jar").toAbsolutePath();
  private static final String STACK_FILE =
      """
      config:
        aws:region: eu-west-1
        aws:allowedAccountIds: ["222222222222"]
        ecr-cache:cache:
          upstreams:
            docker-hub: { registry: docker.io, credential: { username: acme, token: dockerHubToken } }
            k8s: { registry: registry.k8s.io }
          repositories: { lifecycle: { untaggedDays: 7 }, resourceTags: { team: platform } }
          scanning: { type: basic }
        ecr-cache:access: {}
        ecr-cache:nodes: { roles: [dev-nodes] }
      """;

  private Sandbox sandbox;
  private Path state;
  private Path file;

  /** What a run of the doctor printed, and how it ended. */
  private record Doctored(int code, String out, String err) {
    /** What is neither fine nor a note, as level, resource and what is so. */
    List<String> findings() {
      try {
        var found = new TreeSet<String>();
        for (JsonNode row : new JsonMapper().readTree(out)) {
          var level = row.path("level").asText();
          if (!level.equals("fine") && !level.equals("note")) {
            found.add(
                "%s %s %s".formatted(level, row.path("where").asText(), row.path("what").asText()));
          }
        }
        return List.copyOf(found);
      } catch (IOException e) {
        throw new AssertionError(out + err, e);
      }
    }
  }

  @Test
  void eachThingThatIsBrokenIsFound(@TempDir Path folder) throws Exception {
    state = folder.resolve("state");
    file = Files.writeString(folder.resolve("clinic.yaml"), STACK_FILE);
    sandbox = Sandbox.byJar(state);
    try {
      sandbox.up(file).succeeded();
      var healthy = doctor("--output", "json", "--stack-file", file.toString());
      assertEquals(List.of(), healthy.findings(), healthy.err());
      assertEquals(0, healthy.code(), healthy.out());
      pulls();
      breaks();
      networks();
      quota();
    } finally {
      sandbox.run("down").succeeded();
    }
  }

  private void pulls() throws Exception {
    var role = "arn:aws:iam::222222222222:role/dev-nodes";
    var first = doctor("registry.k8s.io/pause:3.10", "--role", role);
    assertEquals(0, first.code(), first.out());
    assertTrue(first.out().contains("image: is not in the cache yet"), first.out());
    var imported = doctor("registry.k8s.io/pause:3.10", "--role", role, "--import");
    assertEquals(0, imported.code(), imported.out() + imported.err());
    assertTrue(imported.out().contains("image: imported just now: sha256:"), imported.out());
    var there = doctor("registry.k8s.io/pause:3.10", "--role", role);
    assertTrue(there.out().contains("repository: k8s/pause is there"), there.out());
    assertTrue(there.out().contains("layers: 2 are there"), there.out());
    assertFalse(there.out().contains("not asked  "), there.out());
  }

  private void breaks() throws Exception {
    var ecr = sandbox.client(EcrClient.builder(), ACCOUNT);
    var iam = sandbox.client(IamClient.builder(), ACCOUNT);
    var secrets = sandbox.client(SecretsManagerClient.builder(), ACCOUNT);
    var expected = new ArrayList<String>();

    ecr.createRepository(it -> it.repositoryName("k8s/older"));
    expected.add("warning 1 repository of template k8s no lifecycle policy; the template has one");
    expected.add("warning 1 repository of template k8s no repository policy; the template has one");
    expected.add(
        "warning 1 repository of template k8s without tags of the template, or with other values:"
            + " team");
    found(expected);
    var fixed = doctor("--output", "json", "--fix", "--yes");
    assertEquals(List.of(), fixed.findings(), fixed.err());
    assertTrue(fixed.err().endsWith("222222222222: changed 3 of 3\n"), fixed.err());
    expected.clear();

    var policy =
        iam.listAttachedRolePolicies(it -> it.roleName("dev-nodes")).attachedPolicies().get(0);
    iam.detachRolePolicy(it -> it.roleName("dev-nodes").policyArn(policy.policyArn()));
    expected.add(
        "error role dev-nodes may not: ecr:GetAuthorizationToken, ecr:TagResource; no policy of the"
            + " role allows it");
    found(expected);

    var secret = secrets.listSecrets(it -> {}).secretList().get(0).arn();
    secrets.putSecretValue(it -> it.secretId(secret).secretString("{\"username\":\"acme\"}"));
    expected.add(
        "error secret ecr-pullthroughcache/docker-hub of rule docker-hub has no text under the key"
            + " accessToken");
    expected.add(
        "error rule docker-hub ECR cannot pull from registry-1.docker.io: The secret is accessible"
            + " but is unable to be decrypted. Verify the resource permissions and try again. (it"
            + " must be JSON with username and accessToken)");
    found(expected);

    var templates =
        iam.listRoles(it -> {}).roles().stream()
            .map(it -> it.roleName())
            .filter(it -> it.startsWith("cache-templates"))
            .findFirst()
            .orElseThrow();
    iam.listRolePolicies(it -> it.roleName(templates))
        .policyNames()
        .forEach(name -> iam.deleteRolePolicy(it -> it.roleName(templates).policyName(name)));
    for (var prefix : List.of("docker-hub", "k8s")) {
      expected.add(
          "error template %s has the role arn:aws:iam::222222222222:role/%s, which may not: ecr:CreateRepository, ecr:TagResource"
              .formatted(prefix, templates));
    }
    found(expected);

    ecr.deleteRepositoryCreationTemplate(it -> it.prefix("docker-hub"));
    expected.removeIf(it -> it.startsWith("error template docker-hub"));
    expected.add("error template docker-hub is missing; the stack file has it");
    ecr.putRegistryScanningConfiguration(it -> it.scanType(ScanType.BASIC).rules(List.of()));
    expected.add(
        "warning registry scanning is basic {}; the stack file says basic {SCAN_ON_PUSH=[*]}");
    ecr.putRegistryPolicy(it -> it.policyText(RegistryIT.SOMEBODYS_POLICY));
    expected.add(
        "error registry policy lacks, or has otherwise, what the stack file promises:"
            + " 'OrganizationPullThroughCache'");
    expected.removeIf(it -> it.startsWith("error role dev-nodes"));
    expected.add(
        "error role dev-nodes may not: ecr:GetAuthorizationToken, ecr:BatchCheckLayerAvailability,"
            + " ecr:BatchGetImage, ecr:GetDownloadUrlForLayer, ecr:BatchImportUpstreamImage,"
            + " ecr:CreateRepository, ecr:TagResource; no policy of the role allows it");
    found(expected);
  }

  private void found(List<String> expected) throws Exception {
    var found = doctor("--output", "json", "--stack-file", file.toString());
    assertEquals(List.copyOf(new TreeSet<>(expected)), found.findings(), found.err());
    assertEquals(1, found.code());
  }

  private void networks() throws Exception {
    var ec2 = sandbox.client(Ec2Client.builder(), ACCOUNT);
    var vpc = ec2.createVpc(it -> it.cidrBlock("10.0.0.0/16")).vpc().vpcId();
    var subnet = ec2.createSubnet(it -> it.vpcId(vpc).cidrBlock("10.0.1.0/24")).subnet().subnetId();
    var network = doctor("--output", "json", "--vpc", vpc);
    for (var line :
        List.of(
            "error VPC %s has no interface endpoint for ecr.api",
            "error VPC %s has no interface endpoint for ecr.dkr",
            "error VPC %s: 1 subnet no gateway endpoint for S3 in the route table",
            "warning VPC %s: 1 subnet no route to the internet")) {
      assertTrue(network.findings().contains(line.formatted(vpc)), network.out() + network.err());
    }
    assertTrue(network.out().contains("\"resources\":[\"%s\"]".formatted(subnet)), network.out());

    var gateway = ec2.createInternetGateway(it -> {}).internetGateway().internetGatewayId();
    ec2.attachInternetGateway(it -> it.internetGatewayId(gateway).vpcId(vpc));
    var table =
        ec2.describeRouteTables(it -> {}).routeTables().stream()
            .filter(it -> it.vpcId().equals(vpc))
            .findFirst()
            .orElseThrow()
            .routeTableId();
    ec2.createRoute(
        it -> it.routeTableId(table).destinationCidrBlock("0.0.0.0/0").gatewayId(gateway));
    assertTrue(
        doctor("--vpc", vpc)
            .out()
            .contains("VPC %s: 1 subnet, each with a route to the internet".formatted(vpc)));
  }

  private void quota() throws Exception {
    var ecr = sandbox.client(EcrClient.builder(), ACCOUNT);
    for (var i = 0; i < 43; i++) {
      var prefix = "more-%02d".formatted(i);
      ecr.createPullThroughCacheRule(
          it -> it.ecrRepositoryPrefix(prefix).upstreamRegistryUrl("quay.io"));
    }
    var out = doctor("--output", "json").out();
    assertTrue(out.contains("has 45 of the 50 rules that ECR takes"), out);
    assertFalse(out.contains("AWS's default"), out);
  }

  private Doctored doctor(String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                JAR + ":" + JAR.resolveSibling("cli/*"),
                "dev.ecrcache.cli.Main",
                "doctor"));
    command.addAll(List.of(arguments));
    var err = Files.createTempFile(state, "doctor", ".err");
    var builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ENDPOINT_URL",
                "http://127.0.0.1:" + Files.readString(state.resolve("aws.port")).strip(),
                "AWS_ACCESS_KEY_ID",
                "AKIAECRC" + ACCOUNT,
                "AWS_SECRET_ACCESS_KEY",
                "any",
                "AWS_REGION",
                "eu-west-1"));
    var process = builder.start();
    process.getOutputStream().close();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Doctored(process.waitFor(), out, Files.readString(err));
  }
}
