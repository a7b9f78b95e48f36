package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;
import software.amazon.awssdk.services.ecr.model.RegistryScanningRule;
import software.amazon.awssdk.services.ecr.model.ScanFrequency;
import software.amazon.awssdk.services.ecr.model.ScanType;
import software.amazon.awssdk.services.ecr.model.ScanningRepositoryFilter;
import software.amazon.awssdk.services.ecr.model.ScanningRepositoryFilterType;

/** What a registry has one of, and what production cannot lose, as docs/registry.md says. */
@TestInstance(Lifecycle.PER_CLASS)
class RegistryIT {
  static final String SOMEBODYS_POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Sid":"Replicate","Effect":"Allow",\
      "Principal":{"AWS":"arn:aws:iam::222222222222:root"},"Action":"ecr:ReplicateImage","Resource":"*"}]}""";

  private Path folder;
  private Sandbox sandbox;

  @BeforeAll
  void start(@TempDir Path folder) {
    this.folder = folder;
    sandbox = Sandbox.byJar(folder.resolve("state"));
  }

  @AfterAll
  void down() {
    sandbox.run("down").succeeded();
  }

  @Test
  void whatSomebodyElseMadeIsAdopted() throws IOException {
    var account = "444444444444";
    var file = folder.resolve("adopting.yaml");
    var alone =
        """
        config:
          aws:region: eu-west-1
          aws:allowedAccountIds: ["444444444444"]
          ecr-cache:cache:
            upstreams: { k8s: { registry: registry.k8s.io } }
        """;
    Files.writeString(file, alone);
    sandbox.up(file).succeeded();

    var ecr = sandbox.client(EcrClient.builder(), account);
    ecr.putRegistryPolicy(request -> request.policyText(SOMEBODYS_POLICY));
    putEnhancedScanning(ecr);
    ecr.createRepositoryCreationTemplate(
        request ->
            request
                .prefix("ROOT")
                .description("somebody's")
                .appliedFor(RCTAppliedFor.PULL_THROUGH_CACHE));
    var before = Holdings.of(sandbox, account);

    Files.writeString(
        folder.resolve("adopt.json"), importFile("cache-ROOT").replace("111111111111", account));
    sandbox
        .pulumi(
            "adopting",
            "import",
            "--file",
            folder.resolve("adopt.json").toString(),
            "--generate-code=false",
            "--protect=false",
            "--yes")
        .succeeded();
    assertEquals(before, Holdings.of(sandbox, account), "an import changes nothing on AWS");

    Files.writeString(
        file,
        alone
            + """
                repositories: { template: root }
                scanning:
                  type: enhanced
                  rules: [{ frequency: continuous-scan, filters: ["team/*"] }]
              ecr-cache:access:
                statements:
                  - Sid: Replicate
                    Effect: Allow
                    Principal: { AWS: "arn:aws:iam::222222222222:root" }
                    Action: ecr:ReplicateImage
                    Resource: "*"
            """);
    var up = sandbox.up(file).succeeded();
    assertEquals(
        List.of(
            "aws:ecr:RegistryPolicy access updated",
            "aws:ecr:RegistryScanningConfiguration cache updated",
            "aws:ecr:RepositoryCreationTemplate cache-ROOT updated"),
        up.done(),
        up.output());

    var after = Holdings.of(sandbox, account);
    assertEquals(before.keySet(), after.keySet());
    assertTrue(after.get("registry policy").contains("OrganizationPullThroughCache"));
    assertTrue(after.get("registry policy").contains("\"Sid\":\"Replicate\""));
    assertTrue(after.get("scanning").contains("SCAN_ON_PUSH"), after.get("scanning"));
    assertTrue(after.get("scanning").contains("CONTINUOUS_SCAN"), after.get("scanning"));
    assertTrue(after.get("template ROOT").contains("Repositories of the pull-through cache"));

    assertEquals(List.of(), sandbox.up(file).succeeded().done());
  }

  @Test
  void prodIsKeptUntilItIsNoLongerProtected() throws IOException {
    var account = "111111111111";
    var file = Path.of("Pulumi.prod.yaml");
    var empty = Set.of("role OrganizationAccountAccessRole", "role deploy", "scanning");
    sandbox.up(file).succeeded();
    var prod = Holdings.of(sandbox, account);
    assertEquals(17, prod.size(), prod::toString);

    var destroy = sandbox.pulumi("prod", "destroy", "--yes");
    assertNotEquals(0, destroy.exitCode());
    assertTrue(
        destroy
            .output()
            .contains(
                "PullThroughCacheRule::cache-k8s\" cannot be deleted\n"
                    + "    because it is protected."),
        destroy.output());
    assertEquals(prod, Holdings.of(sandbox, account), "a destroy that is refused changes nothing");

    var fewer = folder.resolve("Pulumi.prod.yaml");
    Files.writeString(
        fewer,
        Files.readString(file)
            .replaceAll("(?m)^ *quay: .*\n", "")
            .replace("repositories: cached", "registryPolicy: false"));
    assertNotEquals(0, sandbox.up(fewer).exitCode());
    assertEquals(
        prod.keySet(), Holdings.of(sandbox, account).keySet(), "an up without them deletes none");

    sandbox.pulumi("prod", "state", "unprotect", "--all", "--yes").succeeded();
    sandbox.up(fewer).succeeded();
    assertFalse(sandbox.pulumi("prod", "stack").succeeded().output().contains("RegistryPolicy"));
    assertEquals(prod.get("registry policy"), Holdings.of(sandbox, account).get("registry policy"));

    sandbox.pulumi("prod", "config", "set", "protection", "false").succeeded();
    sandbox.pulumi("prod", "up", "--yes", "--skip-preview").succeeded();
    sandbox.pulumi("prod", "destroy", "--yes", "--skip-preview").succeeded();
    var left = new TreeSet<>(empty);
    left.addAll(Set.of("registry policy", "rule quay", "template quay"));
    assertEquals(left, Holdings.of(sandbox, account).keySet(), "what was handed over stays");
  }

  /** Lets the registry scan the repositories of a team again and again. */
  static void putEnhancedScanning(EcrClient ecr) {
    var filter =
        ScanningRepositoryFilter.builder()
            .filter("team/*")
            .filterType(ScanningRepositoryFilterType.WILDCARD)
            .build();
    var rule =
        RegistryScanningRule.builder()
            .scanFrequency(ScanFrequency.CONTINUOUS_SCAN)
            .repositoryFilters(filter)
            .build();
    ecr.putRegistryScanningConfiguration(
        request -> request.scanType(ScanType.ENHANCED).rules(rule));
  }

  /** The import file of the document whose text contains this. */
  static String importFile(String text) throws IOException {
    return Pattern.compile("(?s)```json\n(.*?)```")
        .matcher(Files.readString(Path.of("docs/registry.md")))
        .results()
        .map(found -> found.group(1))
        .filter(file -> file.contains(text))
        .findFirst()
        .orElseThrow();
  }
}
