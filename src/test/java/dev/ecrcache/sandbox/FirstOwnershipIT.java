package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;

/** AWS is asked first: who deploys, and what stands where the stack is to own something. */
@TestInstance(Lifecycle.PER_CLASS)
class FirstOwnershipIT {
  private static final String ACCOUNT = "444444444444";
  private static final String KEPT =
      """
          statements:
            - Sid: Replicate
              Effect: Allow
              Principal: { AWS: "arn:aws:iam::222222222222:root" }
              Action: ecr:ReplicateImage
              Resource: "*"
      """;

  private Path folder;
  private Sandbox sandbox;

  @BeforeAll
  void start(@TempDir Path folder) {
    this.folder = folder;
    sandbox = Sandbox.byJar(folder.resolve("state"));
  }

  @AfterAll
  void down() {
    sandbox.close();
  }

  @Test
  void whatOthersMadeIsNamedAndKept() throws IOException {
    // The first up starts the emulated AWS.
    refused("none", "aws:profile: none-such", "k8s: {}", "cache.k8s: is not a key here; .*");
    var ecr = sandbox.client(EcrClient.builder(), ACCOUNT);
    ecr.putRegistryPolicy(request -> request.policyText(RegistryIT.SOMEBODYS_POLICY));
    RegistryIT.putEnhancedScanning(ecr);
    ecr.createRepositoryCreationTemplate(
        request -> request.prefix("ROOT").appliedFor(RCTAppliedFor.PULL_THROUGH_CACHE));
    ecr.createPullThroughCacheRule(
        request -> request.ecrRepositoryPrefix("k8s").upstreamRegistryUrl("quay.io"));
    var before = Holdings.of(sandbox, ACCOUNT);
    var cache =
        """
        upstreams: { k8s: { registry: registry.k8s.io } }
            repositories: { template: root }
            scanning: {}
          ecr-cache:access:
            organization: true
        """;

    refused("first", "", cache, "cache.upstreams: .* are not this stack's: k8s of quay.io; .*");
    assertEquals(before, Holdings.of(sandbox, ACCOUNT), "nothing is made");
    ecr.deletePullThroughCacheRule(request -> request.ecrRepositoryPrefix("k8s"));
    refused("first", "", cache, "cache.repositories.template: .* not this stack's: ROOT; .*");
    ecr.deleteRepositoryCreationTemplate(request -> request.prefix("ROOT"));
    refused(
        "first",
        "",
        cache,
        "cache.scanning: .* would go: scan type ENHANCED, CONTINUOUS_SCAN of team/[*]; .*");
    var scanning = cache.replace("scanning: {}", "scanning: { takeOver: true }");
    refused("first", "", scanning, "access: .* would go: 'Replicate'; .*");

    var up = sandbox.up(file("first", "", scanning + KEPT)).succeeded();
    assertTrue(up.output().contains("warning: ecr-cache:cache.scanning: "), up.output());
    var after = Holdings.of(sandbox, ACCOUNT);
    assertTrue(after.get("registry policy").contains("\"Sid\":\"Replicate\""));
    assertTrue(after.get("registry policy").contains("OrganizationPullThroughCache"));
    assertTrue(after.get("scanning").contains("BASIC"), after.get("scanning"));

    // What the stack owns, it may change: nobody else's statement goes.
    var changed = sandbox.up(file("first", "", scanning)).succeeded();
    assertEquals(List.of("aws:ecr:RegistryPolicy access updated"), changed.done());
  }

  @Test
  void whoDeploysIsAskedFirst() throws IOException {
    var cache = "upstreams: { k8s: { registry: registry.k8s.io } }";
    refused(
        "roles",
        "",
        cache + "\n  ecr-cache:nodes: { roles: [\"arn:aws:iam::333333333333:role/nodes\"] }",
        "nodes.roles.0: lies in the account 333333333333, .* works in 444444444444 .*");
    var run = sandbox.up(file("profile", "aws:profile: none-such", cache));
    assertEquals(
        List.of(
            "aws:profile: AWS cannot be asked who deploys, with the profile 'none-such': failed to"
                + " get shared config profile, none-such"),
        run.errors(),
        run.output());
    assertFalse(run.output().contains("\tat "), run.output());
  }

  private void refused(String stack, String provider, String cache, String refusal)
      throws IOException {
    var run = sandbox.up(file(stack, provider, cache));
    assertNotEquals(0, run.exitCode(), run.output());
    assertEquals(1, run.errors().size(), run.output());
    assertTrue(run.errors().get(0).matches("ecr-cache:" + refusal), run.output());
    assertFalse(run.output().contains("\tat "), run.output());
    assertEquals(List.of(), run.done());
  }

  private Path file(String stack, String provider, String cache) throws IOException {
    return Files.writeString(
        folder.resolve(stack + ".yaml"),
        """
        config:
          aws:region: eu-west-1
          aws:allowedAccountIds: ["444444444444"]
          %s
          ecr-cache:cache:
            %s
        """
            .formatted(provider, cache));
  }
}
