package dev.ecrcache.cli;

import static dev.ecrcache.cli.Clinic.DOCKER_HUB;
import static dev.ecrcache.cli.Clinic.K8S;
import static dev.ecrcache.cli.Clinic.RULE;
import static dev.ecrcache.cli.Clinic.repository;
import static dev.ecrcache.cli.Clinic.template;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each thing that a check finds, and that AWS does not tell. */
@ExtendWith(AwsKeys.class)
class DoctorChecksTest {
  private static final String CHAIN = "in eu-west-1 with the usual credential chain";
  private static final String SECRET =
      "error | credentials | secret ecr-pullthroughcache/docker-hub of rule docker-hub | ";

  /** What makes the account ill, and what is said of it, with a stack file and without. */
  static Stream<Arguments> illnesses() {
    return Stream.of(
        ill(
            "no rules",
            it -> it.rules(),
            "warning | rules | registry 111111111111 in eu-west-1 | has no pull-through cache rule",
            "error | rules | rule docker-hub | is missing; the stack file has it",
            "error | rules | rule k8s | is missing; the stack file has it"),
        ill(
            "another upstream",
            it -> it.rules(DOCKER_HUB, RULE.formatted("k8s", "quay.io", "")),
            "error | rules | rule k8s | caches quay.io; the stack file says registry.k8s.io"),
        ill(
            "a rule of somebody",
            it -> it.rules(DOCKER_HUB, K8S, RULE.formatted("quay", "quay.io", "")),
            "note | rules | rule quay | is not of the stack file",
            "note | templates | rule quay | has no repository creation template"),
        ill(
            "an ECR upstream's role without trust and rights",
            it ->
                it.rules(
                        DOCKER_HUB,
                        K8S,
                        RULE.formatted(
                            "team",
                            "333333333333.dkr.ecr.eu-west-1.amazonaws.com",
                            ",\"customRoleArn\":\"arn:aws:iam::111111111111:role/templates\""))
                    .simulated("ecr:PutImage=implicitDeny"),
            "note | rules | rule team | is not of the stack file",
            "error | rules | rule team | has the role arn:aws:iam::111111111111:role/templates, whose"
                + " trust policy does not name pullthroughcache.ecr.amazonaws.com",
            "error | rules | rule team | has the role arn:aws:iam::111111111111:role/templates, which"
                + " may not: ecr:PutImage",
            "note | templates | rule team | has no repository creation template"),
        ill(
            "a secret that is gone",
            it -> it.aws.refusing("DescribeSecret", 400, "ResourceNotFoundException", "no"),
            SECRET + "does not exist"),
        ill(
            "a secret that goes",
            it -> it.aws.with("DescribeSecret", "{\"DeletedDate\":1700000000}"),
            SECRET + "waits for its deletion"),
        ill(
            "a key of one's own",
            it -> it.aws.with("DescribeSecret", "{\"KmsKeyId\":\"alias/mine\"}"),
            SECRET + "is encrypted under a key of yours"),
        ill(
            "a secret of another Region",
            it ->
                it.rules(
                    DOCKER_HUB.replace("secretsmanager:eu-west-1", "secretsmanager:us-east-1"),
                    K8S),
            SECRET + "is not in account 111111111111 and Region eu-west-1"),
        ill("no JSON", it -> it.secret("token"), SECRET + "is not a JSON object"),
        ill(
            "no token",
            it -> it.secret("{\\\"username\\\":\\\"a\\\",\\\"token\\\":\\\"b\\\"}"),
            SECRET + "has no text under the key accessToken"),
        ill(
            "a secret that may not be read",
            it -> it.aws.refusing("GetSecretValue", 400, "AccessDeniedException", "denied"),
            "not asked | credentials | secret ecr-pullthroughcache/docker-hub of rule docker-hub |"
                + " secretsmanager:GetSecretValue "
                + CHAIN
                + ": denied"),
        ill(
            "no template",
            it -> it.templates(template("docker-hub", "")),
            "error | templates | template k8s | is missing; the stack file has it"),
        ill(
            "a template for replication",
            it ->
                it.templates(
                    template("docker-hub", ""),
                    template("k8s", "").replace("PULL_THROUGH_CACHE", "REPLICATION")),
            "error | templates | template k8s | is not for PULL_THROUGH_CACHE"),
        ill(
            "tags without a role",
            it ->
                it.templates(
                    template("docker-hub", ""),
                    template("k8s", "").replaceAll("\"customRoleArn\":\"[^\"]*\",", "")),
            "error | templates | template k8s | has tags or a KMS key, and no role"),
        ill(
            "a role that is gone",
            it -> it.aws.refusing("GetRole RoleName=templates", 404, "NoSuchEntity", "no"),
            "error | templates | template docker-hub | has the role"
                + " arn:aws:iam::111111111111:role/templates, which does not exist",
            "error | templates | template k8s | has the role"
                + " arn:aws:iam::111111111111:role/templates, which does not exist"),
        ill(
            "a role that nobody may assume",
            it -> it.role("templates", "{}"),
            "error | templates | template docker-hub | has the role"
                + " arn:aws:iam::111111111111:role/templates, whose trust policy does not name"
                + " ecr.amazonaws.com",
            "error | templates | template k8s | has the role"
                + " arn:aws:iam::111111111111:role/templates, whose trust policy does not name"
                + " ecr.amazonaws.com"),
        ill(
            "a template that says otherwise",
            it ->
                it.templates(
                    template("docker-hub", ""),
                    template("k8s", "")
                        .replace("MUTABLE", "IMMUTABLE")
                        .replace("platform", "others")
                        .replace(":7}", ":8}")),
            "note | templates | template k8s | makes tags immutable",
            "warning | templates | template k8s | differs from the stack file in tag mutability,"
                + " lifecycle, resource tags"),
        ill(
            "no registry policy",
            it -> it.aws.refusing("GetRegistryPolicy", 400, "RegistryPolicyNotFoundException", "-"),
            "error | registry policy | registry policy | is missing; the stack file has one"),
        ill(
            "a policy for another organisation",
            it -> it.policy(Clinic.POLICY.replace("docker-hub/*", "docker/*")),
            "error | registry policy | registry policy | lacks, or has otherwise, what the stack"
                + " file promises: 'OrganizationPullThroughCache'",
            "note | registry policy | registry policy | has what the stack file does not:"
                + " 'OrganizationPullThroughCache'",
            "warning | registry policy | registry policy | statement 'OrganizationPullThroughCache'"
                + " lets others import or create outside of the cache's prefixes:"
                + " arn:aws:ecr:eu-west-1:111111111111:repository/docker/*,"
                + " arn:aws:ecr:eu-west-1:111111111111:repository/k8s/*"),
        ill(
            "scanning by hand",
            it -> it.scanning("[]"),
            "note | scanning | registry scanning | covers no repository of docker-hub, k8s",
            "warning | scanning | registry scanning | is basic {}; the stack file says basic"
                + " {SCAN_ON_PUSH=[*]}"),
        ill(
            "a node role without rights",
            it ->
                it.simulated(
                    "SimulatePrincipalPolicy role/nodes", "ecr:GetAuthorizationToken=implicitDeny"),
            "error | nodes | role nodes | may not: ecr:GetAuthorizationToken; no policy of the role"
                + " allows it"),
        ill(
            "a node role that the registry's policy helps",
            it -> it.simulated("ecr:BatchGetImage=implicitDeny"),
            "note | nodes | role nodes | may by the registry's policy alone: ecr:BatchGetImage"),
        ill(
            "a node role that is denied",
            it -> it.simulated("ecr:BatchGetImage=explicitDeny"),
            "error | nodes | role nodes | may not: ecr:BatchGetImage; a policy denies it"),
        ill(
            "no such node role",
            it -> it.aws.refusing("GetRole RoleName=nodes", 404, "NoSuchEntity", "no"),
            "error | nodes | role nodes | does not exist"),
        ill(
            "IAM is not to be asked",
            it -> it.aws.refusing("SimulatePrincipalPolicy", 403, "AccessDenied", "denied"),
            "not asked | nodes | role nodes | iam:SimulatePrincipalPolicy " + CHAIN + ": denied",
            "not asked | templates | template docker-hub | iam:SimulatePrincipalPolicy "
                + CHAIN
                + ": denied",
            "not asked | templates | template k8s | iam:SimulatePrincipalPolicy "
                + CHAIN
                + ": denied"));
  }

