package dev.ecrcache.rewrite;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of a folder in which images are known. */
public final class SourceFiles {
  private static final Set<String> SKIPPED = Set.of(".git", "node_modules");

  private final List<PathMatcher> excluded;
  private final List<Path> files = new ArrayList<>();

  private SourceFiles(List<PathMatcher> excluded) {
    this.excluded = excluded;
  }

  /**
   * The files of a folder and those in it, in the order of their names, without {@code .git},
   * {@code node_modules} and what symbolic links lead to.
   *
   * @param excluded patterns of paths within the folder, such as {@code charts/**}, that are left
   *     out
   * @throws IOException if a folder cannot be read
   * @throws IllegalArgumentException if a pattern is none
   */
  public static List<Path> in(Path folder, List<String> excluded) throws IOException {
    var found = new SourceFiles(excluded.stream().map(SourceFiles::matcher).toList());
    found.walk(folder, folder);
    return found.files;
  }

  private static PathMatcher matcher(String pattern) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' is no pattern such as 'charts/**'".formatted(pattern), e);
    }
  }

  private void walk(Path root, Path folder) throws IOException {
    List<Path> inner;
    try (var list = Files.list(folder)) {
      inner = list.sorted().toList();
    }
    for (var path : inner) {
      var within = root.relativize(path);
      if (excluded.stream().anyMatch(it -> it.matches(within))) {
        continue;
      }
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        if (!SKIPPED.contains(path.getFileName().toString())) {
          walk(root, path);
        }
      } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          && Rewriter.isKnown(path.toString())) {
        files.add(path);
      }
    }
  }
}
