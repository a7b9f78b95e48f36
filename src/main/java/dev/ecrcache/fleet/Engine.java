package dev.ecrcache.fleet;

import com.pulumi.automation.AutomationException;
import com.pulumi.automation.LocalPulumiCommand;
import com.pulumi.automation.LocalWorkspace;
import com.pulumi.automation.LocalWorkspaceOptions;
import com.pulumi.automation.PulumiCommand;
import com.pulumi.automation.WorkspaceStack;
import dev.ecrcache.fleet.Outcome.Result;
import dev.ecrcache.process.SdkProcess;
import dev.ecrcache.program.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Pulumi's engine, for which this process runs the program of every stack. */
final class Engine implements StackRunner {
  private final Project project;
  private final Operation operation;
  private final StateFolder state;
  private final LocalPulumiCommand pulumi;
  private final Map<String, Boolean> deployed;
  private final Set<StackCommand> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  private Engine(
      Project project,
      Operation operation,
      StateFolder state,
      LocalPulumiCommand pulumi,
      Map<String, Boolean> deployed) {
    this.project = project;
    this.operation = operation;
    this.state = state;
    this.pulumi = pulumi;
    this.deployed = deployed;
  }

  /**
   * @throws IllegalArgumentException if Pulumi is missing, or cannot tell which stacks there are
   */
  static Engine open(Project project, Operation operation, StateFolder state) {
    SdkProcess.prepare();
    LoopbackServers.install();
    var pulumi = pulumi();
    var deployed = new HashMap<String, Boolean>();
    try {
      var options = workspace(project, pulumi).build();
      for (var stack : LocalWorkspace.create(options).listStacks()) {
        var name = stack.name().substring(stack.name().lastIndexOf('/') + 1);
        var resources = stack.resourceCount();
        deployed.put(name, resources == null ? stack.lastUpdate() != null : resources > 0);
      }
    } catch (AutomationException e) {
      throw new IllegalArgumentException(
          "pulumi stack ls: " + EngineLog.firstError(String.valueOf(e.getMessage())), e);
    }
    return new Engine(project, operation, state, pulumi, deployed);
  }

  /** Whether the stack had resources before anything ran. */
  boolean isDeployed(FleetStack stack) {
    return deployed.getOrDefault(stack.name(), false);
  }

  @Override
  public Outcome run(FleetStack stack) {
    if (!exists(stack) && operation == Operation.PREVIEW) {
      return Outcome.without(stack.name(), Result.FAILED, "is not there yet; fleet up makes it");
    }
    if (!isDeployed(stack) && operation == Operation.DESTROY) {
      return Outcome.success(stack.name(), Map.of(), 0);
    }
    try {
      var log = state.log(stack.name());
      var events = Files.createTempFile("ecr-cache", ".events");
      try {
        return run(stack, log, events);
      } finally {
        Files.delete(events);
      }
    } catch (IOException e) {
      return Outcome.without(stack.name(), Result.FAILED, "log: " + e.getMessage());
    }
  }

  @Override
  public void interrupt() {
    stopping = true;
    running.forEach(StackCommand::interrupt);
  }

  private boolean exists(FleetStack stack) {
    return deployed.containsKey(stack.name());
  }

  private Outcome run(FleetStack stack, Path log, Path events) throws IOException {
    var start = System.nanoTime();
    var command = new StackCommand(operation, stack.name(), log, events, pulumi.version());
    var problem = attempt(stack, command);
    var seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    var told = EngineLog.read(events, log);
    var reason = told.error().isEmpty() ? problem : told.error();
    if (command.succeeded()) {
      Files.delete(log);
      return Outcome.success(stack.name(), told.changes(), seconds);
    }
    return new Outcome(
        stack.name(),
        stopping ? Result.INTERRUPTED : Result.FAILED,
        told.changes(),
        Optional.of(stopping ? "stopped in good order; another run completes it" : reason),
        seconds,
        Optional.of(log));
  }

  private String attempt(FleetStack stack, StackCommand command) {
    running.add(command);
    if (stopping) {
      command.interrupt();
    }
    var keys = new TreeSet<>(stack.file().keys());
    keys.addAll(project.keys());
    try {
      var options =
          workspace(project, command).program(context -> App.stack(context, keys)).build();
      var workspace = LocalWorkspace.create(options);
      operation.run(
          exists(stack)
              ? WorkspaceStack.select(stack.name(), workspace)
              : WorkspaceStack.create(stack.name(), workspace));
      return "";
    } catch (AutomationException e) {
      // Of what went wrong in the engine, its log tells more.
      return EngineLog.oneLine(String.valueOf(e.getMessage()));
    } finally {
      running.remove(command);
    }
  }

  private static LocalWorkspaceOptions.Builder workspace(Project project, PulumiCommand command) {
    return LocalWorkspaceOptions.builder()
        .workDir(project.folder().toAbsolutePath())
        .pulumiCommand(command);
  }

  private static LocalPulumiCommand pulumi() {
    try {
      return LocalPulumiCommand.create();
    } catch (AutomationException e) {
      throw new IllegalArgumentException(
          e.getCause() instanceof IOException
              ? "pulumi is missing; install Pulumi 3.136 or newer"
              : EngineLog.oneLine(e.getMessage()),
          e);
    }
  }
}