  private static Arguments ill(String name, Consumer<Clinic> illness, String... findings) {
    return Arguments.of(name, illness, List.of(findings));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("illnesses")
  void eachIllnessIsFound(
      String name, Consumer<Clinic> illness, List<String> findings, @TempDir Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("Pulumi.prod.yaml"), Clinic.STACK_FILE);
    try (var clinic = new Clinic()) {
      illness.accept(clinic);

      assertEquals(
          findings.stream().sorted().toList(),
          clinic.findings("--stack-file", file.toString()).stream().sorted().toList());
    }
  }

  @Test
  void withoutAStackFileWhatAwsShowsIsJudged() {
    try (var clinic = new Clinic()) {
      clinic.templates();
      clinic.policy(
          """
          {"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},\
          "Action":"ecr:BatchImportUpstreamImage","Resource":"*"},\
          {"Sid":"No","Effect":"Deny","Principal":"*","Action":"ecr:*","Resource":"*",\
          "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}""");

      assertEquals(
          List.of(
              "note | templates | rule docker-hub | has no repository creation template",
              "note | templates | rule k8s | has no repository creation template",
              "error | registry policy | registry policy | statement one without a Sid, Allow"
                  + " [ecr:BatchImportUpstreamImage] allows [ecr:BatchImportUpstreamImage] to"
                  + " everybody in AWS",
              "warning | registry policy | registry policy | statement one without a Sid, Allow"
                  + " [ecr:BatchImportUpstreamImage] lets others import or create outside of the"
                  + " cache's prefixes: *",
              "note | registry policy | registry policy | statement 'No' denies [ecr:*]",
              "warning | registry policy | registry policy | lets others import images, and not"
                  + " create repositories"),
          clinic.findings());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "50 | warning: has 45 of the 50 rules that ECR takes | -",
        "51 | - | -",
        "- | note: AWS's default of 50 rules is taken for its quota:"
            + " servicequotas:ListServiceQuotas in eu-west-1 with the usual credential chain: not"
            + " authorized | warning: has 45 of the 50 rules that ECR takes",
      })
  void rulesNearTheQuota(Integer quota, String first, String second) {
    try (var clinic = new Clinic()) {
      clinic.rules(
          IntStream.range(0, 45)
              .mapToObj(it -> RULE.formatted("k8s/part%02d".formatted(it), "registry.k8s.io", ""))
              .toArray(String[]::new));
      if (quota == null) {
        clinic.aws.refusing("ListServiceQuotas", 400, "AccessDeniedException", "not authorized");
      } else {
        clinic.aws.with(
            "ListServiceQuotas {\"ServiceCode\":\"ecr\"}",
            """
            {"Quotas":[{"QuotaName":"Images per repository","Value":20000.0},
              {"QuotaName":"Pull through cache rules per registry","Value":%d.0}]}
            """
                .formatted(quota));
      }

      var registry = "(\\w+) \\| rules \\| registry 111111111111 in eu-west-1 \\| ";
      assertEquals(
          Stream.of(first, second).filter(Objects::nonNull).toList(),
          clinic.findings().stream()
              .filter(it -> it.matches(registry + ".*"))
              .map(it -> it.replaceFirst(registry, "$1: "))
              .toList());
    }
  }

