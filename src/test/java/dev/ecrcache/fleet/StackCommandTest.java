package dev.ecrcache.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.pulumi.automation.AutomationException;
import com.pulumi.automation.CommandException;
import com.pulumi.automation.CommandResult;
import com.pulumi.automation.CommandRunOptions;
import com.pulumi.automation.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, on a script in the engine's place. */
class StackCommandTest {
  private static final String CLIENT = "--client=127.0.0.1:1";

  @TempDir private Path folder;
  private StackCommand command;
  private Path output;
  private Path events;

  @BeforeEach
  void create() throws IOException {
    output = Files.createFile(folder.resolve("output"));
    events = Files.createFile(folder.resolve("events"));
    command = new StackCommand(Operation.DESTROY, "team-a", output, events, Version.of(3, 230));
  }

  @Test
  void operationIsOnItsStackAndLeavesItsEvents() throws Exception {
    engine("echo \"$PWD\" \"$@\"");

    run("up", "--yes", CLIENT);

    assertEquals(
        ("%s destroy --yes --client=unix:DOOR --stack team-a --event-log %s --non-interactive --color"
                + " never\n")
            .formatted(folder, events),
        Files.readString(output).replaceFirst("/\\S+/ecr-cache\\d+/engine", "DOOR"));
    assertTrue(command.succeeded());
  }

  @Test
  void newStackIsNotSelected() throws Exception {
    engine("echo \"$@\"");

    run("stack", "init", "team-a");

    assertEquals(
        "stack init team-a --no-select --non-interactive --color never\n",
        Files.readString(output));
    assertFalse(command.succeeded(), "no operation has run");
  }

  @Test
  void nothingIsAskedAfterwards() throws Exception {
    engine("exit 1");

    assertEquals("{}", run("stack", "output", "--json", "--show-secrets").standardOutput());
    assertEquals("[{}]", run("stack", "history", "--json").standardOutput());
    assertEquals("", run("stack", "select", "--stack", "team-a").standardOutput());
  }

  @Test
  void failureIsOne() throws Exception {
    engine("echo 'error: no'; exit 3");

    assertThrows(CommandException.class, () -> run("up", "--yes", CLIENT));

    assertFalse(command.succeeded());
    assertEquals("error: no\n", Files.readString(output));
  }

  @Test
  void interruptIsHeardOnceAndOnlyByAnEngineThatListens() throws Exception {
    // As the engine does, it leaves interrupts ignored until it can end in good order.
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")));
    write(
        """
        #!/usr/bin/python3
        import os, signal, sys, time
        heard = []
        open("begun", "w").close()
        while not os.path.exists("go"):
            time.sleep(0.01)
        signal.signal(signal.SIGINT, lambda *_: heard.append(1))
        open(sys.argv[sys.argv.index("--event-log") + 1], "w").write("{}")
        while not heard:
            time.sleep(0.01)
        time.sleep(0.3)
        print("interrupts:", len(heard))
        """);
    var run = CompletableFuture.runAsync(() -> ended("up", "--yes", CLIENT));
    while (!Files.exists(folder.resolve("begun"))) {
      assertFalse(run.isDone(), Files.readString(output));
      Thread.sleep(10);
    }

    command.interrupt();
    command.interrupt();
    Files.createFile(folder.resolve("go"));
    run.get(30, TimeUnit.SECONDS);

    assertEquals("interrupts: 1\n", Files.readString(output));
    assertFalse(command.succeeded(), "it was cut short, although it ended with 0");
  }

  @Test
  void operationAfterAnInterruptDoesNotStart() throws Exception {
    engine("echo started");

    command.interrupt();

    assertEquals(
        "interrupted",
        assertThrows(AutomationException.class, () -> run("up", "--yes", CLIENT)).getMessage());
    assertEquals("", Files.readString(output));
    assertFalse(command.succeeded());
  }

  private void engine(String bash) throws IOException {
    write("#!/usr/bin/env bash\n" + bash + "\n");
  }

  private void write(String script) throws IOException {
    var engine = Files.createDirectories(folder.resolve("bin")).resolve("pulumi");
    Files.writeString(engine, script);
    assertTrue(engine.toFile().setExecutable(true));
  }

  private CommandResult run(String... args) throws AutomationException {
    var path = folder.resolve("bin") + ":" + System.getenv("PATH");
    return command.run(
        List.of(args),
        CommandRunOptions.builder().workingDir(folder).additionalEnv(Map.of("PATH", path)).build());
  }

  private void ended(String... args) {
    try {
      run(args);
    } catch (AutomationException e) {
      throw new AssertionError(e);
    }
  }
}
