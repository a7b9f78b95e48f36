package dev.ecrcache.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is deleted with all that is in it, at the latest as the program ends. */
final class TemporaryFolder implements AutoCloseable {
  private final Path path = Files.createTempDirectory(TemporaryRoot.get().path(), "");

  TemporaryFolder() throws IOException {}

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    TemporaryRoot.delete(path);
  }
}
