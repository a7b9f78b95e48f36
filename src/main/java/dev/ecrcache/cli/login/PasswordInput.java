package dev.ecrcache.cli.login;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a program that takes a password on standard input, where no list of processes shows it. */
public final class PasswordInput {
  private static final int SECONDS = 60;
  private static final int MOST = 64 << 10;

  private PasswordInput() {}

  /**
   * Runs a command.
   *
   * @return what it says, without the password
   * @throws LoginFailure if it cannot be run, or fails
   */
  public static String run(List<String> command, String password) {
    var name = command.get(0);
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try {
        CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS)
            .execute(process::destroyForcibly);
        give(process, password);
        var said = said(process, password);
        process.waitFor();
        if (process.exitValue() != 0) {
          throw new LoginFailure(
              "%s ended with %d: %s"
                  .formatted(name, process.exitValue(), said.replaceAll("\\s*\\R\\s*", "; ")));
        }
        return said;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new LoginFailure("%s cannot be run; is it on the PATH?".formatted(name));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void give(Process process, String password) {
    try (var in = process.getOutputStream()) {
      in.write(password.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading; its exit code tells.
    }
  }

  private static String said(Process process, String password) throws IOException {
    try (var out = process.getInputStream()) {
      var said = new String(out.readNBytes(MOST), StandardCharsets.UTF_8);
      return said.replace(password, "…").strip();
    }
  }
}
