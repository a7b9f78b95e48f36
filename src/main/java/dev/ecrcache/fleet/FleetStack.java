package dev.ecrcache.fleet;

import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.program.LocalStackFile;
import java.util.Optional;

/**
 * One stack of a project.
 *
 * @param name its name
 * @param file its file
 * @param cacheStack the stack of the same project whose cache it uses
 */
public record FleetStack(String name, LocalStackFile file, Optional<String> cacheStack) {
  static FleetStack of(String name, LocalStackFile file, String project) {
    return new FleetStack(
        name,
        file,
        file.cacheStack()
            .map(full -> full.split("/"))
            .filter(parts -> parts.length == 3 && parts[1].equals(project))
            .map(parts -> parts[2]));
  }

  /** Whether it makes a cache, which others may use. */
  boolean hosts() {
    return file.hosts();
  }

  /** Its registry, where the file tells. */
  Optional<EcrRegistry> registry() {
    return file.registry();
  }
}
