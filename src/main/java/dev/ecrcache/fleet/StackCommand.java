package dev.ecrcache.fleet;

import com.pulumi.automation.AutomationException;
import com.pulumi.automation.CommandException;
import com.pulumi.automation.CommandResult;
import com.pulumi.automation.CommandRunOptions;
import com.pulumi.automation.PulumiCommand;
import com.pulumi.automation.Version;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command {@code pulumi} for one stack, which can be interrupted. The SDK's own would not do:
 * it loses the stack's name, so that one after the other would have to be selected; and after each
 * {@code up} it reads outputs, in the clear, and fails where one is a block.
 */
final class StackCommand implements PulumiCommand {
  private static final int PAUSE = 50;
  private static final String CLIENT = "--client=127.0.0.1:";

  /**
   * In a group of its own, the engine does not hear the terminal's interrupt beside ours: the
   * second would make it drop what is in flight. Started with interrupts ignored, it takes one only
   * while it can end in good order, and not while it takes or releases the stack's lock. What bash
   * has to tell of its jobs is not kept.
   */
  private static final String SCRIPT =
      """
      exec 2>/dev/null
      set -m
      trap '' INT HUP
      "$@" </dev/null 2>&1 &
      pulumi=$!
      trap 'trap : TERM; kill -INT "$pulumi"' TERM
      wait "$pulumi"
      code=$?
      while kill -0 "$pulumi"; do
        wait "$pulumi"
        code=$?
      done
      exit "$code"
      """;

  private final Operation operation;
  private final String stack;
  private final Path output;
  private final Path events;
  private final Version version;
  private Process engine;
  private boolean interrupted;
  private volatile boolean cutShort;

  /**
   * @param output the file for what the engine prints
   * @param events the file for what it tells
   */
  StackCommand(Operation operation, String stack, Path output, Path events, Version version) {
    this.operation = operation;
    this.stack = stack;
    this.output = output;
    this.events = events;
    this.version = version;
  }

  @Override
  public Version version() {
    return version;
  }

  @Override
  public CommandResult run(List<String> args, CommandRunOptions options)
      throws AutomationException {
    return switch (args.get(0) + " " + args.get(1)) {
      case "stack init" -> end(start(args, List.of("--no-select"), options));
      // Whatever is selected is the user's choice, and stays.
      case "stack select" -> new CommandResult(0, "", "");
      case "stack output" -> new CommandResult(0, "{}", "");
      case "stack history" -> new CommandResult(0, "[{}]", "");
      default -> operate(args, options);
    };
  }

  /** Whether the operation has run to its end, and well. */
  boolean succeeded() {
    // The engine calls a destroy that was cut short a success.
    return engine != null && engine.exitValue() == 0 && !cutShort;
  }

  /** Lets the operation end as soon as what is in flight is done; one to come does not start. */
  synchronized void interrupt() {
    interrupted = true;
    if (engine != null) {
      new Thread(this::interruptEngine, "interrupt " + stack).start();
    }
  }

  private CommandResult operate(List<String> args, CommandRunOptions options)
      throws AutomationException {
    var words = new ArrayList<>(args);
    words.set(0, operation.word());
    var client = words.stream().filter(it -> it.startsWith(CLIENT)).findFirst().orElseThrow();
    try (var door = new EngineDoor(Integer.parseInt(client.substring(CLIENT.length())))) {
      words.set(words.indexOf(client), "--client=" + door.target());
      return end(begin(words, options));
    } catch (IOException e) {
      throw new AutomationException("the engine has no way to the program: " + e.getMessage(), e);
    }
  }

  private synchronized Process begin(List<String> words, CommandRunOptions options)
      throws AutomationException {
    if (interrupted) {
      throw new AutomationException("interrupted");
    }
    var further = List.of("--stack", stack, "--event-log", events.toAbsolutePath().toString());
    engine = start(words, further, options);
    return engine;
  }

  private Process start(List<String> args, List<String> further, CommandRunOptions options)
      throws AutomationException {
    var words = new ArrayList<>(List.of("bash", "-c", SCRIPT, "bash", "pulumi"));
    words.addAll(args);
    words.addAll(further);
    words.addAll(List.of("--non-interactive", "--color", "never"));
    var builder =
        new ProcessBuilder(words)
            .directory(options.workingDir().toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(output.toFile()));
    builder.environment().putAll(options.additionalEnv());
    builder.environment().put("PULUMI_SKIP_UPDATE_CHECK", "true");
    // The option --event-log is one for debugging.
    builder.environment().put("PULUMI_DEBUG_COMMANDS", "true");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AutomationException(e);
    }
  }

  private static CommandResult end(Process process) throws AutomationException {
    try {
      var result = new CommandResult(process.waitFor(), "", "");
      if (result.code() != 0) {
        throw new CommandException(result);
      }
      return result;
    } catch (InterruptedException e) {
      throw new AutomationException(e);
    }
  }

  private void interruptEngine() {
    try {
      // Until its first event, the engine does not listen.
      while (engine.isAlive() && Files.size(events) == 0) {
        Thread.sleep(PAUSE);
      }
    } catch (IOException | InterruptedException e) {
      // Then it is interrupted at once.
    }
    cutShort = engine.isAlive();
    engine.destroy();
  }
}
