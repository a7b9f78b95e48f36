package dev.ecrcache.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;

/**
 * One statement of an IAM policy document. Elements that are {@code null} are left out of the JSON.
 *
 * <p>{@code principal}, {@code action}, {@code resource} and their negations are typed {@code
 * Object} because IAM takes both a text and a list or block there; statements made in this package
 * use lists.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html">IAM
 *     JSON policy elements: Statement</a>
 */
@JsonNaming(UpperCamelCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Statement(
    String sid,
    String effect,
    Object principal,
    Object notPrincipal,
    Object action,
    Object notAction,
    Object resource,
    Object notResource,
    Map<String, Map<String, Object>> condition) {

  /** A statement of an identity policy: what the holder may do. */
  static Statement allow(String sid, List<String> actions, List<String> resources) {
    return new Statement(sid, "Allow", null, null, actions, null, resources, null, null);
  }

  /** The same for whoever {@code principal} names, as resource policies say it. */
  Statement to(Object principal) {
    return new Statement(sid, effect, principal, null, action, null, resource, null, condition);
  }

  /** The same, limited to requests whose {@code key} equals {@code value}. */
  Statement whenEquals(String key, String value) {
    return when("StringEquals", key, value);
  }

  /** The same, limited to requests whose {@code key} compares with {@code value}. */
  Statement when(String operator, String key, Object value) {
    return new Statement(
        sid,
        effect,
        principal,
        null,
        action,
        null,
        resource,
        null,
        Map.of(operator, Map.of(key, value)));
  }
}
