package dev.ecrcache.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.deployment.internal.DeploymentImpl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pulumirpc.EngineOuterClass.LogRequest;
import pulumirpc.EngineOuterClass.LogSeverity;

class EngineChannelsTest {
  @ParameterizedTest
  @CsvSource({
    "'Running program [PID: 5](java) failed with an unhandled exception:', DEBUG",
    "'upstreams: are missing', ERROR",
  })
  void traceIsForDebugging(String message, LogSeverity severity) {
    var log = LogRequest.newBuilder().setMessage(message).setSeverity(LogSeverity.ERROR).build();

    assertEquals(severity, EngineChannels.quiet(log).getSeverity());
    assertEquals(message, EngineChannels.quiet(log).getMessage());
  }

  /** An SDK that says it in other words needs another beginning. */
  @Test
  void runnerOfThisSdkSaysIt() throws IOException {
    var runner = DeploymentImpl.class.getName().replace('.', '/') + "$DefaultRunner.class";
    try (var code = DeploymentImpl.class.getResourceAsStream("/" + runner)) {
      var text = new String(code.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(text.contains("Running program [PID: %d]"));
    }
  }
}
