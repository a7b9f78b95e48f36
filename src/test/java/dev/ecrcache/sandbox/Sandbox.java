package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** The sandbox's commands, with a state folder of its own, and its emulated AWS. */
final class Sandbox implements AutoCloseable {
  /** What a command printed, both streams together, and how it ended. */
  record Run(int exitCode, String output) {
    Run succeeded() {
      assertEquals(0, exitCode, output);
      return this;
    }
  }

  private static final Path COMMANDS = Path.of("sandbox").toAbsolutePath();

  private final Path state;

  Sandbox(Path state) {
    this.state = state;
  }

  Run up(Path stackFile) {
    return run("up", stackFile.toString());
  }

  Run pulumi(String stack, String... arguments) {
    var command = new ArrayList<>(List.of("pulumi", stack));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  Run run(String... command) {
    try {
      var log = Files.createTempFile("sandbox", ".log");
      var process = start(log, command);
      // The engine and its providers are built by the first command.
      if (!process.waitFor(60, TimeUnit.MINUTES)) {
        process.destroy();
        throw new AssertionError(String.join(" ", command) + " has no end: " + read(log));
      }
      return new Run(process.exitValue(), read(log));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A command that goes on; what it prints is in the log. */
  Process start(Path log, String... command) throws IOException {
    var arguments = new ArrayList<>(List.of(command));
    arguments.set(0, COMMANDS.resolve(command[0]).toString());
    var builder =
        new ProcessBuilder(arguments).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("ECR_CACHE_SANDBOX_STATE", state.toString());
    return builder.start();
  }

  /** A client of the emulated AWS, for an operator of the account. */
  <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
      B builder, String account) {
    return builder
        .endpointOverride(URI.create("http://127.0.0.1:" + read(state.resolve("aws.port")).strip()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create("AKIAECRC" + account, "test")))
        .region(Region.EU_WEST_1)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
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
