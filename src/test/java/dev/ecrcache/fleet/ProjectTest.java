package dev.ecrcache.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A project's folder. */
class ProjectTest {
  private static final String HERE = "\nmain: " + Path.of("").toAbsolutePath();

  @TempDir private Path folder;

  @BeforeEach
  void writeStackFiles() throws IOException {
    write("Pulumi.yaml", "name: caches\nruntime: java" + HERE);
    write("Pulumi.prod.yaml", "config: { 'caches:cache': {} }");
    write("Pulumi.team-a.yaml", "config: { 'caches:cacheStack': acme/caches/prod }");
    write("Pulumi.team-b.yaml", "config: { 'caches:cacheStack': acme/other/prod }");
    write("Pulumi.team-b.yaml.old", "");
    write("other.yaml", "");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "prod, prod",
        "*, \"prod,team-a,team-b\"",
        "team-*, \"team-a,team-b\"",
        "*-b, team-b",
        "\"team-b,prod,t*a\", \"prod,team-a,team-b\"",
      })
  void patternsSelectStackFiles(String patterns, String names) {
    assertEquals(
        List.of(names.split(",")),
        Project.open(folder).select(List.of(patterns.split(","))).stream()
            .map(FleetStack::name)
            .toList());
  }

  @ParameterizedTest
  @CsvSource({"team-c", "team", "prod.", "PROD", "?rod"})
  void patternThatMatchesNothingIsRefused(String pattern) {
    refused(
        "'%s' matches no stack file Pulumi.<stack>.yaml; there are: prod, team-a, team-b"
            .formatted(pattern),
        pattern);
  }

  @Test
  void cacheOfAnotherStackIsKnownWithinTheProject() {
    var stacks = Project.open(folder).select(List.of("*"));

    assertEquals(List.of(true, false, false), stacks.stream().map(FleetStack::hosts).toList());
    assertEquals(
        List.of(Optional.empty(), Optional.of("prod"), Optional.empty()),
        stacks.stream().map(FleetStack::cacheStack).toList());
  }

  @Test
  void stackFilesMayLieInAnotherFolder() throws IOException {
    write(
        "Pulumi.yaml",
        """
        name: caches
        runtime: { name: java, options: { use-executor: mvn } }
        stackConfigDir: stacks
        config: { protection: true, 'aws:region': eu-west-1 }"""
            + HERE);
    Files.createDirectories(folder.resolve("stacks"));
    write("stacks/Pulumi.one.yaml", "config: {}");
    var project = Project.open(folder);

    assertEquals("one", project.select(List.of("*")).get(0).name());
    assertEquals(Set.of("caches:protection", "aws:region"), project.keys());
  }

  @Test
  void stackFileThatCannotBeReadIsNoMatterUnlessItIsSelected() throws IOException {
    write("Pulumi.team-c.yaml", "config: [");

    assertEquals(3, Project.open(folder).readable().size());
    refused(
        folder.resolve("Pulumi.team-c.yaml")
            + ": broken YAML in line 1: expected the node content, but found '<stream end>'",
        "*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runtime: java | has no name",
        "name: caches | has the runtime ''; ecr-cache is java",
        "{ name: caches, runtime: { name: go } } | has the runtime 'go'; ecr-cache is java",
        "[ | broken YAML in line 1: expected the node content, but found '<stream end>'",
      })
  void projectOfAnotherProgramIsRefused(String yaml, String problem) throws IOException {
    write("Pulumi.yaml", yaml);

    refused("%s: %s".formatted(folder.resolve("Pulumi.yaml"), problem), "*");
  }

  @Test
  void programOfAnotherFolderIsRefused() throws IOException {
    write("Pulumi.yaml", "name: caches\nruntime: java\nmain: program");

    refused(
        "%s: has its program in %s; run ecr-cache there, as Pulumi would"
            .formatted(folder.resolve("Pulumi.yaml"), folder.resolve("program")),
        "*");
  }

  @Test
  void folderWithoutAProjectIsRefused() throws IOException {
    Files.delete(folder.resolve("Pulumi.yaml"));

    refused(folder.resolve("Pulumi.yaml") + ": does not exist", "*");
  }

  private void refused(String message, String pattern) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class, () -> Project.open(folder).select(List.of(pattern)))
            .getMessage());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