  @Test
  void repositoriesThatDifferAreToldTogether() {
    try (var clinic = new Clinic()) {
      clinic.repositories("docker-hub/a", "docker-hub/b", "k8s/c", "k8s/d");
      clinic.aws.with(
          "DescribeRepositories",
          "{\"repositories\":[%s,%s,%s,%s]}"
              .formatted(
                  repository("docker-hub/a", "").replace("MUTABLE", "IMMUTABLE"),
                  repository("docker-hub/b", "").replace("MUTABLE", "IMMUTABLE"),
                  repository("k8s/c", "").replace("AES256", "KMS"),
                  repository("k8s/d", "")));
      clinic.aws.refusing(
          "GetLifecyclePolicy \"docker-hub/a\"", 400, "LifecyclePolicyNotFoundException", "-");
      clinic.aws.with("GetRepositoryPolicy \"docker-hub/b\"", "{\"policyText\":\"{}\"}");
      clinic.aws.with("ListTagsForResource k8s/c\"", "{\"tags\":[]}");
      clinic.aws.refusing("GetLifecyclePolicy \"k8s/d\"", 400, "AccessDeniedException", "denied");

      var found = clinic.findings();
      assertEquals(
          List.of(
              "warning | repositories | 2 repositories of template docker-hub | tags are IMMUTABLE;"
                  + " the template has MUTABLE",
              "warning | repositories | 1 repository of template docker-hub | no lifecycle policy;"
                  + " the template has one",
              "warning | repositories | 1 repository of template docker-hub | another repository"
                  + " policy than the template's",
              "warning | repositories | 1 repository of template k8s | encrypted by KMS; the"
                  + " template has AES256",
              "warning | repositories | 1 repository of template k8s | without tags of the template,"
                  + " or with other values: team",
              "not asked | repositories | 1 repository | ecr:GetLifecyclePolicy "
                  + CHAIN
                  + ": denied"),
          found);
      assertEquals(
          List.of("docker-hub/a", "docker-hub/b"),
          List.of(
              clinic
                  .doctor("--output", "json")
                  .out()
                  .replaceAll("(?s).*IMMUTABLE.*?\"resources\":\\[\"(.*?)\"].*", "$1")
                  .split("\",\"")));
    }
  }

