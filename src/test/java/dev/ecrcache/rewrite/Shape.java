package dev.ecrcache.rewrite;

import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file of the table of shapes in the resources, and what becomes of it. The files of one kind
 * follow each other; {@code ECR} stands for the host of the cache.
 *
 * @param title what is special about it
 * @param name its name
 * @param before its text
 * @param after its text with its images moved
 * @param told the lines about its images
 * @param refused why it cannot be read; empty if it can
 */
record Shape(String title, String name, String before, String after, String told, String refused) {
  static final String HOST = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
  static final CachedImages CACHE =
      new CachedImages(
          HOST,
          List.of(
              CacheRule.of("hub", "docker.io"),
              CacheRule.of("quay", "quay.io"),
              CacheRule.of("ghcr", "ghcr.io"),
              CacheRule.of("k8s", "registry.k8s.io"),
              CacheRule.of("public", "public.ecr.aws")));

  static final Path FOLDER = Path.of("src/test/resources/dev/ecrcache/rewrite");
  private static final Pattern TITLE = Pattern.compile("(?m)^## (?=.*: \\S+$)");
  private static final Pattern PART = Pattern.compile("(?m)^## (after|told|refused)\n");

  /** The shapes of releases, whose chart is in a repository at a URL. */
  static Stream<Shape> releases(String url) {
    return Stream.of("release/flux.txt", "release/argo.txt")
        .flatMap(it -> of(FOLDER.resolve(it), url).stream());
  }

  private static List<Shape> of(Path file, String url) {
    try {
      var text = Files.readString(file).replace("REPO", url);
      return TITLE.splitAsStream(text).skip(1).map(Shape::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All shapes of all kinds. */
  static Stream<Shape> all() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream()
          .flatMap(it -> of(it, "").stream());
    }
  }

  private static Shape read(String text) {
    int line = text.indexOf('\n');
    var head = text.substring(0, line);
    int colon = head.lastIndexOf(": ");
    var body = at(text.substring(line + 1));
    var before = PART.split(body, 2)[0];
    return new Shape(
        head.substring(0, colon),
        head.substring(colon + 2),
        ends(head, before),
        ends(head, part(body, "after", before)),
        part(body, "told", ""),
        part(body, "refused", "").stripTrailing());
  }

  private static String part(String body, String name, String otherwise) {
    int start = body.indexOf("## " + name + "\n");
    return start < 0 ? otherwise : PART.split(body.substring(start + name.length() + 4), 2)[0];
  }

  private static String at(String text) {
    return text.replace("ECR/", HOST + "/");
  }

  private static String ends(String head, String text) {
    return head.startsWith("windows line ends") ? text.replace("\n", "\r\n") : text;
  }

  /** The file with its images moved. */
  Rewritten rewritten() {
    return rewritten(before);
  }

  /** Another text of that name with its images moved. */
  Rewritten rewritten(String text) {
    return new Rewriter(CACHE, List.of(), Map.of(), false)
        .rewrite(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What is told of images, a line each. */
  static String told(Rewritten rewritten) {
    return rewritten.images().stream()
        .map(
            it ->
                "%d: %s%s\n"
                    .formatted(
                        it.line(),
                        it.image(),
                        it.cached()
                            .map(" -> "::concat)
                            .orElse((it.known() ? ": " : ": left: ") + it.reason().orElse(""))))
        .collect(Collectors.joining());
  }

  @Override
  public String toString() {
    return name + ", " + title;
  }
}
