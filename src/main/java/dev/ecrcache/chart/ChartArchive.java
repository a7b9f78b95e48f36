package dev.ecrcache.chart;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads the archive of a chart into memory, as Helm does. Nothing is written anywhere, so that a
 * name can lead nowhere; one that would is refused.
 */
final class ChartArchive {
  private static final Pattern DRIVE = Pattern.compile("[a-zA-Z]:/.*");
  private static final int MOST_LINKS = 40;

  private final ChartBudget budget;
  private final int depth;
  private final Map<String, String> links = new HashMap<>();

  private ChartArchive(ChartBudget budget, int depth) {
    this.budget = budget;
    this.depth = depth;
  }

  /**
   * The files of an archive and of those in it.
   *
   * @throws IllegalArgumentException with the reason if it is none, has what no chart has, or is
   *     too large
   */
  static List<ChartEntry> read(InputStream in, ChartBudget budget) {
    return read(in, budget, 0);
  }

  /** A file, with the files in it where it is the archive of a sub-chart. */
  static ChartEntry entry(String name, byte[] data, ChartBudget budget, int depth) {
    if (!ChartEntry.isSubchart(name)) {
      return new ChartEntry(name, data, Optional.empty());
    }
    try {
      var inner = read(new ByteArrayInputStream(data), budget, depth + 1);
      return new ChartEntry(name, data, Optional.of(inner));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static List<ChartEntry> read(InputStream in, ChartBudget budget, int depth) {
    ChartBudget.checkDepth(depth);
    try (var tar = new TarArchiveInputStream(budget.counted(new GZIPInputStream(in)), "UTF-8")) {
      return new ChartArchive(budget, depth).entries(tar);
    } catch (EOFException e) {
      throw new IllegalArgumentException("it is cut off", e);
    } catch (IOException e) {
      var reason = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          reason.startsWith("Truncated")
              ? "it is cut off"
              : "it cannot be unpacked: " + reason.split("\\R", 2)[0],
          e);
    }
  }

  private List<ChartEntry> entries(TarArchiveInputStream tar) throws IOException {
    var entries = new ArrayList<ChartEntry>();
    for (var header = tar.getNextEntry(); header != null; header = tar.getNextEntry()) {
      budget.add(header.getName());
      if (header.isDirectory() || header.isGlobalPaxHeader()) {
        continue;
      }
      var name = belowTop(header.getName());
      if (header.isSymbolicLink() || header.isLink()) {
        links.put(name, target(header, name));
      } else if (header.isCharacterDevice() || header.isBlockDevice() || header.isFIFO()) {
        throw new IllegalArgumentException(
            "it has a device or a pipe: '%s'".formatted(header.getName()));
      }
      // Helm takes a link for an empty file.
      ChartBudget.checkSize(name, header.getRealSize());
      var data = links.containsKey(name) ? new byte[0] : ChartBudget.read(name, tar);
      entries.add(entry(name, data, budget, depth));
    }
    for (var link : links.keySet()) {
      checkLoop(link);
    }
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("it has no files");
    }
    return entries;
  }

  private static String belowTop(String name) {
    // Archives made on Windows.
    var parts = name.split(name.contains("\\") ? "\\\\" : "/", -1);
    if (parts[0].equals("Chart.yaml")) {
      throw new IllegalArgumentException("its files are not in a folder");
    }
    var below = String.join("/", List.of(parts).subList(1, parts.length));
    var clean = clean(below);
    if (parts[0].equals("..")
        || below.startsWith("/")
        || name.startsWith("/")
        || clean.isEmpty()
        || clean.startsWith("..")
        || clean.indexOf(0) >= 0
        || DRIVE.matcher(clean).matches()) {
      throw outside(name);
    }
    return clean;
  }

  private static String target(TarArchiveEntry link, String name) {
    var target = link.getLinkName();
    if (link.isLink()) {
      return belowTop(target);
    }
    var path = clean(name.substring(0, name.lastIndexOf('/') + 1) + target);
    if (target.startsWith("/") || path.startsWith("..")) {
      throw new IllegalArgumentException(
          "it has a link that leads outside of it: '%s'".formatted(name));
    }
    return path;
  }

  private void checkLoop(String link) {
    var path = link;
    for (int i = 0; path != null; i++) {
      if (i > MOST_LINKS) {
        throw new IllegalArgumentException(
            "it has links that lead to each other: '%s'".formatted(link));
      }
      path = links.get(path);
    }
  }

  // As Go's path.Clean.
  private static String clean(String path) {
    var steps = new ArrayList<String>();
    for (var step : path.split("/")) {
      int last = steps.size() - 1;
      if (step.equals("..") && last >= 0 && !steps.get(last).equals("..")) {
        steps.remove(last);
      } else if (!step.isEmpty() && !step.equals(".")) {
        steps.add(step);
      }
    }
    return String.join("/", steps);
  }

  private static IllegalArgumentException outside(String name) {
    return new IllegalArgumentException(
        "it has a file outside of its folder: '%s'".formatted(name));
  }
}
