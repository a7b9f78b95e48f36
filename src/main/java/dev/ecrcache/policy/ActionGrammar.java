package dev.ecrcache.policy;

import dev.ecrcache.image.Quoted;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a statement of ECR's policies is about: actions of ECR, in any case, with {@code *} and
 * {@code ?} as wildcards.
 *
 * <p>A name that is no action grants or denies nothing, without a word. A misspelling is likelier
 * than an action that is newer than this program, so the name is refused; with a wildcard behind it
 * an action is taken that is not known here.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html">IAM
 *     JSON policy elements: Action</a>
 */
final class ActionGrammar {
  private static final String SERVICE = "ecr:";
  private static final Pattern NAME = Pattern.compile("[A-Za-z*?]+");

  private ActionGrammar() {}

  static void check(Element actions) {
    actions.each().forEach(ActionGrammar::checkOne);
  }

  private static void checkOne(Element action) {
    var text = action.text();
    if (text.equals("*")) {
      return;
    }
    var quoted = Quoted.of(text);
    if (!text.contains(":")) {
      var name = EcrActions.meant(text).or(() -> Optional.of("BatchGetImage")).orElseThrow();
      throw action.refusal("%s names no service; write it as ecr:%s".formatted(quoted, name));
    }
    action.check(
        text.regionMatches(true, 0, SERVICE, 0, SERVICE.length()),
        quoted + " is an action of another service; ECR's policies are about those of ecr");
    var name = text.substring(SERVICE.length());
    action.check(
        NAME.matcher(name).matches(),
        quoted + " is not an action, which is letters and the wildcards * and ?");
    if (!EcrActions.matches(name)) {
      checkUnknown(action, name, quoted);
    }
  }

  private static void checkUnknown(Element action, String name, String quoted) {
    if (name.contains("*") || name.contains("?")) {
      EcrActions.meantBeginning(name)
          .ifPresent(
              begin -> {
                throw action.refusal(
                    "%s matches no known action of ECR; did you mean ecr:%s*"
                        .formatted(quoted, begin));
              });
      return;
    }
    throw action.refusal(
        "%s is no known action of ECR; %sone that is newer than this program takes a wildcard: ecr:%s*"
            .formatted(
                quoted,
                EcrActions.meant(name).map("did you mean ecr:%s? Else, "::formatted).orElse(""),
                name));
  }
}
