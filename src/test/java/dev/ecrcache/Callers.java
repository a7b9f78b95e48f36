package dev.ecrcache;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecrcache.PolicySimulator.Principal;
import dev.ecrcache.image.EcrRegistry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Everybody in the matrix, with the condition keys that AWS sets for them. */
record Callers(DeployedPolicies policies) {
  private static final String HOST = Recorder.ACCOUNT;
  private static final String OUTSIDE = "999999999999";

  /** The account of everybody of whom it is said. */
  private static final Map<String, String> ACCOUNTS =
      Map.of(
          "the hosting account", HOST,
          "a workload account", "333333333333",
          "an account below its unit", "222222222222",
          "an account of another unit", "444444444444",
          "an account of a partner", "666666666666",
          "an account outside", OUTSIDE);

  /** The path of each account in its organisation, where it is not outside of ours. */
  private static final Map<String, String> UNITS =
      Map.of(
          HOST,
          "o-a1b2c3d4e5/r-ab12/ou-ab12-00000000/",
          "333333333333",
          "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/",
          "222222222222",
          "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-33333333/",
          "444444444444",
          "o-a1b2c3d4e5/r-ab12/ou-ab12-44444444/");

  private static final JsonNode EVERYTHING =
      DeployedPolicies.parse(
          """
          {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""");

  private static final String SERVICE_ROLE =
      "aws-service-role/pullthroughcache.ecr.amazonaws.com/AWSServiceRoleForECRPullThroughCache";

  /** AWSECRPullThroughCache_ServiceRolePolicy, as far as it is about secrets. */
  private static final JsonNode SERVICE_LINKED =
      DeployedPolicies.parse(
          """
          {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
          "Action":"secretsmanager:GetSecretValue",
          "Resource":"arn:aws*:secretsmanager:*:*:secret:ecr-pullthroughcache/*",
          "Condition":{"StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}}}]}""");

  Principal principal(String who) {
    return switch (who) {
      case "anybody" -> new Principal(null, null, Map.of(), List.of());
      case "ECR's templates, of the hosting account" -> service("ecr", HOST, ecr(HOST));
      case "ECR's templates, of an account outside" -> service("ecr", OUTSIDE, ecr(OUTSIDE));
      case "ECR's cache, of the hosting account" ->
          service("pullthroughcache.ecr", HOST, ecr(HOST));
      case "ECR's cache, of an account outside" ->
          service("pullthroughcache.ecr", OUTSIDE, ecr(OUTSIDE));
      case "ECR with the templates' role" ->
          role(HOST, "cache-templates", document("RolePolicy cache-templates.policy"));
      case "ECR with the upstream's role" ->
          role(HOST, "cache-upstream-base", document("RolePolicy cache-upstream-base.policy"));
      case "ECR with its service-linked role" -> role(HOST, SERVICE_ROLE, SERVICE_LINKED);
      default -> {
        var of = who.indexOf(" of ");
        yield member(who.substring(0, of), ACCOUNTS.get(who.substring(of + " of ".length())));
      }
    };
  }

  private Principal member(String who, String account) {
    return switch (who) {
      case "node" -> role(account, "nodes", nodes(account));
      case "other role" -> role(account, "other");
      case "role builds, with the nodes' policy," -> role(account, "builds", nodes(account));
      case "administrator" -> role(account, "admin", EVERYTHING);
      case "Lambda" -> service("lambda", account, policies.arn("lambda", account, "function:app"));
      case "CodeBuild" ->
          service("codebuild", account, policies.arn("codebuild", account, "project/app"));
      default -> throw new AssertionError("who is " + who);
    };
  }

  private Principal role(String account, String name, JsonNode... identity) {
    var arn = policies.iam(account, "role/" + name);
    var context =
        context(
            Map.of(
                "aws:PrincipalArn",
                arn,
                "aws:PrincipalAccount",
                account,
                "aws:PrincipalOrgID",
                organization(account),
                "aws:PrincipalOrgPaths",
                List.of(unit(account)),
                "aws:PrincipalIsAWSService",
                "false"));
    return new Principal(
        arn, account, context, Arrays.stream(identity).filter(Objects::nonNull).toList());
  }

  /** A service that acts for a resource of an account. */
  private Principal service(String name, String account, String source) {
    var service = name + ".amazonaws.com";
    var context =
        context(
            Map.of(
                "aws:PrincipalServiceName",
                service,
                "aws:PrincipalIsAWSService",
                "true",
                "aws:SourceAccount",
                account,
                "aws:SourceArn",
                source,
                "aws:SourceOrgID",
                organization(account),
                "aws:SourceOrgPaths",
                List.of(unit(account))));
    return new Principal(service, null, context, List.of());
  }

  private static String unit(String account) {
    return UNITS.getOrDefault(account, "o-zzzzzzzzzz/r-zz99/ou-zz99-11111111/");
  }

  private static String organization(String account) {
    return unit(account).substring(0, unit(account).indexOf('/'));
  }

  private Map<String, Object> context(Map<String, Object> own) {
    var context = new HashMap<>(own);
    context.put("aws:SecureTransport", "true");
    context.put("aws:RequestedRegion", policies.registry().region());
    return context;
  }

  /** What an account's own stack gives its nodes. */
  private JsonNode nodes(String account) {
    return document(
        (account.equals(HOST) ? "" : DeployedPolicies.WORKLOAD) + "Policy nodes.policy");
  }

  private String ecr(String account) {
    return new EcrRegistry(account, policies.registry().region())
        .repositoryArn("docker-hub/library/alpine");
  }

  private JsonNode document(String name) {
    return policies.document(name);
  }
}
