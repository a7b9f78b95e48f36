package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;

/** The sandbox's commands, with a state folder of its own, and its emulated AWS. */
final class Sandbox implements AutoCloseable {
  /** What a command printed, both streams together, and how it ended. */
  record Run(int exitCode, String output) {
    Run succeeded() {
      assertEquals(0, exitCode, output);
      return this;
    }

    /** It found nothing to do. */
    void changedNothing() {
      succeeded();
      assertTrue(output.matches("(?s).* \\d+ unchanged\\b.*"), output);
      assertFalse(
          output.matches("(?s).* \\d+ (created|updated|changed|replaced|deleted)\\b.*"), output);
    }

    /** What was done to resources of AWS, as {@code aws:ecr:RegistryPolicy access updated}. */
    List<String> done() {
      return matches("(?m)^ *\\S+ +(aws:\\S+ \\S+ (?:created|updated|deleted|replaced))\\b");
    }

    /** Why it failed, each error once. */
    List<String> errors() {
      return matches(
          "(?m)^    error: (?!update failed|update canceled|an unhandled error occurred)(.*)$");
    }

    private List<String> matches(String pattern) {
      return Pattern.compile(pattern)
          .matcher(output)
          .results()
          .map(found -> found.group(1))
          .sorted()
          .toList();
    }
  }

  private static final Path COMMANDS = Path.of("sandbox").toAbsolutePath();

  private final Path state;
  private final EmulatedAws aws;
  private final Map<String, String> environment;

  Sandbox(Path state) {
    this(state, Map.of());
  }

  private Sandbox(Path state, Map<String, String> environment) {
    this.state = state;
    aws = new EmulatedAws(state.resolve("aws.port"));
    this.environment = environment;
  }

  /**
   * A sandbox in which Pulumi runs the jar, as where {@code runtime.options} names one: the program
   * is the same, and there in half the time. LifecycleIT and JavaHostIT have Maven run it.
   */
  static Sandbox byJar(Path state) {
    var path = COMMANDS.resolve("lib/jar").toAbsolutePath() + ":" + System.getenv("PATH");
    var flags = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
    return new Sandbox(state, Map.of("PATH", path, "JAVA_TOOL_OPTIONS", flags));
  }

  Run up(Path stackFile) {
    return run("up", stackFile.toString());
  }

  Run pulumi(String stack, String... arguments) {
    return startPulumi(stack, arguments).end();
  }

  Running startPulumi(String stack, String... arguments) {
    var command = new ArrayList<>(List.of("pulumi", stack));
    command.addAll(List.of(arguments));
    return start(command.toArray(String[]::new));
  }

  /** Destroys a stack, with what is protected in it. */
  void destroy(String stack) {
    pulumi(stack, "state", "unprotect", "--all", "--yes").succeeded();
    pulumi(stack, "destroy", "--yes", "--skip-preview").succeeded();
  }

  /** Plans the faults of the emulated AWS, as its README has them. */
  void faults(String plan) {
    aws.faults(plan);
  }

  /** How many requests the plan still waits for. */
  int faultsLeft() {
    return aws.faultsLeft();
  }

  /** How often ECR was asked this. */
  long asked(String action) {
    return read(state.resolve("aws.log"))
        .lines()
        .filter(line -> line.contains(" ecr " + action + ": "))
        .count();
  }

  /** A client of the emulated AWS, for an operator of the account. */
  <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
      B builder, String account) {
    return aws.client(builder, account);
  }

  /** A client of the registry API, by the true host names of registries. */
  HttpClient registryClient() {
    return aws.registryClient();
  }

  Run run(String... command) {
    return start(command).end();
  }

  /** Begins a command. */
  Running start(String... command) {
    try {
      var log = Files.createTempFile("sandbox", ".log");
      log.toFile().deleteOnExit();
      return new Running(aws, start(log, command), log);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A command that goes on; what it prints is in the log. */
  Process start(Path log, String... command) throws IOException {
    var arguments = new ArrayList<>(List.of(command));
    arguments.set(0, COMMANDS.resolve(command[0]).toString());
    var builder =
        new ProcessBuilder(arguments).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("ECR_CACHE_SANDBOX_STATE", state.toString());
    return builder.start();
  }

  /** A command that has begun, and the file that it prints to. */
  record Running(EmulatedAws aws, Process process, Path log) {
    Running await(BooleanSupplier moment) {
      try {
        while (!moment.getAsBoolean()) {
          assertTrue(process.isAlive(), () -> read(log));
          Thread.sleep(50);
        }
        return this;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    Running signal(String name) {
      try {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
        return this;
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    String output() {
      return read(log);
    }

    Run end() {
      try {
        // The engine and its providers are built by the first command.
        if (!process.waitFor(60, TimeUnit.MINUTES)) {
          process.destroy();
          throw new AssertionError("no end: " + output());
        }
        aws.assertNothingRepeated();
        return new Run(process.exitValue(), output());
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Everything that the sandbox wrote, as one text. */
  String everythingWritten() {
    try (var files = Files.walk(state)) {
      var all = new StringBuilder();
      for (var file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
      return all.toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    run("down");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
