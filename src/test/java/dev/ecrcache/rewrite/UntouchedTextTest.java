package dev.ecrcache.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.image.ImageReference;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Text outside of images is not touched, whatever it is: by files made at random. */
class UntouchedTextTest {
  private static final Pattern MARKED = Pattern.compile("⟦(.*?)⟧");
  private static final List<String> IMAGES =
      List.of(
          "nginx",
          "redis:7",
          "quay.io/acme/a:1",
          "docker.io/acme/b@sha256:" + "a".repeat(64),
          "ghcr.io/a/b:v1-x",
          "registry.k8s.io/pause:3.10",
          "index.docker.io/nginx");
  private static final List<String> COMMENTS =
      List.of("", " # image: nginx", " #x", "\t# 😀 ünï", "  ", " # 'quote\" {{ $x }}");

  private Random random;

  @RepeatedTest(200)
  void manifest(RepetitionInfo repetition) {
    random = new Random(repetition.getCurrentRepetition());
    var text = new StringBuilder();
    for (int i = 0; i <= random.nextInt(3); i++) {
      text.append("---").append(comment());
      text.append("apiVersion: v1").append(comment());
      text.append("kind: Pod\nspec:").append(comment()).append("  containers:").append(comment());
      int indent = 2 + random.nextInt(3);
      for (int j = 0; j <= random.nextInt(4); j++) {
        text.append(blank());
        text.append(" ".repeat(indent)).append("- name: c").append(j).append(comment());
        text.append(" ".repeat(indent + 2))
            .append("image:")
            .append(" ".repeat(1 + random.nextInt(3)));
        text.append(quoted()).append(comment());
        text.append(" ".repeat(indent + 2))
            .append("command: [a, 'image: nginx', \"b\\n\"]")
            .append(comment());
      }
    }
    check("pod.yaml", text.toString());
  }

  @RepeatedTest(200)
  void compose(RepetitionInfo repetition) {
    random = new Random(repetition.getCurrentRepetition());
    var text = new StringBuilder("services:").append(comment());
    for (int i = 0; i <= random.nextInt(5); i++) {
      text.append(blank()).append("  s").append(i);
      if (random.nextBoolean()) {
        text.append(": { restart: always,").append(" ".repeat(random.nextInt(4)));
        text.append("image: ").append(quoted()).append(", x: [a] }").append(comment());
      } else {
        text.append(":").append(comment()).append("    image: ").append(quoted()).append(comment());
        text.append("    labels: {image: 'nginx'}").append(comment());
      }
    }
    check("compose.yaml", text.toString());
  }

  @RepeatedTest(200)
  void dockerfile(RepetitionInfo repetition) {
    random = new Random(repetition.getCurrentRepetition());
    var text = new StringBuilder();
    for (int i = 0; i <= random.nextInt(5); i++) {
      text.append(one("", "\n", "# FROM nginx\n", "  # x\n"));
      text.append(one("FROM", "from", "From"))
          .append(one(" ", "\t", "  ", " \\\n  ", " \\\n# c\n "));
      text.append(one("", "--platform=linux/amd64 "))
          .append(image())
          .append(one("", " ", "  AS s" + i));
      text.append("\n").append(one("", "RUN echo FROM nginx\n", "RUN <<E\nFROM nginx\nE\n"));
      text.append(one("", "COPY --from=" + image() + " /a /b\n", "COPY --link --from=0 a b\n"));
    }
    check("Dockerfile", text.toString());
  }

  /** Images are between marks in the text, which is written as it is elsewhere. */
  private void check(String name, String marked) {
    var text = random.nextBoolean() ? marked : marked.replace("\n", "\r\n");
    var before = MARKED.matcher(text).replaceAll("$1");
    var after =
        MARKED
            .matcher(text)
            .replaceAll(
                it ->
                    Shape.CACHE
                        .resolve(ImageReference.parse(it.group(1)))
                        .fromEcr()
                        .orElseThrow()
                        .toString());
    var shape = new Shape("", name, before, after, "", "");
    assertEquals(after, shape.rewritten().text());
  }

  private String quoted() {
    return one("", "'", "\"").transform(it -> it + image() + it);
  }

  private String image() {
    return "⟦" + IMAGES.get(random.nextInt(IMAGES.size())) + "⟧";
  }

  private String comment() {
    return COMMENTS.get(random.nextInt(COMMENTS.size())) + "\n";
  }

  private String blank() {
    return one("", "\n", "# image: nginx\n", "   \n");
  }

  private String one(String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
