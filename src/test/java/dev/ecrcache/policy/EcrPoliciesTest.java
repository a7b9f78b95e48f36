package dev.ecrcache.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EcrPoliciesTest {
  private static final String HUB = "arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*";
  private static final String ALL_CN = "arn:aws-cn:ecr:cn-north-1:111111111111:repository/*";
  private static final String UPSTREAM = "arn:aws:ecr:eu-west-1:333333333333:repository/team/*";
  private static final String KEY = "arn:aws:kms:eu-west-1:111111111111:key/k-1";

  static Stream<Arguments> documents() {
    return Stream.of(
        Arguments.of(
            "nodePull",
            EcrPolicies.nodePull(List.of(HUB, ALL_CN), false),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"GetToken","Effect":"Allow","Action":["ecr:GetAuthorizationToken"],\
            "Resource":["*"]},\
            {"Sid":"PullThroughCache","Effect":"Allow",\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage","ecr:CreateRepository"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*",\
            "arn:aws-cn:ecr:cn-north-1:111111111111:repository/*"]}]}"""),
        Arguments.of(
            "nodePull where templates tag",
            EcrPolicies.nodePull(List.of(HUB), true),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"GetToken","Effect":"Allow","Action":["ecr:GetAuthorizationToken"],\
            "Resource":["*"]},\
            {"Sid":"PullThroughCache","Effect":"Allow",\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage","ecr:CreateRepository",\
            "ecr:TagResource"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"]}]}"""),
        Arguments.of(
            "organizationRegistry",
            EcrPolicies.organizationRegistry("o-abc123", List.of(HUB)),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"OrganizationPullThroughCache","Effect":"Allow","Principal":"*",\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage","ecr:CreateRepository"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"],\
            "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-abc123"}}}]}"""),
        Arguments.of(
            "organizationRepository",
            EcrPolicies.organizationRepository("o-abc123"),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"OrganizationPullThroughCache","Effect":"Allow","Principal":"*",\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage"],\
            "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-abc123"}}}]}"""),
        Arguments.of(
            "templateRole for tags",
            EcrPolicies.templateRole(List.of(HUB), true, null),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"CreateRepositories","Effect":"Allow",\
            "Action":["ecr:CreateRepository","ecr:TagResource"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"]}]}"""),
        Arguments.of(
            "templateRole for a key",
            EcrPolicies.templateRole(List.of(HUB), false, KEY),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"CreateRepositories","Effect":"Allow","Action":["ecr:CreateRepository"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"]},\
            {"Sid":"EncryptRepositories","Effect":"Allow",\
            "Action":["kms:CreateGrant","kms:DescribeKey","kms:RetireGrant"],\
            "Resource":["arn:aws:kms:eu-west-1:111111111111:key/k-1"]}]}"""),
        Arguments.of(
            "templateRoleTrust",
            EcrPolicies.templateRoleTrust(),
            """
            {"Version":"2012-10-17","Statement":[{"Sid":"AssumeRole","Effect":"Allow",\
            "Principal":{"Service":"ecr.amazonaws.com"},"Action":["sts:AssumeRole"]}]}"""),
        Arguments.of(
            "upstreamRole",
            EcrPolicies.upstreamRole(UPSTREAM, HUB),
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"GetToken","Effect":"Allow","Action":["ecr:GetAuthorizationToken"],\
            "Resource":["*"]},\
            {"Sid":"ReadUpstream","Effect":"Allow",\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage"],\
            "Resource":["arn:aws:ecr:eu-west-1:333333333333:repository/team/*"]},\
            {"Sid":"WriteCache","Effect":"Allow",\
            "Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage",\
            "ecr:GetDownloadUrlForLayer","ecr:BatchImportUpstreamImage",\
            "ecr:CompleteLayerUpload","ecr:GetImageCopyStatus","ecr:InitiateLayerUpload",\
            "ecr:PutImage","ecr:UploadLayerPart"],\
            "Resource":["arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*"]}]}"""),
        Arguments.of(
            "upstreamRoleTrust",
            EcrPolicies.upstreamRoleTrust(),
            """
            {"Version":"2012-10-17","Statement":[{"Sid":"AssumeRole","Effect":"Allow",\
            "Principal":{"Service":"pullthroughcache.ecr.amazonaws.com"},\
            "Action":["sts:AssumeRole"]}]}"""),
        Arguments.of(
            "accountSecret in China",
            EcrPolicies.accountSecret("aws-cn", "111111111111"),
            """
            {"Version":"2012-10-17","Statement":[{"Sid":"AccountRead","Effect":"Allow",\
            "Principal":{"AWS":"arn:aws-cn:iam::111111111111:root"},\
            "Action":["secretsmanager:GetSecretValue"],"Resource":["*"]}]}"""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void documentIsExactlyThisText(String name, PolicyDocument document, String json) {
    assertEquals(json, document.toJson());
  }

  @Test
  void templateRoleForTagsAndKeyMayDoBoth() {
    var tagsAndKey = EcrPolicies.templateRole(List.of(HUB), true, KEY).statement();

    assertEquals(
        EcrPolicies.templateRole(List.of(HUB), true, null).statement(), tagsAndKey.subList(0, 1));
    assertEquals(
        EcrPolicies.templateRole(List.of(HUB), false, KEY).statement().subList(1, 2),
        tagsAndKey.subList(1, 2));
  }

  @Test
  void resourcesAndStatementsKeepTheirOrder() {
    var more = List.of(Statement.allow("B", List.of("b"), null), Statement.allow("A", null, null));

    assertEquals(
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"AssumeRole","Effect":"Allow",\
        "Principal":{"Service":"ecr.amazonaws.com"},"Action":["sts:AssumeRole"]},\
        {"Sid":"B","Effect":"Allow","Action":["b"]},{"Sid":"A","Effect":"Allow"}]}""",
        EcrPolicies.templateRoleTrust().and(more).toJson());
  }
}
