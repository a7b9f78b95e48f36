package dev.ecrcache.fleet;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a fleet remembers, in a folder of the project that git ignores: logs, and what to repeat.
 */
final class StateFolder {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final Path unfinished;

  StateFolder(Project project) {
    folder = project.folder().resolve(".ecr-cache/fleet").normalize();
    unfinished = folder.resolve("unfinished.json");
  }

  Path folder() {
    return folder;
  }

  /** A new file for what the engine prints for a stack. */
  Path log(String stack) throws IOException {
    create();
    return Files.writeString(folder.resolve(stack + ".log"), "");
  }

  /** The stacks for which this operation was the last to begin, and has not succeeded. */
  synchronized Collection<String> unfinished(Operation operation) {
    var stacks = read();
    stacks.values().removeIf(other -> other != operation);
    return stacks.keySet();
  }

  /** Remembers that the operation begins. */
  void begin(Operation operation, Collection<String> stacks) {
    change(all -> stacks.forEach(stack -> all.put(stack, operation)));
  }

  /** Remembers that the operation has succeeded. */
  void succeeded(String stack) {
    change(all -> all.remove(stack));
  }

  /** Shards of one fleet may run on one machine. */
  private synchronized void change(Consumer<Map<String, Operation>> change) {
    try {
      create();
      try (var channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        var all = read();
        change.accept(all);
        write(all);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SortedMap<String, Operation> read() {
    try {
      return Files.exists(unfinished)
          ? JSON.readValue(unfinished.toFile(), new TypeReference<TreeMap<String, Operation>>() {})
          : new TreeMap<>();
    } catch (IOException e) {
      throw new IllegalArgumentException(unfinished + ": cannot be read; remove it", e);
    }
  }

  private void create() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(".gitignore"), "*\n");
  }

  private void write(SortedMap<String, Operation> stacks) throws IOException {
    // Whole before it has its name.
    var draft = folder.resolve("unfinished.json.new");
    JSON.writeValue(draft.toFile(), stacks);
    Files.move(draft, unfinished, StandardCopyOption.REPLACE_EXISTING);
  }
}
