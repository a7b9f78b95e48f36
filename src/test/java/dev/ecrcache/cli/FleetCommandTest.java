package dev.ecrcache.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ecrcache.cli.fleet.FleetProgress;
import dev.ecrcache.fleet.Operation;
import dev.ecrcache.fleet.Outcome;
import dev.ecrcache.fleet.Outcome.Result;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ecr-cache fleet} up to the engine, which runs in the sandbox only. */
class FleetCommandTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fleet | fleet | Missing required subcommand",
        "fleet up | fleet up | Missing required option: '--stacks=NAMES'",
        "fleet up --stacks prod | fleet up | there is no terminal to ask on; give --yes",
        "fleet destroy --stacks prod | fleet destroy | there is no terminal to ask on; give --yes",
        "fleet preview --stacks prod --yes | fleet preview | Unknown option: '--yes'",
        "fleet preview --stacks prod --concurrency 0 | fleet preview |"
            + " --concurrency 0: is no number of stacks; 1 or more",
        "fleet up --stacks prod --plan --wave 1 | fleet up |"
            + " --plan: is of all stacks; leave out --wave, --shard and --only-failed",
        "fleet up --stacks prod --shards 2 | fleet up |"
            + " --shards: is for --plan; one part of it is run by --wave and --shard",
        "fleet up --stacks prod --plan --shards 257 | fleet up |"
            + " --shards 257: is none of 1 to 256",
        "fleet up --stacks prod --shard 1/2 | fleet up | --shard: is a part of one wave; add --wave",
        "fleet up --stacks prod --wave 3 | fleet up | --wave 3: there are two, 1 and 2",
        "fleet up --stacks prod --wave 1 --shard 3/2 | fleet up |"
            + " Invalid value for option '--shard': '3/2' is no shard such as 3/10, up to 256/256",
        "fleet preview --stacks prod,team-* | fleet preview |"
            + " 'team-*' matches no stack file Pulumi.<stack>.yaml; there are: dev, prod",
        "fleet preview --stacks prod --project sandbox | fleet preview |"
            + " sandbox/Pulumi.yaml: does not exist",
      })
  void wrongUsageIsRefused(String args, String command, String problem) {
    Ran.with("", args.split(" ")).refused("ecr-cache " + command, problem);
  }

  @Test
  void missingEngineIsOneLine() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .noneMatch(folder -> Files.exists(Path.of(folder, "pulumi"))));

    Ran.with("", "fleet", "preview", "--stacks", "prod")
        .refused("ecr-cache fleet preview", "pulumi is missing; install Pulumi 3.136 or newer");
  }

  @Test
  void aPlanNeedsNoEngine() {
    Ran.with("", "fleet", "up", "--stacks", "dev,prod", "--plan", "--shards", "2")
        .printed(0, "wave 1  1/2  dev\nwave 1  2/2  prod\n");
    Ran.with("", "fleet", "destroy", "--stacks", "*", "--plan", "--output", "json")
        .printed(
            0,
            """
            [
              {"wave":2,"shard":"1/1","stacks":["dev","prod"]}
            ]
            """);
  }

  @Test
  void theDocumentShowsAPlan(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("Pulumi.yaml"),
        "name: ecr-cache\nruntime: java\nmain: " + Path.of("").toAbsolutePath());
    Files.writeString(folder.resolve("Pulumi.prod.yaml"), "config: { 'ecr-cache:cache': {} }");
    for (var number = 1; number <= 7; number++) {
      Files.writeString(
          folder.resolve("Pulumi.team-0%d.yaml".formatted(number)),
          "config: { 'ecr-cache:cacheStack': acme/ecr-cache/prod }");
    }
    var document = Files.readString(Path.of("docs/fleet.md"));
    var shown = document.substring(document.indexOf("wave 1  1/1"));
    var command = document.substring(document.indexOf("fleet up --stacks 'prod,team-*' --plan"));

    Ran.with(
            "",
            (command.lines().findFirst().orElseThrow().replace("'", "") + " --project " + folder)
                .split(" "))
        .printed(0, shown.substring(0, shown.indexOf("```")));
  }

  @Test
  void helpNamesTheOptions() {
    var ran = Ran.with("", "fleet", "up", "--help");

    assertEquals(0, ran.code());
    for (var option :
        "--concurrency= --only-failed --plan --project= --shard= --shards= --stacks= --wave= --yes"
            .split(" ")) {
      assertTrue(ran.out().contains(option), ran.out());
    }
  }

  @Test
  void progressIsALineForEachBeginAndEnd() {
    var log = Path.of("logs/team-b.log");
    var outcomes =
        List.of(
            outcome("prod", Result.SUCCEEDED, null, null),
            outcome("team-a", Result.SKIPPED, "prod, whose cache it uses, failed", null),
            outcome("team-b", Result.FAILED, "Role a\u001bb not found", log),
            outcome("team-c", Result.NOT_STARTED, "the run was interrupted", null));
    var text = new StringWriter();
    var progress =
        new FleetProgress(Operation.UP, List.of("prod", "team-a"), new PrintWriter(text));

    progress.started("prod");
    outcomes.forEach(progress::ended);
    progress.summary(outcomes, Path.of("logs"));

    assertEquals(
        """
        prod    up  begins
        prod    up  3 created, 1 unchanged  14 s
        team-a  up  skipped: prod, whose cache it uses, failed
        team-b  up  failed: Role a?b not found  14 s
        1 succeeded, 1 failed, 1 skipped, 1 not started
        --only-failed repeats what did not succeed
        logs: logs
        """,
        text.toString());
  }

  private static Outcome outcome(String stack, Result result, String reason, Path log) {
    return new Outcome(
        stack,
        result,
        Map.of("create", 3, "same", 1),
        Optional.ofNullable(reason),
        14,
        Optional.ofNullable(log));
  }
}
