package dev.ecrcache.rewrite;

import dev.ecrcache.rewrite.DockerfileReader.Instruction;
import dev.ecrcache.rewrite.DockerfileReader.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the images of a Dockerfile: of {@code FROM}, {@code COPY --from}, {@code RUN
 * --mount=from=}, of defaults of {@code ARG} from which they are made, and of the directive {@code
 * syntax}. What is a stage or {@code scratch} is none.
 */
final class DockerfileImages {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)(?::?[-+?][^}]*)?})");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final Kind kind;
  private final DockerfileReader reader;
  private final Map<String, Word> defaults = new LinkedHashMap<>();
  private final Map<String, Integer> uses = new HashMap<>();
  private final Map<String, Integer> moves = new HashMap<>();
  private final Map<Integer, String> arguments = new HashMap<>();
  private final Set<String> stages = new HashSet<>();
  private final List<Spot> spots = new ArrayList<>();

  private DockerfileImages(Kind kind, String text) {
    this.kind = kind;
    reader = DockerfileReader.of(text);
  }

  /**
   * The images of a Dockerfile.
   *
   * @param kind what it is a part of
   * @throws IllegalArgumentException if it cannot be read
   */
  static List<Spot> of(Kind kind, String text) {
    return new DockerfileImages(kind, text).find();
  }

  private List<Spot> find() {
    reader.syntax().ifPresent(it -> image(it));
    arguments();
    for (var instruction : reader.instructions()) {
      switch (instruction.name()) {
        case "FROM" -> from(instruction);
        case "COPY" ->
            flags(instruction, "--from=").forEach(it -> imageUnlessStage(it.after("--from=")));
        case "RUN" -> flags(instruction, "--mount=").forEach(this::mount);
        default -> {}
      }
    }
    return spots.stream().map(this::unlessUsedOtherwise).toList();
  }

  /** The arguments before the first stage, how often each is used, and the names of all stages. */
  private void arguments() {
    boolean before = true;
    for (var instruction : reader.instructions()) {
      if (instruction.name().equals("FROM")) {
        before = false;
        var words = instruction.words();
        words.forEach(it -> count(it.text()));
        int as = words.size() - 2;
        if (as > 0 && words.get(as).text().equalsIgnoreCase("AS")) {
          stages.add(words.get(as + 1).text().toLowerCase(Locale.ROOT));
        }
      } else if (instruction.name().equals("ARG")) {
        for (var word : instruction.words()) {
          argument(word, before);
        }
      }
    }
  }

  private void argument(Word word, boolean before) {
    int equals = word.text().indexOf('=');
    if (before && equals > 0) {
      var name = word.text().substring(0, equals);
      defaults.put(name, DockerfileReader.unquoted(word.after(name + "=")));
      count(word.text());
    } else if (!before && equals < 0) {
      // It has the value in a stage too, where it may be for anything.
      uses.merge(word.text(), 1, Integer::sum);
    }
  }

  private void count(String text) {
    VARIABLE
        .matcher(text)
        .results()
        .forEach(
            it -> uses.merge(it.group(1) == null ? it.group(2) : it.group(1), 1, Integer::sum));
  }

  private void from(Instruction from) {
    from.words().stream()
        .filter(it -> !it.text().startsWith("--"))
        .findFirst()
        .filter(it -> !it.text().equalsIgnoreCase("scratch"))
        .ifPresent(this::imageUnlessStage);
  }

  private static List<Word> flags(Instruction instruction, String flag) {
    return instruction.words().stream()
        .takeWhile(it -> it.text().startsWith("--"))
        .filter(it -> it.text().startsWith(flag))
        .toList();
  }

  private void mount(Word mount) {
    int at = "--mount=".length();
    for (var option : mount.text().substring(at).split(",", -1)) {
      if (option.startsWith("from=")) {
        imageUnlessStage(new Word(mount.start() + at, option, mount.whole()).after("from="));
      }
      at += option.length() + 1;
    }
  }

  private void imageUnlessStage(Word word) {
    var image = DockerfileReader.unquoted(word);
    if (!isStage(image.text()) && !NUMBER.matcher(image.text()).matches()) {
      image(image);
    }
  }

  /** Whether a text is the name of a stage, or may be one for some values of its variables. */
  private boolean isStage(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    if (stages.contains(lower)) {
      return true;
    }
    var variable = VARIABLE.matcher(text);
    if (!variable.find() || text.indexOf('/') >= 0 || text.indexOf(':') >= 0) {
      return false;
    }
    var fixed = new StringBuilder();
    int end = 0;
    do {
      fixed.append(Pattern.quote(lower.substring(end, variable.start()))).append(".+");
      end = variable.end();
    } while (variable.find());
    var pattern = Pattern.compile(fixed.append(Pattern.quote(lower.substring(end))).toString());
    var only = defaultOf(text).map(it -> it.text().toLowerCase(Locale.ROOT));
    return only.isPresent()
        ? stages.contains(only.get()) || only.get().equals("scratch")
        : !fixed.toString().equals("\\Q\\E.+\\Q\\E")
            && stages.stream().anyMatch(it -> pattern.matcher(it).matches());
  }

  private void image(Word image) {
    if (image.text().isEmpty()) {
      return;
    }
    if (!image.whole()) {
      spots.add(Spot.left(kind, image.start(), image.text(), "is written over several lines"));
    } else {
      spots.add(
          ofDefault(image).orElseGet(() -> ImageTemplate.spot(kind, image.start(), image.text())));
    }
  }

  /** The spot of an image that the default of an argument is, or begins with. */
  private Optional<Spot> ofDefault(Word image) {
    var variable = VARIABLE.matcher(image.text());
    if (!variable.lookingAt() || ImageTemplate.nameEnd(image.text()) < variable.end()) {
      return Optional.empty();
    }
    var name = variable.group(1) == null ? variable.group(2) : variable.group(1);
    var value = defaults.get(name);
    if (value == null || value.text().isEmpty()) {
      return variable.group().contains("-")
          ? Optional.empty()
          : Optional.of(
              Spot.left(
                  kind, image.start(), image.text(), "ARG %s has no default".formatted(name)));
    }
    arguments.put(value.start(), name);
    moves.merge(name, 1, Integer::sum);
    if (variable.end() == image.text().length()) {
      return Optional.of(ImageTemplate.spot(kind, value.start(), value.text()));
    }
    int end = ImageTemplate.nameEnd(image.text());
    var tail = image.text().substring(variable.end(), end);
    if (ImageTemplate.hasVariable(value.text() + tail)
        || !tail.isEmpty() && !tail.startsWith("/")) {
      return Optional.empty();
    }
    var whole = value.text() + tail;
    return Optional.of(
        new Spot(
            kind,
            value.start(),
            value.start() + value.text().length(),
            whole + image.text().substring(end),
            whole,
            ImageTemplate.before(tail),
            Optional.empty()));
  }

  private Optional<Word> defaultOf(String text) {
    var variable = VARIABLE.matcher(text);
    return variable.matches()
        ? Optional.ofNullable(
            defaults.get(variable.group(1) == null ? variable.group(2) : variable.group(1)))
        : Optional.empty();
  }

  /** What an argument is by default is moved only if it is for nothing else. */
  private Spot unlessUsedOtherwise(Spot spot) {
    var name = arguments.get(spot.start());
    return name != null && uses.getOrDefault(name, 0) > moves.getOrDefault(name, 0)
        ? spot.left("ARG %s is used for something else too".formatted(name))
        : spot;
  }
}
