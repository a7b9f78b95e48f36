package dev.ecrcache.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered from one run to the next. */
class StateFolderTest {
  @TempDir private Path folder;
  private StateFolder state;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(
        folder.resolve("Pulumi.yaml"),
        "name: ecr-cache\nruntime: java\nmain: " + Path.of("").toAbsolutePath());
    state = new StateFolder(Project.open(folder));
  }

  @Test
  void whatHasNotSucceededIsUnfinished() {
    assertEquals(Set.of(), state.unfinished(Operation.UP));

    state.begin(Operation.UP, List.of("a", "b", "c"));
    state.succeeded("b");

    assertEquals(Set.of("a", "c"), state.unfinished(Operation.UP));
  }

  @Test
  void laterOperationTakesTheStackOver() {
    state.begin(Operation.DESTROY, List.of("a", "b"));
    state.begin(Operation.UP, List.of("a"));
    state.succeeded("a");

    assertEquals(Set.of("b"), state.unfinished(Operation.DESTROY));
    assertEquals(Set.of(), state.unfinished(Operation.UP));
  }

  @Test
  void gitIgnoresTheFolder() throws IOException {
    Files.writeString(state.log("a"), "text");

    assertEquals("*\n", Files.readString(state.folder().resolve(".gitignore")));
    assertEquals("", Files.readString(state.log("a")));
  }

  @Test
  void memoryThatCannotBeReadIsRefused() throws IOException {
    state.begin(Operation.UP, List.of("a"));
    var file = state.folder().resolve("unfinished.json");
    Files.writeString(file, "{");

    assertEquals(
        file + ": cannot be read; remove it",
        assertThrows(IllegalArgumentException.class, () -> state.unfinished(Operation.UP))
            .getMessage());
  }
}
