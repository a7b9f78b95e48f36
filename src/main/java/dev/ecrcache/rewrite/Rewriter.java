package dev.ecrcache.rewrite;

import dev.ecrcache.image.CachedImages;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Moves the images in the texts of files to a cache. */
public final class Rewriter {
  private static final Pattern TEMPLATE = Pattern.compile("(?m)^[^#\n]*?(\\{\\{)");

  private final RewriteScope scope;

  /**
   * @param cache the cache to which images are moved
   * @param run the files that are moved together: a kustomization is moved as its resources are
   * @param repositories the URLs of Helm repositories by their names, which go before those in
   *     files
   * @param charts whether charts of releases are fetched and rendered; else releases are left out
   */
  public Rewriter(
      CachedImages cache, Collection<Path> run, Map<String, String> repositories, boolean charts) {
    var paths = run.stream().map(it -> it.toAbsolutePath().normalize()).collect(Collectors.toSet());
    scope =
        new RewriteScope(
            cache,
            new KustomizeNames(cache, paths),
            new HelmRepositories(repositories, paths),
            charts);
  }

  /** Whether images are known in files of a name. */
  public static boolean isKnown(String name) {
    return FileKind.of(name).isPresent();
  }

  /**
   * A file with its images moved.
   *
   * @param name its path, which tells its kind; empty for a text of which only the content tells
   * @param content its content
   * @throws IllegalArgumentException if it cannot be read; the message is the end of one line
   */
  public Rewritten rewrite(String name, byte[] content) {
    var text = decode(content);
    var kind = name.isEmpty() ? Optional.of(FileKind.ofText(text)) : FileKind.of(name);
    return kind.isEmpty()
        ? new Rewritten(text, List.of(), List.of())
        : rewrite(name, kind.get(), text);
  }

  private Rewritten rewrite(String name, FileKind kind, String text) {
    Found found;
    try {
      found = find(name, kind, text, scope);
    } catch (IllegalArgumentException e) {
      var template = TEMPLATE.matcher(text);
      if (kind == FileKind.YAML && template.find()) {
        var reason = "is a template and no YAML; its images are in the values that fill it in";
        var left = Spot.left(Kind.KUBERNETES, template.start(1), template.group(1), reason);
        return Resolver.rewritten(scope.cache(), text, Found.of(List.of(left)));
      }
      throw e;
    }
    var rewritten = Resolver.rewritten(scope.cache(), text, found);
    if (rewritten.isChanged()) {
      check(name, kind, text, rewritten);
    }
    return rewritten;
  }

  private static Found find(String name, FileKind kind, String text, RewriteScope scope) {
    return switch (kind) {
      case YAML -> YamlImages.of(name, yaml(kind, text), scope);
      case JSON ->
          text.contains("\"apiVersion\"")
              ? YamlImages.of(name, yaml(kind, text), scope)
              : new Found();
      case DOCKERFILE -> Found.of(DockerfileImages.of(Kind.DOCKERFILE, text));
      case POM -> Found.of(PomImages.of(text));
      case GRADLE -> Found.of(GradleImages.of(text));
      case TOML -> Found.of(TomlImages.of(text));
    };
  }

  private static YamlSource yaml(FileKind kind, String text) {
    return kind == FileKind.JSON ? YamlSource.ofJson(text) : YamlSource.of(text);
  }

  /** Looks whether the new text is the old one but for its images, and has no more to move. */
  private void check(String name, FileKind kind, String before, Rewritten rewritten) {
    var after = rewritten.text();
    Found found;
    try {
      // Values of releases are proven, and held against what is written, where they are found.
      found = find(name, kind, after, scope.withoutCharts());
    } catch (IllegalArgumentException e) {
      throw fault(e.getMessage());
    }
    if (Resolver.rewritten(scope.cache(), after, found).isChanged()) {
      throw fault("an image would move again");
    }
    boolean yaml = kind == FileKind.YAML || kind == FileKind.JSON;
    if (yaml
        && !YamlComparison.isSame(yaml(kind, before), yaml(kind, after), rewritten.written())) {
      throw fault("other values would change too");
    }
  }

  private static IllegalArgumentException fault(String problem) {
    return new IllegalArgumentException(
        "is left as it was, for more than images would change: " + problem);
  }

  private static String decode(byte[] content) {
    for (byte b : content) {
      if (b == 0) {
        throw new IllegalArgumentException("is binary: it has a NUL byte");
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("is not UTF-8");
    }
  }
}
