package dev.ecrcache;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecrcache.PolicySimulator.Kind;
import dev.ecrcache.PolicySimulator.Principal;
import dev.ecrcache.PolicySimulator.Resource;
import dev.ecrcache.image.EcrRegistry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Everybody and everything of the matrix, by the names that it uses. */
record Landscape(DeployedPolicies policies) {
  private static final String HOST = Recorder.ACCOUNT;
  private static final String WORKLOAD = "333333333333";
  private static final String UPSTREAM = "555555555555";
  private static final String OUTSIDE = "999999999999";
  private static final String ORGANIZATION = "o-a1b2c3d4e5";
  private static final JsonNode EVERYTHING =
      DeployedPolicies.parse(
          """
          {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""");

  /** AWSECRPullThroughCache_ServiceRolePolicy, as far as it is about secrets. */
  private static final JsonNode SERVICE_LINKED =
      DeployedPolicies.parse(
          """
          {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
          "Action":"secretsmanager:GetSecretValue",
          "Resource":"arn:aws*:secretsmanager:*:*:secret:ecr-pullthroughcache/*",
          "Condition":{"StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}}}]}""");

  /** The repositories that exist and were made from a template. */
  private static final Set<String> CACHED =
      Set.of("docker-hub/library/alpine", "k8s/pause", "base/app");

  Principal principal(String who) {
    return switch (who) {
      case "node of the hosting account" -> role(HOST, "nodes", document("Policy nodes.policy"));
      case "node of a workload account" -> role(WORKLOAD, "nodes", workloadNodes());
      case "node outside the organisation" -> role(OUTSIDE, "nodes", workloadNodes());
      case "other role of the hosting account" -> role(HOST, "other");
      case "other role of a workload account" -> role(WORKLOAD, "other");
      case "administrator of the hosting account" -> role(HOST, "admin", EVERYTHING);
      case "administrator of a workload account" -> role(WORKLOAD, "admin", EVERYTHING);
      case "administrator outside the organisation" -> role(OUTSIDE, "admin", EVERYTHING);
      case "anybody" -> new Principal(null, null, Map.of(), List.of());
      case "Lambda of a workload account" ->
          service("lambda", WORKLOAD, arn("lambda", WORKLOAD, "function:app"));
      case "ECR's templates, of this account" -> service("ecr", HOST, ecr(HOST));
      case "ECR's templates, of another account" -> service("ecr", OUTSIDE, ecr(OUTSIDE));
      case "ECR's cache, of this account" -> service("pullthroughcache.ecr", HOST, ecr(HOST));
      case "ECR's cache, of another account" ->
          service("pullthroughcache.ecr", OUTSIDE, ecr(OUTSIDE));
      case "ECR with the templates' role" ->
          role(HOST, "cache-templates", document("RolePolicy cache-templates.policy"));
      case "ECR with the upstream's role" ->
          role(HOST, "cache-upstream-base", document("RolePolicy cache-upstream-base.policy"));
      case "ECR's service-linked role" ->
          role(
              HOST,
              "aws-service-role/pullthroughcache.ecr.amazonaws.com/AWSServiceRoleForECRPullThroughCache",
              SERVICE_LINKED);
      default -> throw new AssertionError("who is " + who);
    };
  }

  Resource resource(String what) {
    return switch (what) {
      case "registry" ->
          new Resource(Kind.REGISTRY, "*", HOST, policies.resourcePolicy(null, Optional.empty()));
      case "another Region" ->
          new Resource(
              Kind.REPOSITORY,
              arn("ecr", HOST, "repository/docker-hub/library/alpine").replaceFirst("-1:", "-2:"),
              HOST,
              null);
      case "key", "another key" ->
          new Resource(
              Kind.KEY, arn("kms", HOST, "key/" + what.replace(' ', '-')), HOST, openToHost("kms"));
      case "secret" ->
          new Resource(
              Kind.SECRET,
              arn("secretsmanager", HOST, "secret:ecr-pullthroughcache/docker-hub-AbCdEf"),
              HOST,
              document("SecretPolicy cache-docker-hub.policy"));
      case "templates' role" ->
          trusting("cache-templates", document("Role cache-templates.assumeRolePolicy"));
      case "upstream's role" ->
          trusting("cache-upstream-base", document("Role cache-upstream-base.assumeRolePolicy"));
      default ->
          what.startsWith("upstream ")
              ? upstream(what.substring("upstream ".length()))
              : repository(what);
    };
  }

