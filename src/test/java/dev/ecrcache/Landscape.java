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
  private static final String UPSTREAM = "555555555555";
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

  /** The repositories that exist and were made from a template. */
  private static final Set<String> CACHED =
      Set.of("docker-hub/library/alpine", "k8s/pause", "base/app");

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
      case "Lambda" -> service("lambda", account, arn("lambda", account, "function:app"));
      case "CodeBuild" -> service("codebuild", account, arn("codebuild", account, "project/app"));
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
        arn, account, context, Arrays.stream(policies).filter(Objects::nonNull).toList());
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

  /** What an account's own stack gives its nodes. */
  private JsonNode nodes(String account) {
    return document(
        (account.equals(HOST) ? "" : DeployedPolicies.WORKLOAD) + "Policy nodes.policy");
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
