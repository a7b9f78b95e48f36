package dev.ecrcache.policy;

import dev.ecrcache.image.Partition;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a statement is about: everybody, or principals by their kind.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">AWS
 *     JSON policy elements: Principal</a>
 */
final class PrincipalGrammar {
  private static final String EVERYBODY = "*";
  private static final String DOMAIN = "([a-z0-9-]+\\.)+";

  /** A kind of principal: what its values look like, in a pattern and in words. */
  private record Kind(Pattern pattern, String words) {}

  private static final Map<String, Kind> KINDS =
      new TreeMap<>(
          Map.of(
              "AWS",
              new Kind(
                  Pattern.compile(
                      "\\*|[0-9]{12}|%s|(AIDA|AROA)[A-Z0-9]{12,124}".formatted(Pullers.PRINCIPAL)),
                  "\"*\", an account id of 12 digits, or the ARN of an account, a user, a role or a"
                      + " session; IAM takes no patterns in it"),
              "CanonicalUser",
              new Kind(
                  Pattern.compile("[0-9a-f]{64}"), "a canonical user id of 64 hexadecimal digits"),
              "Federated",
              new Kind(
                  Pattern.compile(
                      "arn:aws[a-z-]*:iam::[0-9]{12}:(oidc|saml)-provider/[!-~]+|"
                          + DOMAIN
                          + "[a-z]+"),
                  "an identity provider: its ARN, or a host such as accounts.google.com"),
              "Service",
              new Kind(
                  Pattern.compile(DOMAIN + "(%s)".formatted(suffixes())),
                  "the name of a service, such as lambda.amazonaws.com")));

  private static final String NAMES = String.join(", ", KINDS.keySet());

  private PrincipalGrammar() {}

  private static String suffixes() {
    return Stream.concat(
            Stream.of("aws.internal"), Stream.of(Partition.values()).map(Partition::dnsSuffix))
        .map(Pattern::quote)
        .collect(Collectors.joining("|"));
  }

  static void check(Element principal) {
    if (EVERYBODY.equals(principal.value())) {
      return;
    }
    principal.check(
        principal.value() instanceof Map, "must be \"*\", or a block of %s".formatted(NAMES));
    for (var kind : principal.entries("name " + NAMES)) {
      var name = kind.path().substring(principal.path().length() + 1);
      kind.check(KINDS.containsKey(name), "is no kind of principal; allowed: %s".formatted(NAMES));
      var values = KINDS.get(name);
      kind.each().forEach(value -> value.matching(values.pattern(), values.words()));
    }
  }
}
