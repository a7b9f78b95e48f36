package dev.ecrcache.cli.options;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the POM has. */
final class PomVersion implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    var properties = new Properties();
    try (var file = PomVersion.class.getResourceAsStream("version.properties")) {
      properties.load(file);
    }
    return new String[] {"ecr-cache " + properties.getProperty("version")};
  }
}
