package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.Listeners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;

/** One hosting and twenty workload accounts, one of which fails on purpose, step by step. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class FleetIT {
  private static final List<String> STACKS =
      Stream.concat(
              Stream.of("prod"), IntStream.rangeClosed(1, 20).mapToObj("team-%02d"::formatted))
          .toList();
  private static final Pattern ROW = Pattern.compile("([\\w-]+) +(succeeded|failed) +\\d+ s +(.*)");

  private Path fleet;
  private Sandbox sandbox;
  private final StringBuilder printed = new StringBuilder();

  @BeforeAll
  void start(@TempDir Path folder) {
    sandbox = new Sandbox(folder.resolve("state"));
    fleet = folder.resolve("state/fleet");
  }

  @AfterAll
  void down() {
    sandbox.close();
  }

  @Test
  @Order(1)
  void interruptLeavesEveryStackInOrder(@TempDir Path folder) throws Exception {
    var log = Files.createFile(folder.resolve("log"));
    var up = sandbox.start(log, "fleet", "up", "--yes", "--concurrency", "2");
    var first = fleet.resolve(".ecr-cache/fleet/team-01.log");
    while (!Files.exists(first) || !read(first).contains("aws:iam:Policy nodes creating")) {
      assertTrue(up.isAlive(), () -> read(log));
      Thread.sleep(20);
    }
    strangersAreRefused(up);
    up.destroy();

    assertEquals(128 + 15, up.waitFor(), () -> read(log));
    var text = read(log);
    assertTrue(text.contains("1 succeeded, 2 interrupted, 18 not started"), text);
    assertEquals(List.of(), files("backend/.pulumi/locks"));
    for (var state : files("backend/.pulumi/stacks")) {
      assertFalse(read(state).contains("pending_operations"), state::toString);
    }
  }

  @Test
  @Order(2)
  void anotherUpCompletesAllButTheOneThatFails() {
    var up = fleet("up", "--yes", "--only-failed");

    assertEquals(1, up.exitCode(), up.output());
    var rows = rows(up);
    assertEquals(STACKS.subList(1, STACKS.size()), List.copyOf(rows.keySet()), up.output());
    var reason = rows.remove("team-07");
    assertTrue(reason.contains("NoSuchEntity: Role team-07-node not found"), reason);
    assertEquals("4 created", rows.get("team-20"));
    assertTrue(up.output().contains("19 succeeded, 1 failed"), up.output());
    assertTrue(
        read(fleet.resolve(".ecr-cache/fleet/team-07.log"))
            .contains("Role team-07-node not found"));
    assertEquals(List.of(), attached("07"));
    assertEquals(1, attached("20").size());
  }

  @Test
  @Order(3)
  void onlyTheOneThatFailedIsRepeated() throws IOException {
    var file = fleet.resolve("Pulumi.team-07.yaml");
    Files.writeString(file, read(file).replace("team-07-node", "team-07-nodes"));

    var up = fleet("up", "--yes", "--only-failed").succeeded();

    assertEquals(Map.of("team-07", "1 created, 1 updated, 2 unchanged"), rows(up), up.output());
    assertEquals(1, attached("07").size());
    assertEquals(Map.of(), rows(fleet("up", "--yes", "--only-failed").succeeded()));
  }

  @Test
  @Order(4)
  void upAgainChangesNothing() {
    var up = fleet("up", "--yes", "--stacks", "prod,team-0*").succeeded();

    assertEquals(
        STACKS.stream()
            .limit(10)
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    stack -> stack.equals("prod") ? "10 unchanged" : "4 unchanged")),
        rows(up));
  }

  @Test
  @Order(5)
  void pulumiAloneFindsNothingToChange() {
    for (var stack : List.of("prod", "team-07")) {
      sandbox.pulumi(stack, "preview", "--expect-no-changes").succeeded();
    }
  }

  @Test
  @Order(6)
  void stackFilesKeepWhatTheirAuthorsWrote() {
    var text = read(fleet.resolve("Pulumi.team-01.yaml"));

    assertTrue(text.startsWith("# One team's account, 01 being its number"), text);
  }

  @Test
  @Order(7)
  void twoStacksOfOneRegistryAreRefused() throws IOException {
    var other = fleet.resolve("Pulumi.team-21.yaml");
    Files.writeString(
        other,
        """
        config:
          aws:region: eu-west-1
          aws:allowedAccountIds: ["111111111111"]
          ecr-cache:cache:
            upstreams: { k8s: { registry: registry.k8s.io } }
            repositories: {}
          ecr-cache:access: {}
        """);

    var refused = fleet("preview", "--stacks", "team-2*");

    Files.delete(other);
    assertEquals(2, refused.exitCode());
    assertEquals(
        Stream.of(
                "the registry policy",
                "the pull-through cache rule k8s",
                "the creation template k8s")
            .map(
                thing ->
                    "ecr-cache: the stacks prod and team-21 both own %s of the account 111111111111"
                            .formatted(thing)
                        + " in eu-west-1; leave it to one of them")
            .toList(),
        refused.output().lines().toList());
  }

  @Test
  @Order(8)
  void hostingStackStaysWhileItServes() {
    var destroy = fleet("destroy", "--yes", "--stacks", "prod");

    assertEquals(1, destroy.exitCode());
    assertEquals(
        "prod  destroy  skipped: its cache still serves "
            + String.join(", ", STACKS.subList(1, STACKS.size())),
        destroy.output().lines().findFirst().orElseThrow());
  }

  @Test
  @Order(9)
  void destroyLeavesNothing() {
    fleet("destroy", "--yes").succeeded();

    var ecr = sandbox.client(EcrClient.builder(), "111111111111");
    assertEquals(List.of(), ecr.describePullThroughCacheRules(r -> {}).pullThroughCacheRules());
    for (var number = 1; number <= 20; number++) {
      var iam = sandbox.client(IamClient.builder(), "5000000000%02d".formatted(number));
      assertEquals(List.of(), iam.listPolicies(r -> r.scope(PolicyScopeType.LOCAL)).policies());
    }
  }

  @Test
  @Order(10)
  void tokenIsNowhereInPlainText() {
    assertFalse(printed.toString().contains("made-up-dockerHubToken"));
    assertFalse(sandbox.everythingWritten().contains("made-up-dockerHubToken"));
  }

  /** A program runs for each of the stacks, behind a port of this process. */
  private static void strangersAreRefused(Process up) throws IOException {
    var processes = Stream.concat(Stream.of(up.toHandle()), up.descendants());
    var cli =
        processes
            .filter(it -> it.info().commandLine().orElse("").contains("dev.ecrcache.cli.Main"))
            .findFirst()
            .orElseThrow();
    var listeners = Listeners.of(cli.pid());
    assertFalse(listeners.isEmpty());
    for (var listener : listeners) {
      assertTrue(listener.getAddress().isLoopbackAddress(), listener::toString);
      assertEquals(
          "this port serves the engine that ecr-cache started, and nobody else",
          Listeners.run(listener).getDescription());
    }
  }

  private Sandbox.Run fleet(String... arguments) {
    var command = Stream.concat(Stream.of("fleet"), Stream.of(arguments));
    var run = sandbox.run(command.toArray(String[]::new));
    printed.append(run.output());
    return run;
  }

  /** The summary: what became of each stack, by its name. */
  private static Map<String, String> rows(Sandbox.Run run) {
    var rows = new TreeMap<String, String>();
    run.output()
        .lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .forEach(row -> rows.put(row.group(1), row.group(3)));
    return rows;
  }

  private List<AttachedPolicy> attached(String team) {
    return sandbox
        .client(IamClient.builder(), "5000000000" + team)
        .listAttachedRolePolicies(request -> request.roleName("team-%s-nodes".formatted(team)))
        .attachedPolicies();
  }

  private List<Path> files(String folder) throws IOException {
    try (var files = Files.walk(fleet.resolve(folder))) {
      // The backups are of the states before.
      return files.filter(it -> it.toString().endsWith(".json")).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
