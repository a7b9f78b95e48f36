package dev.ecrcache.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.Pulumi;
import com.pulumi.deployment.internal.DeploymentImpl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class SdkProcessTest {
  private static final String RUNNER = DeploymentImpl.class.getName();

  @Test
  void runnerWaitsEachTimeItSaysThatTasksRemain() {
    SdkProcess.prepare();
    var logger = Logger.getLogger(RUNNER);
    var start = System.nanoTime();
    for (var asked = 0; asked < 10; asked++) {
      logger.log(Level.FINEST, "Remaining tasks [1]: {…}");
    }
    var took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(Duration.ofMillis(40)) > 0, took::toString);
  }

  /** An SDK that says it in other words, or waits by itself, needs none of this. */
  @Test
  void runnerOfThisSdkSaysIt() throws Exception {
    try (var code =
        Pulumi.class.getResourceAsStream("/" + RUNNER.replace('.', '/') + "$DefaultRunner.class")) {
      var text = new String(code.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(text.contains("Remaining tasks [%s]: %s"));
    }
  }
}
