package dev.ecrcache.overlay;

import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.Upstream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells texts that name images from those that do not. */
final class ImageText {
  private static final Pattern POSSIBLE = Pattern.compile("[\\p{Alnum}\\[][\\w./:@\\[\\]-]*");
  private static final Pattern FILE =
      Pattern.compile("\\.(png|jpe?g|gif|svg|ico|webp|bmp|iso|img|qcow2|tar|tgz|gz|ya?ml|json)$");
  private static final Pattern KEY =
      Pattern.compile(
          "(?i)image|.*(?:[a-z0-9]I|[_-](?i:i)|I)mage(?:[_-]?(?i:name))?|.*_IMAGE|(?i:image[_-]?name)");
  private static final Pattern PICTURE =
      Pattern.compile(
          "(?i)(os|machine|disk|ami|vm|boot|iso|cloud|background|logo|icon|cover|banner|hero"
              + "|splash|profile|social|favicon|preview)[_-]?image([_-]?(name|id))?");
  private static final Set<String> WORDS =
      Set.of("none", "default", "auto", "disabled", "enabled", "true", "false", "latest", "null");
  private static final String FLAG = "--?[A-Za-z0-9.-]*(?:image|reloader)[A-Za-z0-9.-]*";
  private static final Pattern ARGUMENT = Pattern.compile("(" + FLAG + "=)(.+)");

  private static final String REPOSITORY = "[a-z0-9]+(?:[._/-]+[a-z0-9]+)*";
  private static final String SUFFIX = "(?::\\w[\\w.-]*\\w|:\\w)?(?:@sha256:[0-9a-f]{64})?";
  private static final Pattern WITH_HOST =
      Pattern.compile(
          "(?<![\\w./:@-])((?:[a-z0-9-]+\\.)+[a-z]{2,})/(" + REPOSITORY + ")(" + SUFFIX + ")");
  private static final Pattern OF_KEY =
      Pattern.compile(
          "(?<![\\w.-])[\"']?(\\w{0,40}[iI]mage)[\"']?:[ \\t]*[\"']?((?:"
              + REPOSITORY
              + ")"
              + SUFFIX
              + ")(?=[\"'\\s,}]|$)");

  /** A text that stands in another. */
  record Span(int start, String text) {
    int end() {
      return start + text.length();
    }
  }

  private ImageText() {}

  /**
   * The images that a text of any kind names: with a registry that ECR knows, all of it if it is
   * one with a host and a tag, and what a key such as {@code image} has in YAML or JSON.
   */
  static List<Span> in(String text) {
    if (text.indexOf('/') < 0 && text.indexOf("mage") < 0) {
      return List.of();
    }
    var spans = new ArrayList<Span>();
    var hosts = WITH_HOST.matcher(text);
    while (hosts.find()) {
      boolean whole = hosts.group().equals(text.trim());
      boolean known = Upstream.find(hosts.group(1)).isPresent();
      // A label's name looks the same, but for a version.
      boolean versioned = hosts.group(3).matches(".*(\\d|:latest).*");
      if ((known && (whole || !hosts.group(3).isEmpty()) || whole && versioned)
          && parse(hosts.group()).isPresent()) {
        spans.add(new Span(hosts.start(), hosts.group()));
      }
    }
    var keys = OF_KEY.matcher(text);
    while (keys.find()) {
      var span = new Span(keys.start(2), keys.group(2));
      if (isImageKey(keys.group(1))
          && parse(span.text()).filter(ImageText::isPinned).isPresent()
          && spans.stream().allMatch(it -> it.end() <= span.start() || span.end() <= it.start())) {
        spans.add(span);
      }
    }
    spans.sort(Comparator.comparing(Span::start));
    return spans;
  }

  /** Whether a variable of a container hands an image to an operator. */
  static boolean isVariable(String name, String value) {
    return (name.startsWith("RELATED_IMAGE_")
            || name.matches(".*_IMAGE(_NAME)?") && value.indexOf('/') > 0)
        && parse(value).isPresent();
  }

  /** Whether a key is one of an image; {@code osImage} and pictures are not. */
  static boolean isImageKey(String key) {
    boolean possible = key.indexOf("mage") >= 0 || key.indexOf("MAGE") >= 0;
    return possible && KEY.matcher(key).matches() && !PICTURE.matcher(key).matches();
  }

  /** The image that a text names where an image is expected; empty if it names none. */
  static Optional<ImageReference> parse(String text) {
    if (!POSSIBLE.matcher(text).matches() || text.contains("://") || text.endsWith(".git")) {
      return Optional.empty();
    }
    var lower = text.toLowerCase(Locale.ROOT);
    if (WORDS.contains(lower) || FILE.matcher(lower).find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ImageReference.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The image that a text names wherever it stands: with a known registry, and a tag or digest. */
  static Optional<ImageReference> parseAnywhere(String text) {
    return hasKnownRegistry(text) ? parse(text).filter(ImageText::isPinned) : Optional.empty();
  }

  /** Whether an image has a tag or a digest. */
  static boolean isPinned(ImageReference image) {
    return image.tag().isPresent() || image.digest().isPresent();
  }

  /** Whether a text begins with a registry that ECR knows, and goes on. */
  static boolean hasKnownRegistry(String text) {
    int slash = text.indexOf('/');
    return slash > 0 && Upstream.find(text.substring(0, slash)).isPresent();
  }

  /**
   * Whether a text is rather what stands before the names of images than an image, such as {@code
   * docker.io/istio}: on Docker Hub, it would be another one by itself.
   */
  static boolean isPrefix(String text) {
    return hasHost(text)
        && text.indexOf('/') == text.lastIndexOf('/')
        && parse(text)
            .filter(it -> !isPinned(it) && it.repository().startsWith("library/"))
            .isPresent();
  }

  /** Whether a text begins with the host of a registry, known or not. */
  static boolean hasHost(String text) {
    var first = text.split("/", 2)[0];
    return first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
  }

  /**
   * What stands before the image in an argument such as {@code --acme-solver-image=REF} or {@code
   * --prometheus-config-reloader=REF}, the equals sign included; empty in every other text.
   */
  static String flag(String text) {
    if (!text.startsWith("-")) {
      return "";
    }
    var argument = ARGUMENT.matcher(text);
    return argument.matches() && isNamed(argument.group(2)) ? argument.group(1) : "";
  }

  /** Whether an argument such as {@code --image} says that the next one, a text, is an image. */
  static boolean flags(Object argument, String next) {
    return argument instanceof String flag && flag.matches(FLAG) && isNamed(next);
  }

  private static boolean isNamed(String text) {
    return (text.indexOf('/') > 0 || text.indexOf(':') > 0) && parse(text).isPresent();
  }
}