  @Test
  void fixShowsThePlanAndMakesThemAlike() {
    try (var clinic = new Clinic()) {
      clinic.repositories("k8s/pause");
      clinic.aws.with("ListTagsForResource k8s/pause\"", "{\"tags\":[]}");
      clinic.aws.with("TagResource", "{}");

      assertEquals(
          new Ran(
              2,
              "",
              "ecr-cache: there is no terminal to ask on; give --yes\n"
                  + "Try 'ecr-cache doctor --help'.\n"),
          clinic.doctor("--fix"));
      var ran = clinic.doctor("--fix", "--yes");
      assertEquals(
          """
          111111111111  k8s/pause  sets the tags team
          111111111111: changed 1 of 1
          """,
          ran.err());
      assertEquals(
          List.of(
              "{\"resourceArn\":\"arn:aws:ecr:eu-west-1:111111111111:repository/k8s/pause\","
                  + "\"tags\":[{\"Key\":\"team\",\"Value\":\"platform\"}]}"),
          clinic.aws.forms().stream().filter(it -> it.contains("\"Value\"")).toList());

      clinic.aws.refusing("TagResource", 400, "AccessDeniedException", "denied");
      assertEquals(
          """
          111111111111  k8s/pause  sets the tags team
          k8s/pause: failed: ecr:TagResource in eu-west-1 with the usual credential chain: denied
          111111111111: changed 0 of 1
          """,
          clinic.doctor("--fix", "--yes").err());
      clinic.repositories("k8s/pause");
      assertEquals("Nothing to fix.\n", clinic.doctor("--fix", "--yes").err());
    }
  }

  @Test
  void mirrorsAreToldWhenAskedFor() {
    try (var clinic = new Clinic()) {
      assertEquals(9, clinic.findings("--mirrors").size());
    }
  }
}
