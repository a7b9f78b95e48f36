package dev.ecrcache.rewrite;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells by its name how a file is read. */
enum FileKind {
  YAML("(?i).*\\.ya?ml|Kustomization"),
  JSON("(?i).*\\.json"),
  DOCKERFILE("(?i)(dockerfile|containerfile)([._-].*)?|.*[._-](dockerfile|containerfile)"),
  POM("pom\\.xml|.*\\.pom"),
  GRADLE(".*\\.gradle(\\.kts)?"),
  TOML("(project|builder)\\.toml");

  // Of what ignores files for a build, or is a template of one.
  private static final Pattern OTHER =
      Pattern.compile(
          "(?i).*\\.(dockerignore|md|txt|sh|tmpl|tpl|template|j2|erb|in|go|py|js|ts|rs|java|rb|html"
              + "|png|svg|vim|snap|golden)|.*\\.gotmpl");

  private final Pattern names;

  FileKind(String names) {
    this.names = Pattern.compile(names);
  }

  /** The kind of a file; empty if no images are known in such. */
  static Optional<FileKind> of(String name) {
    var last = Path.of(name).getFileName().toString();
    for (var kind : values()) {
      if (kind.names.matcher(last).matches()
          && !(kind == DOCKERFILE && OTHER.matcher(last).matches())) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The kind of a text without a name: a Dockerfile if its first instruction is one. */
  static FileKind ofText(String text) {
    for (var line : text.split("\n", -1)) {
      var word = line.strip().toUpperCase(Locale.ROOT);
      if (!word.isEmpty() && !word.startsWith("#") && !word.startsWith("\uFEFF#")) {
        return word.matches("(\uFEFF)?(FROM|ARG)\\s.*") ? DOCKERFILE : YAML;
      }
    }
    return YAML;
  }
}
