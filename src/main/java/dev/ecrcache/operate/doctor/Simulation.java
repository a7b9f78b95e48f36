package dev.ecrcache.operate.doctor;

import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.AwsSession;
import dev.ecrcache.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.Role;

/**
 * What IAM's policy simulator says that a role may do by its own policies, its permissions boundary
 * and the organisation's service control policies. Resource policies take no part in it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html">SimulatePrincipalPolicy</a>
 */
final class Simulation {
  private final AwsSession session;
  private final IamClient iam;

  Simulation(AwsSession session, IamClient iam) {
    this.session = session;
    this.iam = iam;
  }

  /**
   * Something that a role may not do.
   *
   * @param explicit whether a statement denies it, which no other policy outweighs
   * @param reason in words, such as {@code no policy of the role allows it}
   */
  record Denial(String action, String resource, boolean explicit, String reason) {}

  /**
   * The role with an ARN or a name; empty if there is none.
   *
   * @throws AwsRefusalException if IAM does not tell
   */
  Optional<Role> role(String arnOrName) {
    var name = arnOrName.substring(arnOrName.lastIndexOf('/') + 1);
    return session.ask(
        "iam:GetRole",
        () -> {
          try {
            return Optional.of(iam.getRole(it -> it.roleName(name)).role());
          } catch (NoSuchEntityException e) {
            return Optional.empty();
          }
        });
  }

  /**
   * What of a document the role may not do.
   *
   * @param needed actions, and resources of which the last part may be a pattern
   * @throws AwsRefusalException if IAM does not tell
   */
  List<Denial> denied(String roleArn, PolicyDocument needed) {
    var denied = new ArrayList<Denial>();
    for (var statement : needed.statement()) {
      for (var resource : texts(statement.resource())) {
        denied.addAll(denied(roleArn, texts(statement.action()), concrete(resource)));
      }
    }
    return denied;
  }

  private List<Denial> denied(String roleArn, List<String> actions, String resource) {
    return session.ask(
        "iam:SimulatePrincipalPolicy",
        () ->
            iam
                .simulatePrincipalPolicyPaginator(
                    it -> it.policySourceArn(roleArn).actionNames(actions).resourceArns(resource))
                .evaluationResults()
                .stream()
                .filter(it -> actions.contains(it.evalActionName()))
                .filter(it -> it.evalDecision() != PolicyEvaluationDecisionType.ALLOWED)
                .map(it -> denial(it, resource))
                .toList());
  }

  private static Denial denial(EvaluationResult result, String resource) {
    var explicit = result.evalDecision() == PolicyEvaluationDecisionType.EXPLICIT_DENY;
    var organizations = result.organizationsDecisionDetail();
    var boundary = result.permissionsBoundaryDecisionDetail();
    String reason;
    if (organizations != null && Boolean.FALSE.equals(organizations.allowedByOrganizations())) {
      reason = "the organisation's service control policies do not allow it";
      explicit = true;
    } else if (boundary != null && Boolean.FALSE.equals(boundary.allowedByPermissionsBoundary())) {
      reason = "the role's permissions boundary does not allow it";
      explicit = true;
    } else {
      reason = explicit ? "a policy denies it" : "no policy of the role allows it";
    }
    return new Denial(result.evalActionName(), resource, explicit, reason);
  }

  /** The simulator takes resources as they are: a pattern would be a repository of that name. */
  private static String concrete(String resource) {
    return resource.endsWith("/*")
        ? resource.substring(0, resource.length() - 1) + "ecr-cache-doctor"
        : resource;
  }

  private static List<String> texts(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }
}
