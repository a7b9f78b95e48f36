package dev.ecrcache.chart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the folder of a chart into memory, as Helm does, but for links that lead out of it: those
 * are refused.
 */
final class ChartFolder {
  private static final int DEEPEST = 64;

  private final Path root;
  private final ChartBudget budget;
  private final IgnoreRules rules;
  private final List<ChartEntry> entries = new ArrayList<>();

  private ChartFolder(Path root, ChartBudget budget) throws IOException {
    this.root = root.toRealPath();
    this.budget = budget;
    var ignore = root.resolve(IgnoreRules.FILE);
    rules = new IgnoreRules(Files.exists(ignore) ? text(ignore) : "");
  }

  /**
   * The files of a folder and of the archives in it.
   *
   * @throws IOException or IllegalArgumentException with the reason if it has what no chart has, or
   *     is too large
   */
  static List<ChartEntry> read(Path root, ChartBudget budget) throws IOException {
    var folder = new ChartFolder(root, budget);
    folder.add(folder.root, "", 0);
    return folder.entries;
  }

  private String text(Path ignore) throws IOException {
    return new String(bytes(ignore, IgnoreRules.FILE), StandardCharsets.UTF_8);
  }

  private void add(Path folder, String prefix, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(
          "its folders are nested more than %d deep".formatted(DEEPEST));
    }
    var paths = new ArrayList<Path>();
    try (var listed = Files.newDirectoryStream(folder)) {
      for (var path : listed) {
        budget.add(path.getFileName().toString());
        paths.add(path);
      }
    } catch (AccessDeniedException e) {
      throw new IllegalArgumentException("'%s' cannot be read".formatted(prefix), e);
    }
    paths.sort(Comparator.comparing(Path::toString));
    for (var path : paths) {
      addOne(path, prefix + path.getFileName(), depth);
    }
  }

  private void addOne(Path path, String name, int depth) throws IOException {
    boolean folder = Files.isDirectory(path);
    if (rules.ignore(name, folder)) {
      return;
    }
    if (Files.isSymbolicLink(path)) {
      checkLink(path, name);
    }
    if (folder) {
      add(path, name + "/", depth + 1);
    } else {
      entries.add(ChartArchive.entry(name, bytes(path, name), budget, 0));
    }
  }

  private void checkLink(Path link, String name) throws IOException {
    Path target;
    try {
      target = link.toRealPath();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "it has a link that leads nowhere: '%s'".formatted(name), e);
    } catch (IOException e) {
      throw looping(name);
    }
    if (!target.startsWith(root)) {
      throw new IllegalArgumentException(
          "it has a link that leads outside of it: '%s'; put there what it leads to, or give the"
                  .formatted(name)
              + " archive that `helm package` makes");
    }
    if (link.getParent().toRealPath().startsWith(target)) {
      throw looping(name);
    }
  }

  private byte[] bytes(Path path, String name) throws IOException {
    // Opening a pipe would wait for somebody to write into it.
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException("it has a file that is none: '%s'".formatted(name));
    }
    try (var in = budget.counted(Files.newInputStream(path))) {
      return ChartBudget.read(name, in);
    } catch (AccessDeniedException e) {
      throw new IllegalArgumentException("'%s' cannot be read".formatted(name), e);
    }
  }

  private static IllegalArgumentException looping(String name) {
    return new IllegalArgumentException(
        "it has links that lead to each other: '%s'".formatted(name));
  }
}
