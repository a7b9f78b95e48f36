package dev.ecrcache.fleet;

import dev.ecrcache.input.InputTooLargeException;
import dev.ecrcache.input.LimitedInput;
import dev.ecrcache.program.LocalStackFile;
import dev.ecrcache.program.ProjectFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Pulumi project that runs ecr-cache's program, and its stack files. */
public final class Project {
  private static final Pattern STACK_FILE = Pattern.compile("Pulumi\\.(.+)\\.yaml");

  private final Path folder;
  private final ProjectFile file;
  private final SortedMap<String, Path> stackFiles;

  private Project(Path folder, ProjectFile file, SortedMap<String, Path> stackFiles) {
    this.folder = folder;
    this.file = file;
    this.stackFiles = stackFiles;
  }

  /**
   * Opens the project whose {@code Pulumi.yaml} lies in a folder.
   *
   * @throws IllegalArgumentException if there is none, or its program cannot run in this process
   */
  public static Project open(Path folder) {
    var path = folder.resolve("Pulumi.yaml");
    var file = read(path, ProjectFile::parse);
    if (!file.runtime().equals("java")) {
      throw refusal(path, "has the runtime '%s'; ecr-cache is java".formatted(file.runtime()));
    }
    var program = folder.resolve(file.main().orElse("")).toAbsolutePath().normalize();
    if (!isCurrent(program)) {
      throw refusal(
          path, "has its program in %s; run ecr-cache there, as Pulumi would".formatted(program));
    }
    return new Project(folder, file, stackFiles(folder.resolve(file.stackConfigDir().orElse(""))));
  }

  /** The folder of {@code Pulumi.yaml}. */
  public Path folder() {
    return folder;
  }

  /** The configuration keys that all stacks have. */
  Set<String> keys() {
    return file.keys();
  }

  /**
   * The stacks that match one of the patterns, by name.
   *
   * @param patterns names of stacks, in which {@code *} stands for any characters
   * @throws IllegalArgumentException if a pattern matches no stack file, or one cannot be read
   */
  public List<FleetStack> select(Collection<String> patterns) {
    var names = new TreeSet<String>();
    for (var pattern : patterns) {
      var regex =
          Pattern.compile(
              Stream.of(pattern.split("\\*", -1))
                  .map(Pattern::quote)
                  .collect(Collectors.joining(".*")));
      var matching = stackFiles.keySet().stream().filter(regex.asMatchPredicate()).toList();
      if (matching.isEmpty()) {
        throw new IllegalArgumentException(
            "'%s' matches no stack file Pulumi.<stack>.yaml; there are: %s"
                .formatted(pattern, String.join(", ", stackFiles.keySet())));
      }
      names.addAll(matching);
    }
    return names.stream().map(this::stack).toList();
  }

  /** All stacks but those whose files cannot be read. */
  List<FleetStack> readable() {
    var stacks = new ArrayList<FleetStack>();
    for (var name : stackFiles.keySet()) {
      try {
        stacks.add(stack(name));
      } catch (IllegalArgumentException e) {
        // Whoever selects the stack is told.
      }
    }
    return stacks;
  }

  private FleetStack stack(String name) {
    return FleetStack.of(
        name,
        read(stackFiles.get(name), yaml -> LocalStackFile.parse(yaml, file.name())),
        file.name());
  }

  private static boolean isCurrent(Path program) {
    try {
      // Relative paths in stack files start in the program's folder, and Java cannot go there.
      return Files.isSameFile(program, Path.of(""));
    } catch (IOException e) {
      return false;
    }
  }

  private static SortedMap<String, Path> stackFiles(Path folder) {
    var stackFiles = new TreeMap<String, Path>();
    try (var files = Files.list(folder)) {
      for (var path : files.filter(Files::isRegularFile).toList()) {
        var name = STACK_FILE.matcher(path.getFileName().toString());
        if (name.matches()) {
          stackFiles.put(name.group(1), path);
        }
      }
    } catch (IOException e) {
      throw refusal(folder, "cannot be read");
    }
    return stackFiles;
  }

  private static <T> T read(Path path, Function<byte[], T> parse) {
    try {
      return parse.apply(LimitedInput.read(path, LimitedInput.FILE));
    } catch (InputTooLargeException e) {
      throw refusal(path, e.getMessage());
    } catch (IOException e) {
      throw refusal(path, Files.exists(path) ? "cannot be read" : "does not exist");
    } catch (IllegalArgumentException e) {
      throw refusal(path, e.getMessage());
    }
  }

  private static IllegalArgumentException refusal(Path path, String problem) {
    return new IllegalArgumentException("%s: %s".formatted(path.normalize(), problem));
  }
}
