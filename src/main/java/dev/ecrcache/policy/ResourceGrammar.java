package dev.ecrcache.policy;

import dev.ecrcache.image.Partition;
import dev.ecrcache.image.Quoted;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * On what a statement of a registry's policy is: repositories, by their ARNs, with {@code *} and
 * {@code ?} as wildcards and with policy variables.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">IAM
 *     JSON policy elements: Resource</a>
 */
final class ResourceGrammar {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^{}]+}");
  private static final Pattern PARTITION = Pattern.compile("aws(-[a-z]+)*|[a-z*?-]*[*?][a-z*?-]*");
  private static final Pattern REGION = Pattern.compile("[a-z0-9*?-]+");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}|[0-9*?]*[*?][0-9*?]*");
  private static final Pattern NAME = Pattern.compile("[a-z0-9*?._/-]+");
  private static final String REPOSITORY = "repository/";

  private ResourceGrammar() {}

  static void check(Element resources) {
    resources
        .each()
        .forEach(
            resource -> {
              var text = resource.text();
              resource.check(
                  text.equals("*") || names(pattern(text).split(":", 6)),
                  Quoted.of(text)
                      + " names no repositories of ECR; write \"*\" or their ARN, such as"
                      + " arn:aws:ecr:eu-west-1:111111111111:repository/team/*");
            });
  }

  /** Refuses what is in another registry: a statement is about its own. */
  static void checkIn(Optional<String> region, List<String> accounts, Element resources) {
    var partition = region.map(it -> Partition.ofRegion(it).id());
    for (var resource : resources.each()) {
      var parts = pattern(resource.text()).split(":", 6);
      resource.check(
          parts.length == 1
              || reaches(parts[1], partition.stream().toList())
                  && reaches(parts[3], region.stream().toList())
                  && reaches(parts[4], accounts),
          "%s is outside the registry, whose repositories are arn:%s:ecr:%s:%s:repository/*"
              .formatted(
                  Quoted.of(resource.text()),
                  partition.orElse("<partition>"),
                  region.orElse("<region>"),
                  accounts.isEmpty() ? "<account>" : String.join(" or ", accounts)));
    }
  }

  private static boolean reaches(String pattern, List<String> known) {
    return known.isEmpty() || known.stream().anyMatch(text -> matches(pattern, text));
  }

  private static boolean names(String... parts) {
    return parts.length == 6
        && parts[0].equals("arn")
        && PARTITION.matcher(parts[1]).matches()
        && matches(parts[2], "ecr")
        && REGION.matcher(parts[3]).matches()
        && ACCOUNT.matcher(parts[4]).matches()
        && NAME.matcher(parts[5]).matches()
        && canBeRepository(parts[5]);
  }

  private static boolean canBeRepository(String resource) {
    var head = resource.split("[*?]", 2)[0];
    return head.length() < resource.length() && REPOSITORY.startsWith(head)
        || head.startsWith(REPOSITORY) && resource.length() > REPOSITORY.length();
  }

  /** A policy variable stands for whatever the request brings. */
  private static String pattern(String text) {
    return VARIABLE.matcher(text).replaceAll("*");
  }

  private static boolean matches(String pattern, String text) {
    return Pattern.matches(pattern.replace("*", ".*").replace('?', '.'), text);
  }
}
