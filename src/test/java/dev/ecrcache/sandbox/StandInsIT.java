package dev.ecrcache.sandbox;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox's own parts pass their own tests, in the languages that they are written in. */
class StandInsIT {
  @Test
  void providersAndEmulatedAwsPassTheirTests(@TempDir Path folder) {
    new Sandbox(folder).run("test").succeeded();
  }
}
