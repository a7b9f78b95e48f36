package dev.ecrcache.program;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a {@code Pulumi.yaml} says of a project.
 *
 * @param name the project's name, with which its configuration keys begin
 * @param runtime the language of its program
 * @param main the folder of its program, if that is another
 * @param stackConfigDir the folder of its stack files, if that is another
 * @param keys the configuration keys that it gives to all stacks, in full
 */
public record ProjectFile(
    String name,
    String runtime,
    Optional<String> main,
    Optional<String> stackConfigDir,
    Set<String> keys) {

  /**
   * Reads the bytes of a {@code Pulumi.yaml}.
   *
   * @throws IllegalArgumentException if they are none
   */
  public static ProjectFile parse(byte[] yaml) {
    var file = YamlTree.read(yaml);
    var name = text(file, "name").orElseThrow(() -> new IllegalArgumentException("has no name"));
    var keys = new TreeSet<String>();
    file.path("config")
        .fieldNames()
        .forEachRemaining(key -> keys.add(key.contains(":") ? key : name + ":" + key));
    return new ProjectFile(
        name,
        text(file, "runtime").or(() -> text(file.path("runtime"), "name")).orElse(""),
        text(file, "main"),
        text(file, "stackConfigDir"),
        keys);
  }

  private static Optional<String> text(JsonNode file, String key) {
    return Optional.ofNullable(file.path(key).textValue());
  }
}
