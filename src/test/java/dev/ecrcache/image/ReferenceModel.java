package dev.ecrcache.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of <a href="https://pkg.go.dev/github.com/distribution/reference">distribution/
 * reference</a> once more, written as one reads it there; slow, and for comparison only.
 */
final class ReferenceModel {
  private static final String PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:" + LABEL + "(?:[.]" + LABEL + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?|" + PART);
  private static final Pattern REST =
      Pattern.compile(
          ("(%s(?:/%s)*)(?::([a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}))?"
                  + "(?:@(sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}))?")
              .formatted(PART, PART));

  private static final Pattern IMAGE_ID = Pattern.compile("[a-f0-9]{64}");
  private static final Pattern REGISTERED = Pattern.compile("^localhost$|[.:A-Z]");

  private ReferenceModel() {}

  /** Registry, repository, tag and digest with bars between them; empty for no reference. */
  static Optional<String> parts(String text) {
    if (IMAGE_ID.matcher(text).matches()) {
      return Optional.empty();
    }
    String[] cut = text.split("/", 2);
    boolean registered = cut.length == 2 && REGISTERED.matcher(cut[0]).find();
    if (registered && !REGISTRY.matcher(cut[0]).matches()) {
      return Optional.empty();
    }
    String registry =
        registered ? cut[0].replaceFirst("^index[.]docker[.]io$", "docker.io") : "docker.io";
    Matcher rest = REST.matcher(registered ? cut[1] : text);
    if (!rest.matches()) {
      return Optional.empty();
    }
    boolean official = registry.equals("docker.io") && !rest.group(1).contains("/");
    String repository = (official ? "library/" : "") + rest.group(1);
    return repository.length() > 255
        ? Optional.empty()
        : Optional.of(String.join("|", registry, repository, rest.group(2), rest.group(3)));
  }

  static String parts(ImageReference reference) {
    return String.join(
        "|",
        reference.registry(),
        reference.repository(),
        reference.tag().orElse(null),
        reference.digest().orElse(null));
  }
}
