package dev.ecrcache.operate.contents;

import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.AwsSession;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ListPullTimeUpdateExclusionsRequest;
import software.amazon.awssdk.services.ecr.model.ScanType;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Whose pulls ECR does not record as the last pull of an image.
 *
 * @param session of the account
 * @param ecr its client
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegisterPullTimeUpdateExclusion.html">RegisterPullTimeUpdateExclusion</a>
 */
public record PullRecording(AwsSession session, EcrClient ecr) {
  /** Stands for whoever asks. */
  public static final String SELF = "self";

  /** Stands for the role with which Amazon Inspector scans. */
  public static final String INSPECTOR = "inspector";

  private static final String LIST = "ecr:ListPullTimeUpdateExclusions";
  private static final Pattern ASSUMED =
      Pattern.compile("arn:([a-z-]+):sts::([0-9]{12}):assumed-role/([^/]+)/.*");
  private static final Pattern PRINCIPAL =
      Pattern.compile("arn:[a-z-]+:iam::[0-9]{12}:(role|user)/.+");
  private static final String INSPECTOR_ROLE =
      "arn:%s:iam::%s:role/aws-service-role/inspector2.amazonaws.com/"
          + "AWSServiceRoleForAmazonInspector2";

  /**
   * Whether ECR does not record what this session pulls; false too if the session may not know.
   *
   * @throws AwsRefusalException if ECR is asked too much
   */
  public boolean passesOver() {
    var known = session.ask(LIST, this::excludedIfTold);
    return !known.isEmpty() && has(known, own());
  }

  private List<String> excludedIfTold() {
    try {
      return excluded();
    } catch (EcrException e) {
      if (e.isThrottlingException()) {
        throw e;
      }
      // The permission is asked for by the documents, and nothing is lost without it.
      return List.of();
    }
  }

  /**
   * Of principals, the ARNs of those whose pulls are recorded still.
   *
   * @param named {@link #SELF}, {@link #INSPECTOR}, or ARNs
   * @throws AwsRefusalException if ECR does not tell
   */
  public List<String> recorded(List<String> named, EcrRegistry registry) {
    var excluded = session.ask(LIST, this::excluded);
    return named.stream()
        .map(it -> principal(it, registry))
        .distinct()
        .filter(it -> !has(excluded, it))
        .toList();
  }

  /**
   * Has ECR no longer record the pulls of a principal.
   *
   * @throws AwsRefusalException if it refuses
   */
  public void exclude(String principal) {
    session.ask(
        "ecr:RegisterPullTimeUpdateExclusion",
        () -> ecr.registerPullTimeUpdateExclusion(it -> it.principalArn(principal)));
  }

  /** Whether a text means a principal. */
  public static boolean isPrincipal(String named) {
    return named.equals(SELF) || named.equals(INSPECTOR) || PRINCIPAL.matcher(named).matches();
  }

  private String principal(String named, EcrRegistry registry) {
    if (named.equals(SELF)) {
      return own();
    }
    return named.equals(INSPECTOR)
        ? INSPECTOR_ROLE.formatted(registry.partition().id(), registry.accountId())
        : named;
  }

  private List<String> excluded() {
    var all = new ArrayList<String>();
    var request = ListPullTimeUpdateExclusionsRequest.builder().build();
    for (String token = ""; token != null; ) {
      var from = token.isEmpty() ? null : token;
      var page = ecr.listPullTimeUpdateExclusions(request.toBuilder().nextToken(from).build());
      all.addAll(page.pullTimeUpdateExclusions());
      token = page.nextToken();
    }
    return all;
  }

  /**
   * Whether Amazon Inspector scans the registry and its scans are recorded; false too if unknown.
   */
  public boolean inspectorCounts(EcrRegistry registry) {
    try {
      var scanning = ecr.getRegistryScanningConfiguration(it -> {}).scanningConfiguration();
      return scanning.scanType() == ScanType.ENHANCED
          && !has(excluded(), principal(INSPECTOR, registry));
    } catch (EcrException e) {
      return false;
    }
  }

  /** Of a role, without its path: the session's ARN does not tell it. */
  private String own() {
    try (var sts = session.client(StsClient.builder())) {
      var arn = session.ask("sts:GetCallerIdentity", () -> sts.getCallerIdentity(it -> {}).arn());
      var assumed = ASSUMED.matcher(arn);
      return assumed.matches()
          ? "arn:%s:iam::%s:role/%s".formatted(assumed.group(1), assumed.group(2), assumed.group(3))
          : arn;
    }
  }

  /** Role names are unique in an account, whatever their paths. */
  private static boolean has(List<String> excluded, String principal) {
    return excluded.stream().anyMatch(it -> withoutPath(it).equals(withoutPath(principal)));
  }

  private static String withoutPath(String arn) {
    return arn.replaceFirst(":(role|user)/.*/", ":$1/");
  }
}
