package dev.ecrcache.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the images of a descriptor of Cloud Native Buildpacks: of a project, {@code project.toml},
 * or of a builder, {@code builder.toml}.
 *
 * @see <a href="https://buildpacks.io/docs/reference/config/project-descriptor/">project.toml</a>
 * @see <a href="https://buildpacks.io/docs/reference/config/builder-config/">builder.toml</a>
 */
final class TomlImages {
  private static final Pattern TABLE =
      Pattern.compile("\\s*\\[{1,2}\\s*([\\w.\\s\"-]+?)\\s*]{1,2}\\s*(#.*)?");
  private static final Pattern ENTRY =
      Pattern.compile("\\s*([\\w.\"-]+)\\s*=\\s*([\"'])([^\"'\\\\]*)\\2\\s*(#.*)?");
  private static final Set<String> IMAGES =
      Set.of(
          "io.buildpacks.builder",
          "build.builder",
          "build.image",
          "run.images.image",
          "stack.build-image",
          "stack.run-image",
          "buildpacks.image",
          "extensions.image");
  private static final Pattern URI =
      Pattern.compile(
          "(io\\.buildpacks\\.(pre\\.|post\\.)?group|build\\.buildpacks|buildpacks|extensions)\\.uri");

  private TomlImages() {}

  static List<Spot> of(String text) {
    var spots = new ArrayList<Spot>();
    var table = "";
    var open = "";
    var lines = new Lines(text);
    for (int i = 0; i < lines.count(); i++) {
      var line = lines.line(i).stripTrailing();
      if (!open.isEmpty()) {
        open = line.contains(open) ? "" : open;
        continue;
      }
      open = opened(line);
      var header = TABLE.matcher(line);
      var entry = ENTRY.matcher(line);
      if (header.matches()) {
        table = key(header.group(1)) + ".";
      } else if (entry.matches()) {
        var key = table + key(entry.group(1));
        int start = lines.start(i) + entry.start(3);
        if (IMAGES.contains(key)) {
          BuildImages.spot(Kind.BUILDPACKS, start, entry.group(3)).ifPresent(spots::add);
        } else if (URI.matcher(key).matches()) {
          BuildImages.buildpack(start, entry.group(3)).ifPresent(spots::add);
        }
      }
    }
    return spots;
  }

  /** The quotes of a text of several lines that begins in a line and does not end there. */
  private static String opened(String line) {
    for (var quotes : List.of("\"\"\"", "'''")) {
      int start = line.indexOf(quotes);
      int comment = line.indexOf('#');
      boolean begins = start >= 0 && (comment < 0 || start < comment);
      if (begins && line.indexOf(quotes, start + 3) < 0) {
        return quotes;
      }
    }
    return "";
  }

  private static String key(String written) {
    return written.replaceAll("[\"\\s]", "");
  }
}
