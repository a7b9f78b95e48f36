package dev.ecrcache.image;

import java.util.List;
import java.util.Random;

/** Image references by chance: valid ones, and texts that are a few slips away from one. */
public final class RandomReferences {
  private static final List<String> REGISTRIES =
      List.of("", "", "", "docker.io/", "index.docker.io/", "localhost/", "localhost:5000/");
  private static final List<String> PIECES =
      List.of(
          "/",
          ":",
          "@",
          ".",
          "_",
          "__",
          "-",
          "--",
          "A",
          "a",
          "0",
          "%",
          " ",
          "\n",
          "\u0000",
          "é",
          "[",
          "]",
          "[::1]",
          "localhost",
          "docker.io/",
          "index.docker.io/",
          "library/",
          "sha256:",
          "@sha512:",
          "://",
          "\ud800");

  private final Random random;

  public RandomReferences(Random random) {
    this.random = random;
  }

  public String valid() {
    StringBuilder text = new StringBuilder(registry());
    text.append(part());
    for (int i = random.nextInt(3); i > 0; i--) {
      text.append('/').append(part());
    }
    if (random.nextBoolean()) {
      text.append(':').append(any("aZ09_", 1)).append(any("aZ09_.-", random.nextInt(20)));
    }
    if (random.nextInt(4) == 0) {
      int size = 64 + 32 * random.nextInt(3);
      text.append("@sha").append(size * 4).append(':').append(any("0123456789abcdef", size));
    }
    return text.toString();
  }

  public String mutated() {
    StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "" : valid());
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
        case 1 -> text.insert(at, text.substring(random.nextInt(at + 1), at));
        default -> text.insert(at, one(PIECES));
      }
    }
    return text.toString();
  }

  private String registry() {
    return switch (random.nextInt(4)) {
      case 0 -> label() + "." + label() + port() + "/";
      case 1 -> "[" + any("0fA", 1 + random.nextInt(4)) + "::1]" + port() + "/";
      default -> one(REGISTRIES);
    };
  }

  private String port() {
    return random.nextBoolean() ? "" : ":" + any("0123456789", 1 + random.nextInt(5));
  }

  private String label() {
    return any("aZ0", 1)
        + (random.nextBoolean() ? "" : any("aZ0-", random.nextInt(6)) + any("aZ0", 1));
  }

  private String part() {
    StringBuilder part = new StringBuilder(any("az09", 1 + random.nextInt(4)));
    for (int i = random.nextInt(3); i > 0; i--) {
      part.append(one(List.of(".", "_", "__", "-", "---")))
          .append(any("az09", 1 + random.nextInt(3)));
    }
    return part.toString();
  }

  private String any(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private String one(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
