package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Keys;
import dev.ecrcache.bind.Origin;
import dev.ecrcache.program.App;
import dev.ecrcache.program.StackConfig;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** docs/stack-file.md names what the program takes and gives, and shows what it refuses. */
class StackFileDocumentTest {
  private static final Document STACK_FILE = Document.of("docs/stack-file.md");
  private static final String BLOCK = "(?m)^\\| \\[?`([A-Za-z]+)`";

  @Test
  void theTablesHaveEveryKeyAndNoOther() {
    var blocks =
        Set.of("access", "cache", "cacheEndpoint", "cacheStack", "nodes", "protection", "samples");
    var keys = new TreeSet<String>();
    addKeys(keys, "cache.", RegistryCacheArgs.class);
    addKeys(keys, "access.", OrganizationAccessArgs.class);
    addKeys(keys, "cacheEndpoint.", CacheEndpoint.class);
    addKeys(keys, "nodes.", NodePullAccessArgs.class);
    addKeys(keys, "samples.<name>.", CachedReleaseArgs.class);
    assertEquals(keys, new TreeSet<>(STACK_FILE.find("(?m)^\\| `([^`.]+\\.[^`]+)` \\| ")));
    assertEquals(blocks, Set.copyOf(STACK_FILE.before("## What is refused").find(BLOCK)));
  }

  @Test
  void theOutputsAreThoseOfTheStacks() throws IOException {
    var outputs = new TreeSet<String>();
    for (var stack : Set.of("dev", "prod")) {
      var recorder = new Recorder();
      recorder
          .run(StackConfig.ofFile(Path.of("Pulumi." + stack + ".yaml")), App::stack)
          .succeeded();
      outputs.addAll(recorder.outputs().keySet());
    }
    assertEquals(
        outputs, new TreeSet<>(STACK_FILE.section("## Outputs").find("(?m)^\\| `([^`]+)` ")));
  }

  @Test
  void theEndpointInTheTextIsAProgram() {
    var file = STACK_FILE.blocks("yaml").get(0);
    new Recorder().run(StackConfig.ofYaml(file), App::stack).succeeded();
  }

  @Test
  void theRefusalInTheTextIsTheProgramsOwn() throws IOException {
    var config = StackConfig.ofFile(Path.of("Pulumi.dev.yaml"));
    config.values().remove("ecr-cache:dockerHubToken");
    var refused = new Recorder().run(config, App::stack).refusal();
    assertTrue(STACK_FILE.text().contains("error: " + refused), refused);
  }

  /** The keys that the builder's methods are. */
  private static void addKeys(Set<String> keys, String path, Class<?> args) {
    Keys.of(args, Origin.STACK_FILE)
        .byName()
        .forEach(
            (name, value) -> {
              if (value.type() instanceof Class<?> type
                  && ResourceArgs.class.isAssignableFrom(type)) {
                addKeys(keys, path + name + ".", type);
              } else if (value.type() instanceof ParameterizedType map
                  && map.getRawType() == Map.class
                  && map.getActualTypeArguments()[1] instanceof Class<?> type
                  && ResourceArgs.class.isAssignableFrom(type)) {
                addKeys(keys, path + name + ".<prefix>.", type);
              } else {
                keys.add(path + name);
              }
            });
  }
}
