package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;

/**
 * An AWS that fails: {@code up} succeeds or says why, and when AWS is well again the next one
 * completes it. The account then holds what an undisturbed {@code up} gives, nothing of it twice.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FaultsIT {
  private static final String ACCOUNT = "333333333333";
  private static final String[] UP = {"up", "--yes", "--skip-preview"};

  private Path folder;
  private Sandbox sandbox;
  private EcrClient ecr;
  private Map<String, String> nothing;
  private Map<String, String> undisturbed;

  @BeforeAll
  void undisturbed(@TempDir Path folder) throws IOException {
    this.folder = folder;
    sandbox = Sandbox.byJar(folder.resolve("state"));
    var file = folder.resolve("faults.yaml");
    Files.writeString(
        file,
        """
        config:
          aws:region: eu-west-1
          aws:allowedAccountIds: ["333333333333"]
          ecr-cache:cache:
            upstreams:
              docker-hub:
                registry: docker.io
                credential: { username: acme-ci, token: dockerHubToken, recoveryDays: 0 }
              k8s: { registry: registry.k8s.io }
            repositories: { resourceTags: { team: platform } }
          ecr-cache:access: {}
        """);
    sandbox.up(file).succeeded();
    undisturbed = Holdings.of(sandbox, ACCOUNT);
    ecr = sandbox.client(EcrClient.builder(), ACCOUNT);
    destroy();
    nothing = Holdings.of(sandbox, ACCOUNT);
    assertEquals(7, undisturbed.size() - nothing.size(), undisturbed::toString);
  }

  @AfterEach
  void nothingIsLeftBehind() {
    destroy();
    assertEquals(nothing, Holdings.of(sandbox, ACCOUNT));
  }

  @AfterAll
  void down() {
    sandbox.close();
  }

  @Test
  void throttlingErrorsAndDroppedConnectionsAreOvercome() {
    sandbox.faults(
        """
        [{"service": "secretsmanager", "action": "CreateSecret", "fault": "throttle", "times": 1},
         {"service": "secretsmanager", "action": "PutSecretValue", "fault": "fail", "times": 1},
         {"service": "iam", "action": "CreateRole", "fault": "throttle", "times": 1},
         {"service": "ecr", "action": "PutRegistryPolicy", "fault": "delay", "times": 1, "seconds": 1},
         {"service": "ecr", "action": "CreateRepositoryCreationTemplate", "fault": "fail", "times": 2},
         {"service": "ecr", "action": "CreatePullThroughCacheRule", "fault": "drop", "times": 2}]
        """);
    sandbox.pulumi("faults", UP).succeeded();
    assertComplete();
  }

  @Test
  void secretThatEcrSeesLateIsWaitedFor() {
    sandbox.faults("[{\"fault\": \"hide-secret\", \"seconds\": 3600}]");
    var running = sandbox.startPulumi("faults", UP);
    running.await(() -> running.output().contains("ECR does not see the new secret"));
    sandbox.faults("[]");
    var up = running.end().succeeded();
    var secret =
        "arn:aws:secretsmanager:eu-west-1:333333333333:secret:ecr-pullthroughcache/docker-hub-\\w+";
    for (var line :
        List.of(
            "ECR does not see the new secret " + secret + " yet: waiting for it, 60 s at most",
            "ECR sees the secret " + secret + " after \\d+ s")) {
      assertTrue(Pattern.compile(line).matcher(up.output()).find(), up.output());
    }
    var asked = sandbox.asked("UpdatePullThroughCacheRule");
    assertTrue(asked > 1, asked + " times");

    assertComplete();
    assertEquals(asked, sandbox.asked("UpdatePullThroughCacheRule"), "for a secret of before");
  }

  @Test
  void secretGetsOldWhereEcrDoesNotTellWhetherItSeesIt() {
    sandbox.faults("[{\"fault\": \"rule-first\"}, {\"fault\": \"hide-secret\", \"seconds\": 9}]");
    sandbox.pulumi("faults", UP).succeeded();
    assertComplete();
  }

  /** What goes wrong in an up, the one error that it ends in, and what happens before the next. */
  record Fault(
      String name, String plan, Consumer<FaultsIT> before, String error, Consumer<FaultsIT> after) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault(
            "a permission is missing",
            "[{\"service\": \"iam\", \"action\": \"PutRolePolicy\", \"fault\": \"deny\"}]",
            it -> {},
            "putting IAM Role .* AccessDenied: .* not authorized to perform: iam:PutRolePolicy.*",
            it -> {}),
        new Fault(
            "somebody has the rule",
            "[]",
            it ->
                it.ecr.createPullThroughCacheRule(
                    r -> r.ecrRepositoryPrefix("k8s").upstreamRegistryUrl("quay.io")),
            "ecr-cache:cache.upstreams: the registry has .* not this stack's: k8s of quay.io; .*",
            it -> it.ecr.deletePullThroughCacheRule(r -> r.ecrRepositoryPrefix("k8s"))),
        new Fault(
            "somebody has the template",
            "[]",
            it ->
                it.ecr.createRepositoryCreationTemplate(
                    r -> r.prefix("k8s").appliedFor(RCTAppliedFor.REPLICATION)),
            "ecr-cache:cache.repositories.template: the registry has .* not this stack's: k8s; .*",
            it -> it.ecr.deleteRepositoryCreationTemplate(r -> r.prefix("k8s"))),
        new Fault(
            "the answer is lost",
            """
            [{"service": "ecr", "action": "CreatePullThroughCacheRule", "fault": "lose",
              "containing": "docker-hub", "times": 1}]
            """,
            it -> {},
            "creating ECR Pull Through Cache Rule (docker-hub): .*"
                + " PullThroughCacheRuleAlreadyExistsException: .*",
            it -> it.importRules("docker-hub")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void upSaysWhyAndTheNextCompletesIt(Fault fault) {
    fault.before().accept(this);
    sandbox.faults(fault.plan());
    var up = sandbox.pulumi("faults", UP);
    assertNotEquals(0, up.exitCode());
    assertEquals(1, up.errors().size(), up.output());
    assertTrue(
        up.errors().get(0).matches(fault.error().replaceAll("([()])", "\\\\$1")), up.output());
    sandbox.faults("[]");

    fault.after().accept(this);
    sandbox.pulumi("faults", UP).succeeded();
    assertComplete();
  }

  @Test
  void interruptedUpEndsInOrder() {
    var up = upWhoseRulesAreHeld().signal("INT");
    up.await(() -> up.output().contains("cancelling"));
    sandbox.faults("[]");
    var interrupted = up.end();
    assertNotEquals(0, interrupted.exitCode());
    assertTrue(interrupted.output().contains("update canceled"), interrupted.output());

    sandbox.pulumi("faults", "refresh", "--yes", "--skip-preview").succeeded();
    sandbox.pulumi("faults", UP).succeeded();
    assertComplete();
  }

  @Test
  void whatAKilledUpAskedForIsImported() throws InterruptedException {
    upWhoseRulesAreHeld().signal("KILL").end();
    sandbox.faults("[]");
    // AWS does what it was asked for, though nobody waits for the answer.
    for (int i = 0; i < 200 && Holdings.of(sandbox, ACCOUNT).size() < undisturbed.size(); i++) {
      Thread.sleep(50);
    }
    assertEquals(undisturbed, Holdings.of(sandbox, ACCOUNT));

    var locked = sandbox.pulumi("faults", UP);
    assertNotEquals(0, locked.exitCode());
    assertTrue(locked.output().contains("`pulumi cancel`"), locked.output());
    sandbox.pulumi("faults", "cancel", "--yes").succeeded();
    sandbox
        .pulumi("faults", "refresh", "--yes", "--skip-preview", "--clear-pending-creates")
        .succeeded();
    importRules("docker-hub", "k8s");
    sandbox.pulumi("faults", UP).succeeded();
    assertComplete();
  }

  private Sandbox.Running upWhoseRulesAreHeld() {
    sandbox.faults(
        """
        [{"service": "ecr", "action": "CreatePullThroughCacheRule", "fault": "hold", "times": 2}]
        """);
    return sandbox.startPulumi("faults", UP).await(() -> sandbox.faultsLeft() == 0);
  }

  private void assertComplete() {
    assertEquals(undisturbed, Holdings.of(sandbox, ACCOUNT));
    assertEquals(List.of(), sandbox.pulumi("faults", UP).succeeded().done());
  }

  /** With the import file of docs/registry.md, which has one rule. */
  private void importRules(String... prefixes) {
    try {
      var file = folder.resolve("import.json");
      var text = RegistryIT.importFile("cache-docker-hub");
      var rule = text.lines().filter(line -> line.contains("docker-hub")).findFirst().orElseThrow();
      Files.writeString(
          file,
          text.replace(
              rule,
              Stream.of(prefixes)
                  .map(it -> rule.replace("docker-hub", it).replace("\"rule\"", '"' + it + '"'))
                  .collect(Collectors.joining(",\n"))));
      sandbox
          .pulumi(
              "faults",
              "import",
              "--file",
              file.toString(),
              "--generate-code=false",
              "--protect=false",
              "--yes")
          .succeeded();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void destroy() {
    sandbox.pulumi("faults", "destroy", "--yes", "--skip-preview").succeeded();
  }
}
