package dev.ecrcache.operate.doctor;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the kubelet says of a pull that fails, and what it means where images come from a
 * pull-through cache. The first that a text matches is meant.
 */
public enum Symptom {
  NO_LOGIN(
      "no basic auth credentials|authorization failed: no basic auth",
      "no basic auth credentials",
      "the node got no login for the registry: its role may not ecr:GetAuthorizationToken, the"
          + " endpoint ecr.api is not reached, or the kubelet's credential provider does not match"
          + " the host",
      "doctor IMAGE --role ARN --vpc ID",
      "name the role under nodes.roles; with containerd's mirrors, add the host to matchImages"),
  EXPIRED_LOGIN(
      "authorization token has expired",
      "Your authorization token has expired. Reauthenticate and try again.",
      "the login is older than twelve hours",
      "login",
      "log in again; on a node, restart the kubelet whose credential provider has stopped"),
  UPSTREAM_LOGIN(
      "authentication to the upstream registry failed",
      "The authentication to the upstream registry failed",
      "ECR cannot log in upstream, or Docker Hub has no such repository: library/ is for official"
          + " images alone",
      "doctor IMAGE",
      "store a login that works in the rule's secret; write official images below library/, and no"
          + " others"),
  NO_RESOURCE_POLICY(
      "no resource-based policy allows",
      "because no resource-based policy allows the ecr:BatchGetImage action",
      "the cache's account lets this one not pull: neither the registry's policy nor the"
          + " repository's names it",
      "doctor --stack-file FILE",
      "give access in the cache's stack file; doctor --fix for repositories older than that"),
  NO_IDENTITY_POLICY(
      "no identity-based policy allows|explicit deny in",
      "because no identity-based policy allows the ecr:BatchGetImage action",
      "the node's role may not pull",
      "doctor IMAGE --role ARN",
      "name the role under nodes.roles of its account's stack file"),
  TOO_MANY_REQUESTS(
      "toomanyrequests|429 Too Many Requests",
      "429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate"
          + " limit",
      "of docker.io, the image is not pulled from the cache; of the cache, its login's limit is"
          + " reached, or ECR's rate",
      "audit",
      "have the image come from the cache: ecr-cache values; give the rule's secret a paid account"),
  UPSTREAM_STORAGE(
      "(cloudflare\\.docker\\.com|r2\\.cloudflarestorage\\.com).*(i/o timeout|EOF|refused|reset)",
      "Get \"https://production.cloudflare.docker.com/…\": dial tcp: i/o timeout",
      "ECR has not imported the layer yet and sends the node to the upstream's storage, which a"
          + " private subnet does not reach (containers-roadmap#2304)",
      "doctor --vpc ID",
      "have the image imported before nodes need it: ecr-cache warm; or add a NAT gateway"),
  LAYER_TIMEOUT(
      "(httpReadSeeker|starport-layer-bucket|s3[.-]).*(i/o timeout|refused|deadline exceeded)",
      "failed to copy: httpReadSeeker: failed open: failed to do request: Get"
          + " \"https://prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com/…\": dial"
          + " tcp: i/o timeout",
      "the node reaches ECR and not S3, where the layers are",
      "doctor --vpc ID",
      "make a gateway endpoint for S3 in the subnet's route table"),
  REGISTRY_TIMEOUT(
      "(dkr[.-]ecr|api\\.ecr).*(i/o timeout|deadline exceeded|no such host|connection refused)",
      "failed to do request: Head \"https://….dkr.ecr.eu-west-1.amazonaws.com/v2/…\": dial tcp:"
          + " i/o timeout",
      "the node does not reach ECR: no route to the internet, and no endpoint ecr.dkr or one that"
          + " lets nobody in",
      "doctor --vpc ID",
      "make interface endpoints for ecr.api and ecr.dkr with private DNS and port 443 open"),
  NO_PLATFORM(
      "no match(ing manifest)? for (platform|linux|windows)",
      "no match for platform in manifest: not found",
      "the image has no manifest for the node's processor",
      "doctor IMAGE",
      "choose an image for it, or nodes of another architecture"),
  LAYER_NOT_FOUND(
      "httpReadSeeker.*(404 Not Found|not found)|blob unknown",
      "failed to copy: httpReadSeeker: failed open: content at https://… not found",
      "a layer or a platform's manifest is not in the cache: the import did not end",
      "doctor IMAGE",
      "pull the tag once more, or delete the image in ECR and pull the tag"),
  FORBIDDEN(
      "403 Forbidden",
      "failed to resolve reference: unexpected status from HEAD request to"
          + " https://….dkr.ecr.eu-west-1.amazonaws.com/v2/…: 403 Forbidden",
      "the node is logged in and may not pull: its role, the registry's policy or an endpoint's"
          + " policy; or its token is of another Region",
      "doctor IMAGE --role ARN --vpc ID",
      "allow what docs/permissions.md lists for nodes"),
  INVALID_NAME(
      "couldn't parse image name|invalid reference format|InvalidImageName",
      "couldn't parse image name: invalid reference format",
      "the reference is malformed, often a host that stands twice in it",
      "image REF",
      "write what ecr-cache image prints"),
  NOT_FOUND(
      "not found|manifest unknown|repository does not exist|name unknown",
      "failed to resolve reference: ….dkr.ecr.eu-west-1.amazonaws.com/…: not found",
      "ECR did not import the image: no rule has the prefix, the role may not import or create, the"
          + " template's role may not, a digest was never pulled by its tag, or the upstream has"
          + " none",
      "doctor IMAGE --role ARN",
      "what the step says at which the pull ends");

  private final Pattern pattern;
  private final String said;
  private final String cause;
  private final String command;
  private final String cure;

  Symptom(String pattern, String said, String cause, String command, String cure) {
    this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    this.said = said;
    this.cause = cause;
    this.command = command;
    this.cure = cure;
  }

  /** What is meant by what the kubelet says; empty if that is none of these. */
  public static Optional<Symptom> of(String text) {
    return Stream.of(values()).filter(it -> it.pattern.matcher(text).find()).findFirst();
  }

  /** The words of the kubelet, {@code …} for what differs. */
  public String said() {
    return said;
  }

  /** What is most likely wrong. */
  public String cause() {
    return cause;
  }

  /** The command of ecr-cache that finds out. */
  public String command() {
    return command;
  }

  /** What to do. */
  public String cure() {
    return cure;
  }
}