  private Resource repository(String name) {
    var arn = policies.registry().repositoryArn(name);
    var prefix = name.substring(0, name.indexOf('/'));
    var own =
        List.of(prefix, "ROOT").stream()
            .map("RepositoryCreationTemplate cache-%s.repositoryPolicy"::formatted)
            .filter(it -> CACHED.contains(name) && document(it) != null)
            .findFirst();
    return new Resource(Kind.REPOSITORY, arn, HOST, policies.resourcePolicy(arn, own));
  }

  /** A repository whose owner leaves everything to the hosting account. */
  private Resource upstream(String name) {
    var arn = new EcrRegistry(UPSTREAM, policies.registry().region()).repositoryArn(name);
    return new Resource(Kind.REPOSITORY, arn, UPSTREAM, openToHost("ecr"));
  }

  private Resource trusting(String role, JsonNode trust) {
    return new Resource(Kind.ROLE, iam(HOST, "role/" + role), HOST, trust);
  }

  private Principal role(String account, String name, JsonNode... policies) {
    var arn = iam(account, "role/" + name);
    var organization = account.equals(OUTSIDE) ? "o-zzzzzzzzzz" : ORGANIZATION;
    var context =
        context(
            Map.of(
                "aws:PrincipalArn", arn,
                "aws:PrincipalAccount", account,
                "aws:PrincipalOrgID", organization,
                "aws:PrincipalOrgPaths", List.of(organization + "/r-root/ou-root-workloads/"),
                "aws:PrincipalIsAWSService", "false"));
    return new Principal(
        arn, account, context, Arrays.stream(policies).filter(Objects::nonNull).toList());
  }

  /** A service that acts for a resource of an account. */
  private Principal service(String name, String account, String source) {
    var service = name + ".amazonaws.com";
    var context =
        context(
            Map.of(
                "aws:PrincipalServiceName", service,
                "aws:PrincipalIsAWSService", "true",
                "aws:SourceAccount", account,
                "aws:SourceArn", source,
                "aws:SourceOrgID", account.equals(OUTSIDE) ? "o-zzzzzzzzzz" : ORGANIZATION));
    return new Principal(service, null, context, List.of());
  }

  private Map<String, Object> context(Map<String, Object> own) {
    var context = new HashMap<>(own);
    context.put("aws:SecureTransport", "true");
    context.put("aws:RequestedRegion", policies.registry().region());
    return context;
  }

  /** The policy of a resource that leaves everything to the hosting account's own policies. */
  private JsonNode openToHost(String service) {
    return DeployedPolicies.parse(
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"%s"},
        "Action":"%s:*","Resource":"*"}]}"""
            .formatted(iam(HOST, "root"), service));
  }

  private JsonNode document(String name) {
    return policies.document(name);
  }

  private JsonNode workloadNodes() {
    return document(DeployedPolicies.WORKLOAD + "Policy nodes.policy");
  }

  private String ecr(String account) {
    return new EcrRegistry(account, policies.registry().region())
        .repositoryArn("docker-hub/library/alpine");
  }

  private String arn(String service, String account, String resource) {
    return "arn:%s:%s:%s:%s:%s"
        .formatted(partition(), service, policies.registry().region(), account, resource);
  }

  private String iam(String account, String resource) {
    return "arn:%s:iam::%s:%s".formatted(partition(), account, resource);
  }

  private String partition() {
    return policies.registry().partition().id();
  }
}
