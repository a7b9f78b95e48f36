package dev.ecrcache.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One statement of a resource policy, as far as its text alone tells: what a condition does is not
 * evaluated.
 *
 * @param name its Sid in quotes, or what it is about
 * @param allows whether it allows; else it denies
 * @param principals whom it names; {@code *} for everybody
 * @param actions actions and patterns of them
 * @param resources ARNs and patterns of them
 * @param hasCondition whether it has a condition
 * @param namesOthers whether it says whom or what it is not about
 */
public record PolicyGrant(
    String name,
    boolean allows,
    Set<String> principals,
    Set<String> actions,
    Set<String> resources,
    boolean hasCondition,
    boolean namesOthers) {
  private static final List<String> PULL =
      List.of("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer");

  /** The statements of a policy, as JSON; none if it is not JSON. */
  public static List<PolicyGrant> of(String policy) {
    try {
      return PolicyForm.statements(policy).stream().map(PolicyGrant::of).toList();
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }

  private static PolicyGrant of(JsonNode statement) {
    var principal = statement.path("Principal");
    return new PolicyGrant(
        PolicyForm.name(statement),
        statement.path("Effect").asText().equals("Allow"),
        PolicyForm.texts(principal.isObject() ? principal.path("AWS") : principal),
        PolicyForm.texts(statement.path("Action")),
        PolicyForm.texts(statement.path("Resource")),
        !statement.path("Condition").isEmpty(),
        statement.has("NotPrincipal") || statement.has("NotAction"));
  }

  /** Whether it allows something to every principal of AWS, of any account. */
  public boolean isOpenToAnybody() {
    return allows && !hasCondition && (principals.contains("*") || namesOthers);
  }

  /** Whether it is about an action, whatever the resource. */
  public boolean covers(String action) {
    return actions.stream().anyMatch(it -> matches(it, action));
  }

  /** Whether it is about an action that every pull takes. */
  public boolean coversPulls() {
    return PULL.stream().anyMatch(this::covers);
  }

  /** Whether it names a resource. */
  public boolean coversResource(String arn) {
    return resources.stream().anyMatch(it -> matches(it, arn));
  }

  /** Whether it names everybody, or this principal. */
  public boolean namesPrincipal(String arn) {
    return principals.contains("*") || principals.contains(arn);
  }

  private static boolean matches(String pattern, String text) {
    var regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(text).matches();
  }
}
