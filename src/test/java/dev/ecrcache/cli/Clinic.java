package dev.ecrcache.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.FakeAws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An AWS account with a cache that is as it should be, for the doctor; a test makes it ill. */
final class Clinic implements AutoCloseable {
  static final String SECRET =
      "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/docker-hub-AbCdEf";
  static final String RULE =
      """
      {"ecrRepositoryPrefix":"%s","upstreamRegistryUrl":"%s","registryId":"111111111111"%s}""";
  static final String DOCKER_HUB =
      RULE.formatted(
          "docker-hub", "registry-1.docker.io", ",\"credentialArn\":\"%s\"".formatted(SECRET));
  static final String K8S = RULE.formatted("k8s", "registry.k8s.io", "");
  static final String LIFECYCLE =
      "{\"rules\":[{\"rulePriority\":1,\"description\":\"Expire untagged images 7 days after their"
          + " push\",\"selection\":{\"tagStatus\":\"untagged\",\"countType\":\"sinceImagePushed\","
          + "\"countUnit\":\"days\",\"countNumber\":7},\"action\":{\"type\":\"expire\"}}]}";
  static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Sid":"OrganizationPullThroughCache","Effect":"Allow",\
      "Principal":"*","Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
      "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage","ecr:CreateRepository"],\
      "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*",\
      "arn:aws:ecr:eu-west-1:111111111111:repository/k8s/*"],\
      "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-ecrcache01"}}}]}""";
  static final String REPOSITORY_POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Sid":"OrganizationPullThroughCache","Effect":"Allow",\
      "Principal":"*","Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
      "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage"],\
      "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-ecrcache01"}}}]}""";
  static final String TRUST =
      "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecr.amazonaws.com\"},"
          + "\"Action\":\"sts:AssumeRole\"}]}";

  /** The stack file that promises all of it. */
  static final String STACK_FILE =
      """
      config:
        aws:region: eu-west-1
        aws:allowedAccountIds: ["111111111111"]
        ecr-cache:cache:
          upstreams:
            docker-hub: { registry: docker.io, credential: { username: acme, token: dockerHubToken } }
            k8s: { registry: registry.k8s.io }
          repositories: { lifecycle: { untaggedDays: 7 }, resourceTags: { team: platform } }
          scanning: { type: basic }
        ecr-cache:access: {}
        ecr-cache:nodes: { roles: [nodes] }
      """;

  final FakeAws aws = new FakeAws();

  Clinic() {
    xml("GetCallerIdentity", "<Account>111111111111</Account>");
    rules(DOCKER_HUB, K8S);
    aws.with("ValidatePullThroughCacheRule", "{\"isValid\":true}");
    aws.with("DescribeSecret", "{\"ARN\":\"%s\"}".formatted(SECRET));
    secret("{\\\"username\\\":\\\"acme\\\",\\\"accessToken\\\":\\\"s3cr3t\\\"}");
    templates(template("docker-hub", ""), template("k8s", ""));
    role("nodes", TRUST);
    role("templates", TRUST);
    simulated("");
    aws.with("GetRegistryPolicy", "{\"policyText\":%s}".formatted(quoted(POLICY)));
    scanning("[{\"scanFrequency\":\"SCAN_ON_PUSH\",\"repositoryFilters\":[{\"filter\":\"*\"}]}]");
    repositories();
  }

  /** What the doctor says beside what is fine, as level, topic, resource and what is so. */
  List<String> findings(String... more) {
    var args =
        Stream.concat(Stream.of("--output", "json"), Arrays.stream(more)).toArray(String[]::new);
    return rows(doctor(args).out()).stream().filter(it -> !it.startsWith("fine")).toList();
  }

  /** The doctor's command line, told where this AWS is. */
  Ran doctor(String... more) {
    var args = new ArrayList<>(List.of("doctor", "--endpoint-url", aws.endpoint().toString()));
    args.addAll(List.of("--region", "eu-west-1"));
    args.addAll(List.of(more));
    return Ran.with("", args.toArray(String[]::new));
  }

  private static List<String> rows(String json) {
    var rows = new ArrayList<String>();
    try {
      for (var row : new JsonMapper().readTree(json)) {
        rows.add(
            "%s | %s | %s | %s"
                .formatted(
                    row.path("level").asText(),
                    row.path("topic").asText(),
                    row.path("where").asText(),
                    row.path("what").asText()));
      }
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
    return rows;
  }

  Clinic rules(String... rules) {
    aws.with(
        "DescribePullThroughCacheRules",
        "{\"pullThroughCacheRules\":[%s]}".formatted(String.join(",", rules)));
    return this;
  }

  Clinic secret(String value) {
    aws.with("GetSecretValue", "{\"SecretString\":\"%s\"}".formatted(value));
    return this;
  }

  Clinic templates(String... templates) {
    aws.with(
        "DescribeRepositoryCreationTemplates",
        "{\"repositoryCreationTemplates\":[%s]}".formatted(String.join(",", templates)));
    return this;
  }

  /** A template, whose role and mutability a test may replace. */
  static String template(String prefix, String more) {
    return """
        {"prefix":"%s","appliedFor":["PULL_THROUGH_CACHE"],"imageTagMutability":"MUTABLE",\
        "encryptionConfiguration":{"encryptionType":"AES256"},\
        "customRoleArn":"arn:aws:iam::111111111111:role/templates",\
        "resourceTags":[{"Key":"team","Value":"platform"}],\
        "lifecyclePolicy":%s,"repositoryPolicy":%s%s}"""
        .formatted(prefix, quoted(LIFECYCLE), quoted(REPOSITORY_POLICY), more);
  }

  Clinic role(String name, String trust) {
    xml(
        "GetRole RoleName=" + name,
        "<Role><Arn>arn:aws:iam::111111111111:role/%s</Arn><AssumeRolePolicyDocument>%s</AssumeRolePolicyDocument></Role>"
            .formatted(name, trust));
    return this;
  }

  /** What the simulator denies of everybody, as {@code action=decision}. */
  Clinic simulated(String denials) {
    return simulated("SimulatePrincipalPolicy", denials);
  }

  Clinic simulated(String request, String denials) {
    var results =
        Stream.of(denials.split(" "))
            .filter(it -> !it.isEmpty())
            .map(it -> it.split("="))
            .map(
                it ->
                    "<member><EvalActionName>%s</EvalActionName><EvalDecision>%s</EvalDecision></member>"
                        .formatted(it[0], it[1]))
            .collect(Collectors.joining());
    xml(request, "<EvaluationResults>%s</EvaluationResults>".formatted(results));
    return this;
  }

  Clinic policy(String policy) {
    aws.with("GetRegistryPolicy", "{\"policyText\":%s}".formatted(quoted(policy)));
    return this;
  }

  Clinic scanning(String rules) {
    aws.with(
        "GetRegistryScanningConfiguration",
        "{\"scanningConfiguration\":{\"scanType\":\"BASIC\",\"rules\":%s}}".formatted(rules));
    return this;
  }

  /** Repositories that are like their templates, with what else their JSON has. */
  Clinic repositories(String... names) {
    aws.with(
        "DescribeRepositories",
        "{\"repositories\":[%s]}"
            .formatted(
                Stream.of(names).map(it -> repository(it, "")).collect(Collectors.joining(","))));
    for (var name : names) {
      aws.with(
          "GetLifecyclePolicy \"%s\"".formatted(name),
          "{\"lifecyclePolicyText\":%s}".formatted(quoted(LIFECYCLE)));
      aws.with(
          "GetRepositoryPolicy \"%s\"".formatted(name),
          "{\"policyText\":%s}".formatted(quoted(REPOSITORY_POLICY)));
      aws.with(
          "ListTagsForResource %s\"".formatted(name),
          "{\"tags\":[{\"Key\":\"team\",\"Value\":\"platform\"}]}");
    }
    return this;
  }

  static String repository(String name, String more) {
    return """
        {"repositoryName":"%s","repositoryArn":"arn:aws:ecr:eu-west-1:111111111111:repository/%s",\
        "imageTagMutability":"MUTABLE","encryptionConfiguration":{"encryptionType":"AES256"}%s}"""
        .formatted(name, name, more);
  }

  /** An answer of STS or IAM. */
  void xml(String request, String result) {
    var action = request.split(" ")[0];
    aws.with(
        request,
        "<%sResponse><%sResult>%s</%sResult></%sResponse>"
            .formatted(action, action, result, action, action));
  }

  static String quoted(String text) {
    try {
      return new JsonMapper().writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    aws.close();
  }
}
