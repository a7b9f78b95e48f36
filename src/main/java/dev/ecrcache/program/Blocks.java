package dev.ecrcache.program;

import com.pulumi.core.Output;
import dev.ecrcache.bind.Binder;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.bind.JsonTree;
import dev.ecrcache.bind.Origin;
import dev.ecrcache.bind.Tree;
import java.util.Map;
import java.util.Optional;

/** Binds blocks of the stack file to arguments. */
final class Blocks {
  private final ConfigKeys keys;
  private final Binder binder;

  Blocks(ConfigKeys keys) {
    this.keys = keys;
    this.binder = new Binder(Origin.STACK_FILE, new Secrets(keys));
  }

  /**
   * @throws InvalidArgumentException if the block cannot work
   */
  <T> Optional<T> read(String key, Class<T> type) {
    return tree(key).map(block -> binder.bind(keys.full(key), block, type));
  }

  /** The same for a block whose keys are names. */
  <T> Optional<Map<String, T>> readMap(String key, Class<T> type) {
    return tree(key).map(block -> binder.bindEach(keys.full(key), block, type));
  }

  private Optional<Tree> tree(String key) {
    return keys.text(key)
        // An empty key of the file is an empty text to the engine.
        .map(json -> json.isBlank() ? new Tree.Nothing() : JsonTree.parse(keys.full(key), json));
  }

  /** Reads an output as the secret under the config key that the text names. */
  private record Secrets(ConfigKeys keys) implements Binder.Outputs {
    @Override
    public Output<String> of(String key, String argument) {
      return keys.secret(key, argument);
    }

    @Override
    public Output<String> of(Tree.Late text) {
      throw new IllegalStateException("a stack file holds nothing that is late");
    }
  }
}
